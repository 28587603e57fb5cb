"""What a screen of procurement is: its words, its questions over the flat tables, its limits.

A question is one SQL statement that DuckDB and Spark both understand. It gives a row for every
subject: `subject`, `figure`, and `why` where there is no figure (`words.REASONS`); also `weight`,
where a minimum of cases is asked for, `key`, where limits differ, and who is flagged along. The
limit is applied afterwards, so that a new limit asks nothing anew.

A question about others than processes may give `parts`: sums over what lies in single processes,
grouped by all their other columns, the first of which is `subject`. Its statement then asks of
`parts` alone. When processes change, what they add is taken away or added; the first of the sums is
nothing where no row is left.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.words import Words

Group = Literal["OCID", "Buyer", "ProcuringEntity", "Tenderer", "Pair", "Category"]
GROUPS: tuple[Group, ...] = ("OCID", "Buyer", "ProcuringEntity", "Tenderer", "Pair", "Category")
Sign = Literal["<", "<=", "==", ">=", ">"]


@dataclass(frozen=True)
class Limit:
    """A number of policy: where a figure begins to be a flag, since when, and who says so."""

    value: float
    since: str
    source: str


@dataclass(frozen=True)
class Share:
    """How a question about shares of a whole is kept, so that a change writes few of them anew.

    A change of one subject changes the shares of all who have their part in the same whole. So what
    is kept of each is its own sum, and beside that the wholes, which are few. `rows` asks `parts`
    for `subject`, its sum as `figure`, which whole it is `part_of`, and `why`; `part_of` is what
    names that whole in a row of `parts`, of which `mine` is the sum and `cases` the weight.
    """

    rows: str
    part_of: str
    mine: str = "mine"
    cases: str = "many"


@dataclass(frozen=True)
class Question:
    """One statement of a screen, about one kind of subject.

    `fence` takes the limit from the figures themselves where none is set; `shown` stands in a flag
    in the place of the figure; `along` names the columns of parties that are flagged with it.
    """

    group: Group
    sql: str
    sign: Sign
    limit: Callable[[Settings], float | None]
    fence: Literal["", "lower", "upper"] = ""
    least: Callable[[Settings], float] | None = None  # of `weight`
    often: Callable[[Settings], int] | None = None  # a percentile of `weight`
    limits: Callable[[Settings], dict[str, float]] | None = None  # by `key`
    shown: float | None = None
    shown_compatible: float | None = None
    along: tuple[str, ...] = ()
    positive: bool = False  # a limit of nothing flags nothing
    some: bool = False  # nor does a figure of nothing; Cardinal flags it where the limit is nothing
    parts: str = ""  # see above
    sums: tuple[str, ...] = ()  # the columns of `parts` that are added up
    pairs: bool = False  # about two firms that bid together
    whole: bool = False  # what it says of a sum depends on all others
    share: Share | None = None  # of what others have a share as well
    near: str = ""  # the keys of processes; what it says of one depends on those that share a key
    sql_compatible: str = ""  # where Cardinal asks otherwise

    @property
    def of_parts(self) -> str:
        """What is asked of `parts` that are kept."""
        return self.share.rows if self.share else self.sql

    def statement(self, *, compatible: bool) -> str:
        """Return what is asked of the shared tables."""
        sql = (compatible and self.sql_compatible) or self.sql
        return f"WITH parts AS ({self.parts}) {sql}" if self.parts else sql


@dataclass(frozen=True)
class Screen:
    """A screen of procurement; `code` is the number of its flag in the guide."""

    code: str
    title: Words
    why: Words
    innocent: Words
    figure: Words  # what its figure counts
    source: str
    questions: tuple[Question, ...]
    limit: Limit | None = None
    often: float = 0.25  # a warning stands where a larger share of those judged is flagged
    needs: tuple[str, ...] = field(default=())  # shared questions


def limited(code: str, value: float) -> Callable[[Settings], float]:
    """Return where the limit of a screen is read: in the settings, else the screen's own."""
    return lambda settings: settings.limits.get(code, value)


def cases(code: str, value: float) -> Callable[[Settings], float]:
    """Return where the least number of cases of a screen is read."""
    return lambda settings: settings.least.get(code, value)


def texts(values: Iterable[str]) -> str:
    """Return texts as a list that SQL reads; a quotation mark in them stays one."""
    return ", ".join("'" + one.replace("'", "''") + "'" for one in sorted(values)) or "NULL"
