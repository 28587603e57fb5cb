"""What is proposed to a person, and how it is written as JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any

from sunledger.decisions.reading.document import Span


@dataclass(frozen=True)
class Owner:
    """Who has to act, and where that was found: explicit, table, context, implied or none."""

    text: str
    how: str


NOBODY = Owner("", "none")


@dataclass(frozen=True)
class Deadline:
    """By when, as written; the day where the text alone gives it."""

    text: str
    kind: str
    iso: str | None = None


@dataclass(frozen=True)
class Target:
    """A quantity that is demanded."""

    text: str
    value: float
    unit: str
    op: str = "="


@dataclass(frozen=True)
class Meeting:
    """Who met or issued, when, who presided, and what of the level above is conveyed."""

    body: str
    kind: str
    date: str = ""
    date_iso: str | None = None
    chair: str = ""
    conveys: tuple[str, ...] = ()
    start: int = 0


@dataclass(frozen=True)
class Directive:
    """One thing to do, with the exact words it stands on."""

    span: Span
    quotation: str
    kind: str
    owner: Owner = NOBODY
    deadline: Deadline | None = None
    targets: tuple[Target, ...] = ()
    named: tuple[str, ...] = ()
    theme: str = "other"
    why: str = ""


@dataclass(frozen=True)
class Readout:
    """All that was found in a text."""

    text: str
    language: str
    genre: str
    meetings: tuple[Meeting, ...] = ()
    directives: tuple[Directive, ...] = ()
    boilerplate: tuple[Span, ...] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data; offsets count the characters of `text`."""
        return {
            "text": self.text,
            "language": self.language,
            "genre": self.genre,
            "meetings": [_meeting(meeting) for meeting in self.meetings],
            "meeting": {"bodies": [_meeting(meeting) for meeting in self.meetings]},
            "directives": [_directive(directive) for directive in self.directives],
            "boilerplate": [list(span) for span in self.boilerplate],
        }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    """Return the facts of a meeting; what is not known is null."""
    facts = asdict(meeting)
    return {name: value or None if name in ("date", "chair") else value
            for name, value in facts.items() if name != "start"}  # fmt: skip


def _directive(directive: Directive) -> dict[str, Any]:
    """Return a directive with the words that readers of the file look for."""
    deadline = directive.deadline
    return {
        "start": directive.span.start,
        "end": directive.span.end,
        "quotation": directive.quotation,
        "kind": directive.kind,
        "responsible": directive.owner.text or None,
        "responsible_how": directive.owner.how,
        "deadline": deadline
        and {"text": deadline.text, "iso": deadline.iso, "type": deadline.kind},
        "targets": [target.value for target in directive.targets],
        "quantities": [asdict(target) for target in directive.targets],
        "named": list(directive.named),
        "theme": directive.theme,
        "why": directive.why,
    }
