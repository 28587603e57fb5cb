"""What is asked of a table, read from an address: a sentence where it makes no sense."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sunledger.core.days import read_day
from sunledger.core.money import read_money
from sunledger.core.problem import Refused, gettext_noop, shorten
from sunledger.disclosure.category import Category, Field
from sunledger.disclosure.lines.words import Word, plain, word_of, words_of
from sunledger.disclosure.models import Batch
from sunledger.disclosure.period import read_period
from sunledger.units.models import Unit

Reach = Literal["own", "small", "large", "all"]  # how many of all units lie in a branch
SORTS = ("period", "day", "amount", "party")
_SPANS = ("from", "to", "day_from", "day_to", "amount_from", "amount_to")
FIXED = frozenset(("q", *_SPANS, "currency", "sort", "after", "before", "sum"))
_CODE = re.compile(r"[a-z2-7]{26}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_LONGEST = 200
_SMALL = 100  # a branch with one unit in so many of all, or fewer, is small
_UNKNOWN = gettext_noop("A table is not asked for “%(name)s”. Leave it out of the address.")
_NO_SORT = gettext_noop("A table is not sorted by “%(text)s”. It can be by: %(known)s.")
_NO_PLACE = gettext_noop("“%(text)s” is the code of no line. Go back to the first page.")
_NO_WORD = gettext_noop("“%(text)s” holds no letter and no digit that could be looked for.")
_NO_ANSWER = gettext_noop("“%(text)s” is none of the answers here: %(answers)s.")
_NO_CURRENCY = gettext_noop("“%(text)s” is no currency. Write it like CNY.")
_TOO_LONG = gettext_noop("What is looked for may have %(limit)s signs.")
_BACKWARD = gettext_noop("“From” lies after “to”. Change one of them.")


class Unclear(Refused):
    """A question that makes no sense as it was asked."""


@dataclass(frozen=True)
class Span:
    """From, to, either open; with both ends, unless `below` says where it stops short."""

    first: str | int | date | None = None
    last: str | int | date | None = None
    below: str | None = None

    def __bool__(self) -> bool:
        return not (self.first is None and self.last is None and self.below is None)


@dataclass(frozen=True)
class Asked:
    """A category's lines: of which units or sheet, which of them, in which order, from where on."""

    shape: Category
    unit: Unit | None = None
    reach: Reach = "all"
    batch: Batch | None = None
    words: tuple[Word, ...] = ()
    texts: dict[str, Word] = field(default_factory=dict)  # field: what it contains
    exact: dict[str, str] = field(default_factory=dict)  # field: what it is
    period: Span = Span()
    day: Span = Span()
    amount: Span = Span()
    currency: str = ""
    sort: str = ""  # "-amount": the largest first; "" lets the question decide
    after: str = ""
    before: str = ""
    whole_sum: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing is asked that the prepared sums do not know."""
        asked = self.words or self.texts or self.exact or self.day or self.amount
        return not asked and self.batch is None


def reach_of(unit: Unit | None) -> Reach:
    """Return how much of the tree a unit's branch holds."""
    if unit is None:
        return "all"
    if not Unit.objects.filter(parent=unit).exists():
        return "own"
    below, of_all = Unit.objects.below(unit).count(), Unit.objects.count()
    if below == of_all:
        return "all"
    return "small" if below * _SMALL <= of_all + _SMALL else "large"


def sorts_of(shape: Category) -> list[str]:
    """Return by what the lines of a category can be sorted."""
    return ["period", *(role for role in SORTS[1:] if shape.role(role))]  # type: ignore[arg-type]


def text_fields(shape: Category) -> list[Field]:
    """Return the fields that are looked for by a part of their text."""
    return [one for one in shape.fields if one.kind != "choice"]


