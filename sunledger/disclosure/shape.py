"""The shape of a category: what must be published, by whom, how often, in which columns."""

import dataclasses
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sunledger.core.currencies import MINOR
from sunledger.core.due import NotDueRule, kind_of
from sunledger.core.periods import Kind as PeriodKind
from sunledger.disclosure.table.headings import words

Kind = Literal["text", "money", "day", "number", "whole", "choice", "person"]
Role = Literal[
    "", "amount", "gross", "plus", "minus", "day", "month", "party", "party_code", "reference",
    "purpose", "method", "body", "office", "currency",
    # The four parts of a balance: opening + income - spent = closing.
    "opening", "income", "spent", "closing",
]  # fmt: skip
Mask = Literal["", "name", "account", "identity", "phone", "address"]
_NUMERIC = frozenset(["money", "number", "whole"])
_MONEY_ROLES = (
    "amount", "gross", "plus", "minus", "opening", "income", "spent", "closing",
)  # fmt: skip
Period = Literal["once", "each time", "month", "quarter", "half-year", "year"]
# What the periods are called where due dates are counted; what arises on a day is due after it.
PERIODS: dict[Period, PeriodKind] = {
    "once": "daily",
    "each time": "daily",
    "month": "monthly",
    "quarter": "quarterly",
    "half-year": "half-yearly",
    "year": "yearly",
}


