"""The wall map of tasks, on the desk and in public: months across, units down, lights as shapes."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sunledger.drives.drive import DRIVES
from sunledger.ledger import wall
from sunledger.ledger.clock import Light, lit, pressed, pressing
from sunledger.ledger.models import Item, ItemQuerySet, State
from sunledger.units.access import first
from sunledger.units.models import Unit
from sunledger.web.gates import desk, paged, person, public
from sunledger.web.pages.crumbs import Crumb, over
from sunledger.web.pages.desk_overdue import in_reach, led


class Asked(NamedTuple):
    """What a wall is asked to show: which items about which unit, from which month on."""

    items: ItemQuerySet
    unit: Unit
    month: date
    ended: bool
    drive: str
    place: str  # of the page: "wall" or "desk_wall"

    def query(self, **more: str) -> str:
        """Return the address' question for this wall, with something more."""
        said = {"from": f"{self.month:%Y-%m}", "drive": self.drive}
        said |= {"ended": "1"} if self.ended else {}
        return urlencode({name: value for name, value in (said | more).items() if value})


@public
def wall_public(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show the wall of what the world may follow."""
    return _wall(request, _asked_in_public(request, code))


@public
def wall_public_rows(request: HttpRequest, code: str) -> HttpResponse:
    """Show the items of a field of the public wall."""
    return _rows(request, _asked_in_public(request, code))


@desk
def wall_desk(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show the wall of what a person's posts lead."""
    return _wall(request, _asked_on_desk(request, code))


@desk
def wall_desk_rows(request: HttpRequest, code: str) -> HttpResponse:
    """Show the items of a field of the desk's wall."""
    return _rows(request, _asked_on_desk(request, code))


def _asked_in_public(request: HttpRequest, code: str) -> Asked:
    top = Unit.objects.filter(parent=None).order_by("code").first()
    unit = first(Unit.objects.all(), code=code) if code else top
    if unit is None:
        raise Http404
    return _asked(request, in_the_open(), unit, "wall")


def in_the_open() -> ItemQuerySet:
    """Return the items whose title the world may read; what was referred is sealed."""
    return Item.objects.in_public().exclude(state=State.REFERRED)


def _asked_on_desk(request: HttpRequest, code: str) -> Asked:
    user = person(request)
    return _asked(request, in_reach(user), led(user, code), "desk_wall")


def _asked(request: HttpRequest, items: ItemQuerySet, unit: Unit, place: str) -> Asked:
    """Return what the address asks for; what it says of no sense is taken as not said."""
    drive = request.GET.get("drive", "")
    if drive in DRIVES:
        known = DRIVES[drive]
        items = items.in_drive(drive, known.kinds, known.starts, known.last_day)
    ended = request.GET.get("ended") == "1"
    return Asked(
        wall.shown(items, unit, ended=ended),
        unit,
        _month(request.GET.get("from", "")),
        ended,
        drive if drive in DRIVES else "",
        place,
    )


def _month(said: str) -> date:
    """Return the first day of a month as an address says it, else of this month."""
    try:
        day = date.fromisoformat(f"{said}-01")
    except ValueError:
        day = timezone.localdate()
    return wall.shifted(day if 1900 < day.year < 2200 else timezone.localdate(), 0)


def _wall(request: HttpRequest, asked: Asked) -> HttpResponse:
    context = {
        **_common(asked),
        "wall": wall.wall(asked.items, asked.unit, asked.month, timezone.localdate()),
        "before": asked.query(**{"from": f"{wall.shifted(asked.month, -wall.MONTHS):%Y-%m}"}),
        "after": asked.query(**{"from": f"{wall.shifted(asked.month, wall.MONTHS):%Y-%m}"}),
        "drives": DRIVES.values(),
        "lights": list(Light),
        "month": f"{asked.month:%Y-%m}",
        "crumbs": _crumbs(asked),
    }
    return render(request, "wall.html", context)


def _rows(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the items of one field, or of a line, of a light or of all."""
    items, column = asked.items, request.GET.get("column", "")
    if request.GET.get("own") == "1":
        items = items.filter(unit=asked.unit)
    if column in wall.columns(asked.month):
        items = items.filter(wall.in_column(column, asked.month))
    today = timezone.localdate()
    light = request.GET.get("light", "")
    if light in Light.values:
        items = items.filter(pk__in=lit(items, today).filter(light=light).values("pk"))
    page = paged(request, pressing(items, today))
    context = {
        **_common(asked),
        "page": page,
        "rows": pressed(page, today),
        "column": column,
        "light": Light(light) if light in Light.values else None,
        "item_page": "desk_item" if asked.place == "desk_wall" else "item",
        "crumbs": [*_crumbs(asked, last=False), Crumb(_("Items"))],
    }
    return render(request, "wall_rows.html", context)


def _common(asked: Asked) -> dict[str, Any]:
    return {
        "unit": asked.unit,
        "place": f"{asked.place}_in",
        "rows_place": f"{asked.place}_rows",
        "query": asked.query(),
        "ended": asked.ended,
        "drive": asked.drive,
    }


def _crumbs(asked: Asked, *, last: bool = True) -> list[Crumb]:
    """Return the way down to the unit of the wall; on the desk no higher than one leads."""
    above = over(asked.unit) if asked.place == "wall" else []
    way = [Crumb(str(unit), _address(asked, unit)) for unit in above]
    here = Crumb(str(asked.unit), "" if last else _address(asked, asked.unit))
    return [Crumb(_("Wall map"), reverse(asked.place)), *way, here]


def _address(asked: Asked, unit: Unit) -> str:
    return f"{reverse(f'{asked.place}_in', args=[unit.code])}?{asked.query()}"
