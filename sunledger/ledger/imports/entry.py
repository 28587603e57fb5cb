"""What is read from a list before anything is opened: entries, and the fate of every row."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from sunledger.core.problem import Problem

Fated = Literal["kept", "joined", "title", "blank", "refused"]


@dataclass
class Entry:
    """An item to be: where it stands in the file, its place in the outline, what it says."""

    sheet: str
    line: int
    depth: int
    title: str
    row: int = 0  # the place of the fate of the row that opens it
    number: str = ""
    parent: int | None = None  # the place of another entry
    said: dict[str, str] = field(default_factory=dict)  # the other cells, by field
    starts: str = ""  # days as ISO text, so that a reading can be kept as JSON
    due: str = ""
    milestones: list[tuple[str, str]] = field(default_factory=list)  # day, title
    after: list[int] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    found: int = 0
    key: str = ""  # by which the same line is known when it comes again

    def words(self, name: str) -> str:
        """Return what a column says, or nothing."""
        return self.said.get(name, "")


@dataclass
class Fate:
    """What became of a row, and what is to be said of it."""

    sheet: str
    line: int
    fate: Fated
    entry: int | None = None
    words: str = ""  # the beginning of the row, so that a reader finds it
    problems: list[dict[str, Any]] = field(default_factory=list)

    def tell(self, problem: Problem) -> None:
        """Add a sentence."""
        self.problems.append({"msgid": problem.msgid, "params": problem.params})

    def refuse(self, problem: Problem) -> None:
        """Refuse the row, with the sentence that says why."""
        self.fate = "refused"
        self.tell(problem)


@dataclass
class Reading:
    """A list as it was read."""

    entries: list[Entry] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)  # about whole sheets
    unknown: list[str] = field(default_factory=list)  # headings that name no field

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows met each fate; they add up to all rows."""
        counts = dict.fromkeys(("kept", "joined", "title", "blank", "refused"), 0)
        for fate in self.fates:
            counts[fate.fate] += 1
        return counts

    @property
    def refused(self) -> list[Fate]:
        """Return the rows that cannot be taken."""
        return [fate for fate in self.fates if fate.fate == "refused"]

    def fate_of(self, entry: int) -> Fate:
        """Return the fate of the row from which an entry comes."""
        return self.fates[self.entries[entry].row]

    def kept(self) -> dict[str, Any]:
        """Return all of it as JSON can hold it."""
        return asdict(self)


def kept_reading(data: dict[str, Any]) -> Reading:
    """Return a reading from what was kept of it."""
    return Reading(
        entries=[Entry(**entry) for entry in data["entries"]],
        fates=[Fate(**fate) for fate in data["fates"]],
        notes=data["notes"],
        unknown=data["unknown"],
    )