@dataclass(frozen=True)
class Text:
    """The same words in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Choice:
    """One of the answers that a field allows: its code, its words, and other ways to write it."""

    code: str
    title: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """One column of a category: what it is called, in how many ways, and what its cells hold.

    The aliases stand in the order of trust: where two headings fit, the earlier alias wins.
    `stand_in` names the field that is taken where no heading fits this one. A required field whose
    cells `may_be_blank` needs its heading only: many bodies publish payments and withhold names.
    `mask` says as what a personal cell is masked; without it, by what the cell looks like.
    `per` names the field that says for how much a price is. What is `sensitive` says why a person
    is on a list: a short list is not published with it unless a second person agrees.
    """

    name: str
    title: Text
    kind: Kind = "text"
    required: bool = False
    may_be_blank: bool = False
    aliases: tuple[str, ...] = ()
    role: Role = ""
    personal: Literal["", "mask", "never"] = ""
    mask: Mask = ""
    choices: tuple[Choice, ...] = ()
    stand_in: str = ""
    per: str = ""
    sensitive: bool = False

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise ValueError(f"the field name “{self.name}” is not one word of letters and digits")
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"the field “{self.name}” has choices exactly if its kind is choice")

    def spellings(self) -> dict[str, int]:
        """Return the words of every heading that fits, and how much each is trusted (0 is most)."""
        said = (*self.aliases, self.title.zh, self.title.en, self.name)
        return {words(alias): rank for rank, alias in reversed([*enumerate(said)])}


@dataclass(frozen=True)
class Example:
    """A small sheet, what is read from it, and what is said about it; each runs as a test.

    `kept` is a table with `a | b` columns; each of `said` must occur in one of the problems. An
    example without `kept` is a sheet of which every line is kept and every heading known.
    """

    sheet: str
    title: str = "a small sheet"
    kept: str = ""
    said: tuple[str, ...] = ()


# Stages of a contracting process, as the Open Contracting Data Standard knows them, in their order.
STAGES = ("planning", "tender", "offers", "contract", "change", "settlement")
PARTS = (
    "stage", "title", "number", "on", "supplier", "amount", "estimate", "before", "method", "until",
    "won", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Category:
    """What must be public in one kind of sheet: one item of its pack.

    `number` is its place in the pack (“3.2”), `heading` the heading that it stands under. `kinds`
    are the kinds of unit that owe it, `exemptions` the codes of the reasons for which it may stay
    unpublished. Kept for `retention_months` after publication, or for ever where they are 0.
    `about` says what belongs in it. With `guess`, a sheet of unknown kind may be taken for it.
    `contracting` says which stage of a contracting process its lines are, and which field is what
    in it: see STAGES and PARTS.
    What `proves` others (the bank's statement) is compared with them, and nobody owes it.
    """

    code: str
    title: Text
    pack: str
    version: str
    basis: Text
    fields: tuple[Field, ...]
    period: Period = "month"
    due: str = ""
    entered_by: str = "enter"
    reviewed_by: str = "review"
    feeds: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    contracting: dict[str, str] = dataclasses.field(default_factory=dict)
    nil: bool = True
    visibility: Literal["public", "residents", "staff"] = "public"
    currency: str = ""
    number: str = ""
    heading: Text | None = None
    second_review: bool = False
    retention_months: int = 0
    exemptions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    proves: Literal["", "bank", "accounts"] = ""
    about: Text | None = None
    guess: bool = False
    examples: tuple[Example, ...] = ()

    def __post_init__(self) -> None:
        for check in CHECKS:
            check(self)

    @cached_property
    def spellings(self) -> dict[str, tuple[str, int]]:
        """Return which field each spelling of a heading fits, and how much it is trusted."""
        return {
            spelling: (one.name, rank)
            for one in self.fields
            for spelling, rank in one.spellings().items()
        }

    def field(self, name: str) -> Field:
        """Return a field by its name."""
        return next(one for one in self.fields if one.name == name)

    @property
    def figures(self) -> tuple[Field, ...]:
        """Return the required numeric fields: completeness counts these alone."""
        return tuple(one for one in self.fields if one.required and one.kind in _NUMERIC)

    def role(self, role: Role) -> Field | None:
        """Return the field that plays a part, if one does."""
        return next((one for one in self.fields if one.role == role), None)


def _names_once(category: Category) -> None:
    """Refuse two fields of one name."""
    for name, times in Counter(one.name for one in category.fields).items():
        if times > 1:
            raise ValueError(f"two fields are called “{name}”")


def _headings_once(category: Category) -> None:
    """Refuse a heading that would fit two fields: which of them is meant nobody could say."""
    owner: dict[str, str] = {}
    for one in category.fields:
        for spelling in one.spellings():
            if owner.setdefault(spelling, one.name) != one.name:
                raise ValueError(f"“{spelling}” fits both {owner[spelling]} and {one.name}")


def _roles_once(category: Category) -> None:
    """Refuse two fields for one part, and a part of the wrong kind."""
    kinds = dict.fromkeys(_MONEY_ROLES, "money") | {"day": "day"}
    roles = [one for one in category.fields if one.role]
    for role, times in Counter(one.role for one in roles).items():
        if times > 1:
            raise ValueError(f"two fields have the role “{role}”")
    for one in roles:
        if one.kind != kinds.get(one.role, one.kind):
            raise ValueError(f"{one.name}: the role {one.role} needs the kind {kinds[one.role]}")


def _names_known(category: Category) -> None:
    """Refuse a name that no field has."""
    names = {one.name for one in category.fields}
    said = {name for one in category.fields for name in (one.stand_in, one.per) if name}
    said |= {name for columns in category.feeds.values() for name in columns.values()}
    for name in sorted(said - names):
        raise ValueError(f"no field is called “{name}”")


def _contracting_known(category: Category) -> None:
    """Refuse a stage that is none, and a part that no process has or no field plays."""
    said = category.contracting
    if not said:
        return
    if said.get("stage") not in STAGES:
        raise ValueError(f"contracting: the stage is one of {', '.join(STAGES)}")
    names = {one.name for one in category.fields}
    for part, name in said.items():
        if part not in PARTS:
            raise ValueError(f"contracting: there is no “{part}”; there are {', '.join(PARTS)}")
        if part != "stage" and name not in names:
            raise ValueError(f"contracting: no field is called “{name}”")
    for part in ("title", "on"):
        if part not in said:
            raise ValueError(f"contracting: it must say which field is the {part}")


def _contracting_fits(category: Category) -> None:
    """Refuse a part of a process whose field holds something else: a day, an amount."""
    kinds = {one.name: one.kind for one in category.fields}
    needed = dict.fromkeys(("on", "until"), "day")
    needed |= dict.fromkeys(("amount", "estimate", "before"), "money")
    for part, name in category.contracting.items():
        if kinds.get(name) != needed.get(part, kinds.get(name)):
            raise ValueError(f"contracting: the {part} needs a field of the kind {needed[part]}")


def _currency_known(category: Category) -> None:
    """Refuse a currency that is not one."""
    if category.currency and category.currency not in MINOR:
        raise ValueError(f"“{category.currency}” is not a currency of ISO 4217")


def _due_fits(category: Category) -> None:
    """Refuse a due date that is no rule, or none for this period."""
    if not category.due:
        return
    try:
        kind = kind_of(category.due)
    except NotDueRule as error:
        raise ValueError(str(error)) from error
    if kind != PERIODS[category.period]:
        rule = f"{PERIODS[category.period]}, …"
        raise ValueError(
            f"what is published {category.period} is due “{rule}”, not “{category.due}”"
        )


CHECKS = (
    _names_once,
    _headings_once,
    _roles_once,
    _names_known,
    _contracting_known,
    _contracting_fits,
    _currency_known,
    _due_fits,
)
