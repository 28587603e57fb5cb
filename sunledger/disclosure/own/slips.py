"""Slips, one a household: made from a list that is read once and kept nowhere."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sunledger.core import privacy
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import Cell
from sunledger.core.spans import months_after
from sunledger.core.workbook import open_sheets
from sunledger.disclosure.models import Slip, SlipHandle
from sunledger.disclosure.own import codes
from sunledger.disclosure.refusals import Incomplete, NotAllowed, NotNow
from sunledger.units import access
from sunledger.units.models import Power, Unit, User

_NOBODY = gettext_noop(
    "No line holds an identity number or a bank account under its heading. Take over the headings "
    "with the lines."
)
_TOO_MANY = gettext_noop("These are %(count)s households; at most %(most)s slips are made at once.")

_OFF = gettext_noop("On this site nobody can look for their own lines, so no slips are made.")
_EXACT = 10**15  # a number cell holds so many figures


class Household(NamedTuple):
    """Whom a slip is for, and the numbers by which lists know them."""

    name: str
    numbers: tuple[str, ...]


class Printed(NamedTuple):
    """A slip as it is printed once."""

    name: str
    code: str
    until: date


class Made(NamedTuple):
    """The slips of a list, and how many of its lines named nobody."""

    slips: list[Printed]
    without: int


def households(content: bytes, file_name: str) -> tuple[list[Household], int]:
    """Return the households of a list, and how many of its lines hold no number of a person."""
    found: dict[str, Household] = {}
    without = 0
    for sheet in open_sheets(content, file_name):
        heads: Sequence[str] = ()
        for row in sheet.rows:
            cells = [_text(cell) for cell in row.cells]
            one = _household(cells, heads)
            if one.numbers:
                found.setdefault(one.numbers[0], one)
            elif not heads and sum(map(bool, cells)) > 1:
                heads = cells
            elif any(cells):
                without += 1
    return list(found.values()), without


def make(*, unit: Unit, content: bytes, file_name: str, by: User, on: date | None = None) -> Made:
    """Make a slip for every household of a list; return them, since they are never shown again.

    A household that had a slip has a new one, and the code before it opens nothing any more.
    """
    on = on or timezone.localdate()
    post = access.post_for(by, Power.ENTER, unit, on) or access.post_for(by, Power.REVIEW, unit, on)
    if post is None:
        raise NotAllowed(Power.ENTER, unit)
    if not settings.SUNLEDGER_OWN_LINES["kept_months"]:
        raise NotNow(_OFF)
    found, without = households(content, file_name)
    most = settings.SUNLEDGER_OWN_LINES["slips_at_once"]
    if not found:
        raise Incomplete(_NOBODY)
    if len(found) > most:
        raise Incomplete(_TOO_MANY, count=str(len(found)), most=str(most))
    # The slow part stands outside the transaction, in which others would wait for it.
    ready = [(one.name, _handles(one.numbers, unit)) for one in found]
    until = months_after(on, settings.SUNLEDGER_OWN_LINES["kept_months"])
    who = {"unit": unit, "made_on": on, "until": until, "made_post": post, "made_by": by}
    with transaction.atomic():
        slips = [_slip(name, handles, Slip(**who)) for name, handles in ready]
    return Made(slips, without)


def count(unit: Unit, on: date) -> tuple[int, date | None]:
    """Return how many households of a unit hold a slip, and when one was made last."""
    standing = Slip.objects.filter(unit=unit, until__gt=on)
    last = standing.order_by("-made_on").values_list("made_on", flat=True).first()
    return standing.count(), last


def _text(cell: Cell) -> str:
    """Return a cell in words; a whole number without the decimals that a spreadsheet gives it."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _household(cells: Sequence[str], heads: Sequence[str]) -> Household:
    """Return whom a line is about; without numbers where it names none."""
    heads = [*heads, *[""] * len(cells)]
    known = [codes.number_in(cell, head) for cell, head in zip(cells, heads, strict=False)]
    numbers = sorted(filter(None, known), key=codes.is_identity, reverse=True)
    name = next((cell for cell in cells if privacy.is_person(cell)), "")
    return Household(name, tuple(dict.fromkeys(numbers)))


def _handles(numbers: Iterable[str], unit: Unit) -> list[str]:
    return [codes.handle(number, unit, codes.site_keys()[0]) for number in numbers]


def _slip(name: str, handles: list[str], slip: Slip) -> Printed:
    """Keep a slip: it takes over the numbers of the one before, and no other household's."""
    former = SlipHandle.objects.filter(handle=handles[0]).values_list("slip_id", flat=True).first()
    if former:
        handles = [
            *handles,
            *SlipHandle.objects.filter(slip=former).values_list("handle", flat=True),
        ]
        Slip.objects.filter(pk=former).delete()
    code = codes.new_code()
    slip.digest = codes.digest(code, slip.unit, codes.site_keys()[0])
    slip.save()
    taken = set(SlipHandle.objects.filter(handle__in=handles).values_list("handle", flat=True))
    free = [one for one in dict.fromkeys(handles) if one not in taken]
    SlipHandle.objects.bulk_create(SlipHandle(slip=slip, handle=one) for one in free)
    return Printed(name, codes.words(code), slip.until)
