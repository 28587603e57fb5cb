"""Hands on the sheets of labour that cannot have dug, and some that could."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sunledger.demo.planted.offices import Office, drawn
from sunledger.demo.planted.residents import Resident, bury, person
from sunledger.demo.planted.world import World, month

_ABOUT = ["hired_who_cannot"]


def plant(world: World) -> None:
    """Plant each at villages of its own."""
    villages = drawn(world, 35 * len(_PLANS), "village", least=2 * len(_PLANS))
    for n, office in enumerate(villages):
        _PLANS[n % len(_PLANS)](world, office)


def _hired(
    world: World, office: Office, key: object, name: object, months: Sequence[int], days: int
) -> list[str]:
    """Put somebody on the sheets of these months; return the codes of the rows."""
    told = {"person": key, "name": name, "site": "沟渠清淤", "days": days * 1_000}
    account = world.key("account of a hand", key)
    return [
        world.add(
            "labour",
            **office.who,
            **told,
            month=one,
            amount=days * 150_00,
            account=account,
        )
        for one in months
    ]


def _gone(world: World, office: Office) -> tuple[Resident, date]:
    """Return somebody of the village who died, and the day."""
    here = next(one for one in world.villages if one.code == office.code)
    one = person(world, (50, 66), village=here)
    died = date(2024, 9, 4) + timedelta(days=world.random.randrange(200))
    bury(world, one, died)
    return one, died


def _from_an_old_list(world: World, office: Office) -> None:
    """Copy the names from the list of years ago: one of them has died."""
    one, died = _gone(world, office)
    months = [month(died) + n for n in range(2, world.random.randrange(4, 7))]
    rows = _hired(world, office, one.person, one.name, months, 12)
    world.scheme("the dead on a sheet of labour", _ABOUT, rows)


def _children(world: World, office: Office) -> None:
    """Fill the sheet with the children of the house."""
    here = next(one for one in world.villages if one.code == office.code)
    one = person(world, (7, 13), village=here)
    months = [month(date(2024, 11, 1)) + n for n in range(3)]
    rows = _hired(world, office, one.person, one.name, months, 9)
    world.scheme("children on a sheet of labour", _ABOUT, rows)


def _salaried(world: World, besides: str) -> tuple[object, object, int]:
    """Return somebody with a full salary, the name, and a month for which it was paid."""
    kept = world.tables["payroll"]
    full = zip(kept["kind"], kept["full_time"], kept["arrears"], kept["body"], strict=True)
    places = [
        place
        for place, (kind, share, late, body) in enumerate(full)
        if (kind, share) == ("salary", 100) and not late and body != besides
    ]
    at = world.random.choice(places)
    return kept["person"][at], kept["name"][at], int(str(kept["month"][at]))


def _at_his_desk(world: World, office: Office) -> None:
    """Pay a clerk of the town for digging, though he sat at his desk."""
    who, name, paid = _salaried(world, office.code)
    rows = _hired(world, office, who, name, [paid], world.random.randrange(15, 23))
    world.scheme("a full salary, and hired by the day", _ABOUT, rows)


# Innocent ---------------------------------------------------------------------------------------


def _last_month(world: World, office: Office) -> None:
    """Somebody dug in the month in which they died."""
    one, died = _gone(world, office)
    rows = _hired(world, office, one.person, one.name, [month(died) - 1, month(died)], 2)
    world.look_alike("hired up to the month of death", _ABOUT, rows)


def _wrong_digit(world: World, office: Office) -> None:
    """A digit was typed wrongly, and the number is that of somebody dead, of another name."""
    one, died = _gone(world, office)
    rows = _hired(world, office, one.person, f"欧阳{one.name[-1]}", [month(died) + 3], 8)
    world.look_alike("a hand whose number was typed wrongly", _ABOUT, rows)


def _weekends(world: World, office: Office) -> None:
    """A teacher helps on some weekends."""
    who, name, paid = _salaried(world, office.code)
    rows = _hired(world, office, who, name, [paid], 4)
    world.look_alike("hired on weekends beside a post", _ABOUT, rows)


_PLANS = (
    _from_an_old_list,
    _last_month,
    _children,
    _wrong_digit,
    _at_his_desk,
    _weekends,
)
