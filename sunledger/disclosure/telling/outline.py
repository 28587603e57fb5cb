"""What can be told of a category, by its shape alone: any category of any pack, changed or not."""

import re
from dataclasses import dataclass
from typing import Literal

from sunledger.disclosure.shape import Category, Field, Role
from sunledger.disclosure.table.headings import words

Way = Literal["out", "in", ""]  # whether what is added up was paid, or received, or neither
MONTHS = "month"  # what lines are grouped by where their day says it
BALANCE: tuple[Role, ...] = ("opening", "income", "spent", "closing")
# Amounts that mean nothing added up: the price of one, a rate, an offer of which one is taken.
_OF_ONE = re.compile(
    r"单价|标准|每|报价|收费|均价|\b(?:rate|offer|fee|bid|each|per)\b|price of (?:one|the meal)",
    re.IGNORECASE,
)
# The heading of a column that sorts lines into few sorts: 支出科目, 类别, fund.
_SORTS = re.compile(r"科目|类别|类型|种类|\b(?:kind|type|heading|category)\b", re.IGNORECASE)
_PAYERS = frozenset(map(words, ("payer", "付款单位", "付款人", "付款方", "缴款人", "交款人")))
_PAYEES = frozenset(map(words, ("payee", "收款单位", "收款人", "收款方", "领款人")))


# By the category itself, which holds a dictionary and so cannot be looked up by what it says.
_OUTLINES: dict[int, tuple[Category, "Outline"]] = {}
_MOST = 2000


@dataclass(frozen=True)
class Outline:
    """What is told of the sheets of one category.

    `names` is false where the lines are about persons: then nobody is singled out, by name or by
    the size of a line. `party` is whom the money went to or came from, where it may be named.
    """

    amount: Field | None
    adds_up: bool
    way: Way
    balance: tuple[Field, ...]
    names: bool
    party: Field | None
    purpose: Field | None
    groups: tuple[Field, ...]  # the best first
    day: Field | None


def outline(shape: Category) -> Outline:
    """Return what can be told of a category's sheets."""
    known = _OUTLINES.get(id(shape))
    if known is None or known[0] is not shape:
        if len(_OUTLINES) > _MOST:
            _OUTLINES.clear()
        known = _OUTLINES[id(shape)] = (shape, _of(shape))
    return known[1]


def _of(shape: Category) -> Outline:
    amount, party = shape.role("amount"), shape.role("party")
    names = not (party and party.mask) and not any(one.sensitive for one in shape.fields)
    balance = tuple(field for role in BALANCE if (field := shape.role(role)))
    purpose = _told(shape.role("purpose"))
    named = party if names else None
    sorts = [one for one in shape.fields if names and _is_sort(one)][:1]
    return Outline(
        amount=amount,
        adds_up=bool(amount and not is_of_one(amount)),
        way=_way(shape, party),
        balance=balance if len(balance) == len(BALANCE) else (),
        names=names,
        party=named,
        purpose=purpose if names else None,
        groups=tuple(one for one in (*sorts, named, purpose if names else None) if one),
        day=shape.role("day"),
    )


def is_of_one(amount: Field) -> bool:
    """Whether an amount is the price of one thing, so that nothing is said by adding it up."""
    return bool(amount.per or _OF_ONE.search(f"{amount.title.zh} {amount.title.en}"))


def _way(shape: Category, party: Field | None) -> Way:
    """Return whether the money went out or came in, as far as the shape says it."""
    spellings = party.spellings().keys() if party else frozenset[str]()
    if "payments" in shape.feeds or (_PAYEES & spellings and not _PAYERS & spellings):
        return "out"
    return "in" if _PAYERS & spellings and not _PAYEES & spellings else ""


def _told(field: Field | None) -> Field | None:
    """Return a field whose words may be repeated outside of its line."""
    if field is None or field.personal or field.mask or field.kind == "person" or field.sensitive:
        return None
    return field


def _is_sort(field: Field) -> bool:
    """Whether a field sorts the lines into few sorts."""
    if field.role or _told(field) is None:
        return False
    if field.kind == "choice":
        return True
    return field.kind == "text" and bool(_SORTS.search(f"{field.title.zh} {field.title.en}"))
