"""What was counted while reading: plain numbers that travel between processes and add up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from sunledger.web.analyst.drawing import Month

# Rows that hold no record by their nature; every other reason is a record that could not be read.
NOT_RECORDS = ("header", "title", "blank", "total")


@dataclass(frozen=True)
class Example:
    """One row that was not read, as it will be shown for its reason."""

    file: str
    line: int
    text: str


@dataclass(frozen=True)
class Total:
    """A total that a sheet gives, where the rows above it come to something else."""

    file: str
    line: int
    said: str
    found: str

    @property
    def difference(self) -> Decimal:
        """Return by how much they differ."""
        said, found = (Decimal(text.replace(",", "")) for text in (self.said, self.found))
        return abs(said - found)

    @property
    def is_rounding(self) -> bool:
        """Whether the difference is what rounding leaves behind."""
        return self.difference < 1


@dataclass
class Tally:
    """Rows, amounts and months; of a sheet, of a body, or of everything."""

    rows: int = 0
    read: int = 0
    without_amount: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    because: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Example] = field(default_factory=dict)
    totals_met: int = 0
    totals_missed: list[Total] = field(default_factory=list)
    sums: Counter[str] = field(default_factory=Counter)
    months: Counter[Month] = field(default_factory=Counter)

    @property
    def refused(self) -> int:
        """Every physical row that did not become a record, whatever the reason."""
        return self.rows - self.read

    @property
    def not_records(self) -> int:
        """The headings, blank lines, titles and totals among them."""
        return sum(self.reasons[reason] for reason in NOT_RECORDS)

    def add(self, other: "Tally") -> None:
        """Take another tally into this one; of examples, the first is kept."""
        self.rows += other.rows
        self.read += other.read
        self.without_amount += other.without_amount
        self.reasons.update(other.reasons)
        self.because.update(other.because)
        self.noted.update(other.noted)
        self.totals_met += other.totals_met
        self.totals_missed += other.totals_missed
        self.sums.update(other.sums)
        self.months.update(other.months)
        for reason, example in other.examples.items():
            self.examples.setdefault(reason, example)


@dataclass
class SheetCount:
    """One sheet: how it was taken, and what became of its rows."""

    sheet: str
    category: str = ""
    title: str = ""
    chosen: bool = False
    tally: Tally = field(default_factory=Tally)
    bodies: dict[str, Tally] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()  # what --map names and this sheet does not have
    notes: tuple[str, ...] = ()


@dataclass
class FileCount:
    """One file: its sheets, or the one sentence why it could not be opened."""

    number: int
    name: str
    size: int
    sha256: str = ""
    sheets: list[SheetCount] = field(default_factory=list)
    trouble: str = ""
    seconds: float = 0.0
    memory: int = 0
    process: int = 0

    @property
    def tally(self) -> Tally:
        """Return what all its sheets add up to."""
        return total(sheet.tally for sheet in self.sheets)


def total(tallies: Iterable[Tally]) -> Tally:
    """Return what the tallies add up to."""
    result = Tally()
    for tally in tallies:
        result.add(tally)
    return result


def by_body(files: Iterable[FileCount]) -> dict[str, Tally]:
    """Return what was read for each body, by its name."""
    bodies: dict[str, Tally] = {}
    for file in files:
        for sheet in file.sheets:
            for name, tally in sheet.bodies.items():
                bodies.setdefault(name, Tally()).add(tally)
    return dict(sorted(bodies.items()))


def worst_totals(tally: Tally, count: int) -> list[Total]:
    """Return the totals that differ most from the rows above them."""
    missed = [one for one in tally.totals_missed if not one.is_rounding]
    return sorted(missed, key=lambda one: (-one.difference, one.file))[:count]
