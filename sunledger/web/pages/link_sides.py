"""Both records of a link side by side: each value with the row that says it, and the codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from sunledger.disclosure.models import Record
from sunledger.screening.linkage.firmcodes import CREDIT, LEI, PERU, SPAIN, kind, one_form
from sunledger.screening.models import Link
from sunledger.screening.shapes import PAYMENTS
from sunledger.web.pages.link_words import listed, shown, table_title
from sunledger.web.templatetags.sun import day

Seen = Mapping[str, Any]  # how a name stood in the tables, as it is kept with a link
To = Callable[[Seen, str, str], str]  # the address of the row that says a value of a kind
_CREDIT_LONG = 18
_KINDS = {
    CREDIT: gettext_noop("unified social credit code"),
    LEI: gettext_noop("legal entity identifier"),
    PERU: gettext_noop("tax number of Peru"),
    SPAIN: gettext_noop("tax number of Spain"),
}


class Value(NamedTuple):
    """One thing that a record says, and the address of the row that says it."""

    text: str
    address: str = ""


class Line(NamedTuple):
    """One thing that both records say: what it is, each side, and whether they agree."""

    title: str
    left: list[Value]
    right: list[Value]
    agree: str


class Code(NamedTuple):
    """A code of either side: where it stands, whether it is valid, and who else bears it."""

    number: str
    left: list[Value]
    right: list[Value]
    check: str
    is_sure: bool
    others: str
    is_shared: bool


def rows_of(link: Link, *sides: Seen) -> To:
    """Return what gives the address of the row behind a value; published rows have their page."""
    kept = [row for one in sides for values in _rows(one).values() for row in values.values()]
    codes = {code for table, code in kept if table == PAYMENTS.name}
    public = set(Record.objects.public().filter(code__in=codes).values_list("code", flat=True))

    def to(seen: Seen, what: str, value: str) -> str:
        table, code = _rows(seen).get(what, {}).get(value, ("", ""))
        if table == PAYMENTS.name:
            return record_address(code, link) if code in public else ""
        return (
            f"{reverse('desk_link_rows', args=[link.code])}#{anchor(table, code)}" if code else ""
        )

    return to


def record_address(code: str, link: Link) -> str:
    """Return the address of a published row, from which one comes back to the link."""
    return f"{reverse('record', args=[code])}?{urlencode({'pair': link.code})}"


def anchor(table: str, code: str) -> str:
    """Return what a held row is called on the page of rows."""
    return quote(f"{table}-{code}", safe="")


def _rows(seen: Seen) -> dict[str, dict[str, list[str]]]:
    return seen.get("rows", {})  # type: ignore[no-any-return]


def lines(left: Seen, right: Seen, to: To) -> Iterator[Line]:
    """Give what the tables said of both."""
    for title, of, agree in (
        (_("Number"), _numbers, _alike),
        (_("Spellings"), _spellings, _written),
        (_("Where it stands"), _tables, _nothing),
        (_("Units"), _bodies, _shared),
        (_("Days"), _days, _in_time),
    ):
        mine, theirs = of(left, to), of(right, to)
        if mine and theirs:
            yield Line(title, mine, theirs, agree(left, right))
        elif mine or theirs:
            yield Line(title, mine, theirs, _("not given on both sides"))


def _alike(left: Seen, right: Seen) -> str:
    mine, theirs = (
        {one_form(number) or number for number in side["numbers"]} for side in (left, right)
    )
    if mine == theirs:
        return _("the same")
    return _("some are the same") if mine & theirs else _("differs")


def _written(left: Seen, right: Seen) -> str:
    same = left.get("names") == right.get("names")
    return _("the same") if same else _("written differently")


def _nothing(_left: Seen, _right: Seen) -> str:
    """Return that there is nothing to agree in: one firm stands in many tables."""
    return "–"


def _shared(left: Seen, right: Seen) -> str:
    """Return whether both stand with the same units, or with some of them."""
    mine, theirs = {*left.get("bodies", [])}, {*right.get("bodies", [])}
    if mine == theirs:
        return _("the same")
    return _("some are the same") if mine & theirs else _("differs")


def _in_time(left: Seen, right: Seen) -> str:
    """Return whether both are met at one time, or one after the other, as after a new name."""
    apart = left["last"] < right["first"] or right["last"] < left["first"]
    return _("one after the other") if apart else _("at the same time")


def _numbers(seen: Seen, to: To) -> list[Value]:
    return [Value(shown(one), to(seen, "numbers", one)) for one in seen.get("numbers", [])]


def _spellings(seen: Seen, to: To) -> list[Value]:
    return [Value(shown(one), to(seen, "names", one)) for one in seen.get("names", [])]


def _tables(seen: Seen, to: To) -> list[Value]:
    return [
        Value(in_table(name, rows), to(seen, "tables", name))
        for name, rows in seen.get("tables", {}).items()
    ]


def in_table(name: str, rows: int) -> str:
    """Return in words how many rows of a table there are."""
    words = ngettext("%(table)s: %(rows)s row", "%(table)s: %(rows)s rows", rows)
    return words % {"table": table_title(name), "rows": number_format(rows, force_grouping=True)}


def _bodies(seen: Seen, to: To) -> list[Value]:
    more = seen.get("more_bodies", 0)
    rest = [Value(_("and %(count)s more") % {"count": more})] if more else []
    return [*(Value(one, to(seen, "bodies", one)) for one in seen.get("bodies", [])), *rest]


def _days(seen: Seen, to: To) -> list[Value]:
    if not seen.get("first"):
        return []
    first = Value(day(seen["first"]), to(seen, "days", "first"))
    if seen["first"] == seen["last"]:
        return [first]
    last = Value(_("to %(last)s") % {"last": day(seen["last"])}, to(seen, "days", "last"))
    return [first, last]


def codes(left: Seen, right: Seen, to: To) -> list[Code]:
    """Return the codes of both names, one that both bear first."""
    forms: dict[str, tuple[list[str], list[str]]] = {}
    for side, seen in enumerate((left, right)):
        for number in seen.get("numbers", []):
            forms.setdefault(one_form(number) or number, ([], []))[side].append(number)
    order = sorted(forms, key=lambda one: (not all(forms[one]), not kind(one_form(one)), one))
    return [_code(form, forms[form], (left, right), to) for form in order]


def _code(form: str, typed: tuple[list[str], list[str]], seen: tuple[Seen, Seen], to: To) -> Code:
    """Return what is known of one code, however each side types it."""
    left, right = (
        [value for number in numbers for value in _stands(one, number, form, to)]
        for numbers, one in zip(typed, seen, strict=True)
    )
    counts = [
        _kept(one, number).get("others")
        for numbers, one in zip(typed, seen, strict=True)
        for number in numbers[:1]
    ]
    known = [one for one in counts if one is not None]
    # Each counts the other name among those who bear the code.
    others = max(known) - all(typed) if known else None
    such_as = _kept(seen[0], (typed[0] or [""])[0]).get("such_as") or _kept(
        seen[1], (typed[1] or [""])[0]
    ).get("such_as", [])
    names = {*seen[0].get("names", ()), *seen[1].get("names", ())}
    check, is_sure = _check(form)
    told = _others(others, [shown(one) for one in such_as if one not in names])
    return Code(shown(form), left, right, check, is_sure, told, bool(others))


def _stands(seen: Seen, number: str, form: str, to: To) -> Iterator[Value]:
    """Give where a code stands beside a name, and how it is typed there where otherwise."""
    typed = f" ({number})" if number != form else ""
    found = _kept(seen, number).get("tables", {})
    address = to(seen, "numbers", number)
    for table, rows in found.items():
        yield Value(in_table(table, rows) + typed, address)
    if not found:
        yield Value(_("stands there") + typed, address)


def _kept(seen: Seen, number: str) -> dict[str, Any]:
    return seen.get("codes", {}).get(number, {})  # type: ignore[no-any-return]


def _check(form: str) -> tuple[str, bool]:
    """Return in words whether a code can be right, and whether it is sure."""
    if not one_form(form):
        return _("No code: it is filled in where none is known."), False
    if which := kind(one_form(form)):
        return _("Valid: the check digit is right (%(kind)s).") % {"kind": _(_KINDS[which])}, True
    if len(form) == _CREDIT_LONG:
        return _("Not valid: the check digit is wrong."), False
    return _("No check digit confirms it: an old number, or one of the unit's own."), False


def _others(number: int | None, names: Iterable[str]) -> str:
    """Return in words how many other names bear a code."""
    if number is None:
        return _("Not counted when this was looked at.")
    if not number:
        return _("No other name bears it.")
    words = ngettext("%(n)s other name bears it", "%(n)s other names bear it", number)
    such_as = listed(names)
    return words % {"n": number_format(number, force_grouping=True)} + (
        _(": %(names)s.") % {"names": such_as} if such_as else _(".")
    )


def says_nothing(found: Iterable[Code]) -> bool:
    """Whether a code that both bear shows nothing: others bear it too, or it is none."""
    both = [one for one in found if one.left and one.right]
    return bool(both) and all(one.is_shared or not one.is_sure for one in both)
