"""What the report shows, as frozen data: the template decides nothing and computes nothing."""

from dataclasses import dataclass

from sunledger.web.analyst.drawing import Bar, Digits, Part, Tick


@dataclass(frozen=True)
class Words:
    """The same sentence in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class Figure:
    """One large number at the top, and what it counts."""

    value: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """One value of a row, and how it is set: n to the right, d unbroken, t as a text."""

    text: str
    style: str = "t"


@dataclass(frozen=True)
class RowsFace:
    """The rows of a lead side by side: what all have in common once, the rest as a table."""

    common: tuple[tuple[str, str], ...]
    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shown: str
    total: str
    count: int
    stems: tuple[Bar, ...] = ()
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class LeadFace:
    """A lead as the report shows it."""

    number: int
    screen: str
    title: str
    subject: str
    body: str
    amount: str
    currency: str
    sentence: Words
    rows: RowsFace
    also: tuple[str, ...] = ()
    beside: tuple[tuple[int, Words], ...] = ()  # further leads of its stack, by their numbers
    beside_left: int = 0  # and how many more there are
    innocent: str = ""
    drawing: "DigitsFace | None" = None


@dataclass(frozen=True)
class Count:
    """How many, of what, and an example of it."""

    name: str
    count: str
    share: float = 0.0
    example: str = ""
    place: str = ""


@dataclass(frozen=True)
class ScreenFace:
    """A screen: what it asks, what it could judge, and the leads that are shown."""

    code: str
    title: Words
    asks: str
    why: str
    innocent: str
    source: str
    bar: tuple[Part, ...]
    seen: str
    judged: str
    flagged: str
    leads_total: str
    leads_count: int
    outside: tuple[Count, ...]
    cannot: tuple[Count, ...]
    settings: tuple[tuple[str, str, str], ...]
    leads: tuple[LeadFace, ...]
    drawings: tuple["DigitsFace", ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class DigitsFace:
    """A Benford drawing with its figures in words."""

    name: str
    drawing: Digits
    n: str
    mad: str
    verdict: str
    largest: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class GroupFace:
    """A body, or a file where there is one body: its rows over the months."""

    name: str
    files: str
    read: str
    refused: str
    sums: tuple[str, ...]
    bars: tuple[Bar, ...]
    gaps: str = ""


@dataclass(frozen=True)
class FileFace:
    """A file in the list of all files."""

    name: str
    category: str
    read: str
    refused: str
    sums: str
    note: str = ""


@dataclass(frozen=True)
class ReportFace:
    """The whole report."""

    title: str
    made_on: str
    version: str
    figures: tuple[Figure, ...]
    top: tuple[LeadFace, ...]
    top_why: str
    groups: tuple[GroupFace, ...]
    groups_by_file: bool
    groups_total: int
    months: int
    years: tuple[Tick, ...]
    bar: tuple[Part, ...]
    reasons: tuple[Count, ...]
    not_records: tuple[Count, ...]
    skipped: tuple[tuple[str, str], ...]
    skipped_total: int
    notes: tuple[str, ...]
    noted: tuple[Count, ...]
    totals: str
    totals_missed: tuple[tuple[str, ...], ...]
    screens: tuple[ScreenFace, ...]
    files: tuple[FileFace, ...]
    files_total: int
    cost: str