def read(
    given: Mapping[str, str], shape: Category, unit: Unit | None = None, batch: Batch | None = None
) -> Asked:
    """Return what an address asks for; empty parts ask for nothing, unknown ones are refused."""
    parts = {name: text for name, text in given.items() if text.strip()}
    for name, text in parts.items():
        _need_known(name, shape)
        if len(text) > _LONGEST:
            raise Unclear(_TOO_LONG, limit=str(_LONGEST))
    fields = [one.name for one in shape.fields]
    return Asked(
        shape=shape,
        unit=unit,
        reach=reach_of(unit),
        batch=batch,
        words=tuple(_words(parts.get("q", ""))),
        texts={name: _word(parts[f"f.{name}"]) for name in fields if f"f.{name}" in parts},
        exact={
            one.name: _exact(parts[f"is.{one.name}"], one)
            for one in shape.fields
            if f"is.{one.name}" in parts
        },
        period=_periods(parts, shape),
        day=_span(*(_day(parts.get(name, "")) for name in ("day_from", "day_to"))),
        amount=_span(*(_money(parts.get(n, ""), shape) for n in ("amount_from", "amount_to"))),
        currency=_matching(_CURRENCY, parts.get("currency", ""), _NO_CURRENCY),
        sort=_sort(parts.get("sort", ""), shape),
        after=_matching(_CODE, parts.get("after", ""), _NO_PLACE),
        before=_matching(_CODE, parts.get("before", ""), _NO_PLACE),
        whole_sum=parts.get("sum") == "1",
    )


def _need_known(name: str, shape: Category) -> None:
    """Refuse a part that no table knows, or that this one has no column for."""
    kind, _dot, column = name.partition(".")
    known = any(one.name == column for one in shape.fields)
    roles = {"day_from": "day", "day_to": "day", "amount_from": "amount", "amount_to": "amount"}
    if name in roles:
        known = shape.role(roles[name]) is not None  # type: ignore[arg-type]
    if name not in FIXED | roles.keys() and not (kind in ("f", "is") and known):
        raise Unclear(_UNKNOWN, name=shorten(name))
    if name in roles and not known:
        raise Unclear(_UNKNOWN, name=shorten(name))


def _words(text: str) -> list[Word]:
    found = words_of(text)
    if text.strip() and not found:
        raise Unclear(_NO_WORD, text=shorten(text))
    return found


def _word(text: str) -> Word:
    word = word_of(text)
    if not word.text:
        raise Unclear(_NO_WORD, text=shorten(text))
    return word


def _exact(text: str, one: Field) -> str:
    """Return what a field is to be; a choice by its code."""
    if one.kind == "choice" and text not in (codes := [choice.code for choice in one.choices]):
        raise Unclear(_NO_ANSWER, text=shorten(text), answers=", ".join(codes))
    return text if one.kind == "choice" or one.role == "party" else plain(text)


def _periods(parts: Mapping[str, str], shape: Category) -> Span:
    """Return the periods from one to another; a year alone means all of it."""
    first, last = parts.get("from", "").strip(), parts.get("to", "").strip()
    year = re.compile(r"\d{4}", re.ASCII)
    begin = first if not first or year.fullmatch(first) else read_period(first, shape)
    if last and year.fullmatch(last):
        span = Span(begin or None, None, str(int(last) + 1).zfill(4))
    else:
        span = Span(begin or None, read_period(last, shape) if last else None)
    begins, ends, below = str(span.first or ""), str(span.last or ""), span.below or ""
    if begins and ((ends and begins > ends) or (below and begins >= below)):
        raise Unclear(_BACKWARD)
    return span


def _span(first: int | date | None, last: int | date | None) -> Span:
    if first is not None and last is not None and first > last:  # type: ignore[operator]
        raise Unclear(_BACKWARD)
    return Span(first, last)


def _day(text: str) -> date | None:
    return read_day(text.strip()) if text.strip() else None


def _money(text: str, shape: Category) -> int | None:
    return read_money(text.strip(), shape.currency or "CNY") if text.strip() else None


def _sort(text: str, shape: Category) -> str:
    known = sorts_of(shape)
    if text and text.removeprefix("-") not in known:
        raise Unclear(_NO_SORT, text=shorten(text), known=", ".join(known))
    return text


def _matching(pattern: re.Pattern[str], text: str, sentence: str) -> str:
    if text and not pattern.fullmatch(text):
        raise Unclear(sentence, text=shorten(text))
    return text
