"""Pay for nobody's work, and the secondments and sick leaves that look like it."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.offices import Office, another, drawn, months, person_name
from sunledger.demo.planted.staff import staff
from sunledger.demo.planted.world import World, month


def plant(world: World) -> None:
    """Plant each at bodies of its own."""
    kinds = ("town", "bureau", "school", "hospital", "company")
    bodies = drawn(world, 40 * len(_PLANS), *kinds, least=2 * len(_PLANS))
    for n, office in enumerate(bodies):
        _PLANS[n % len(_PLANS)](world, office)


def _paid(
    world: World, office: Office, word: str, first: int, many: int, **columns: object
) -> list[str]:
    """Pay somebody for some months and return the codes of the rows."""
    told: dict[str, object] = {
        "name": person_name(world.random),
        "amount": world.random.randrange(3_600, 7_000, 10) * 100,
        "kind": "salary",
        "full_time": 100,
        "account": world.key("account", word),
        "seconded": 0,
        "on_leave": 0,
        "arrears": 0,
    }
    return [
        world.add(
            "payroll", **office.who, person=world.key(word), month=month(one), **{**told, **columns}
        )
        for one in months()[first : first + many]
    ]


def _came(world: World, office: Office, word: str, first: int, many: int) -> None:
    """Write down that somebody came to work."""
    for one in months()[first : first + many]:
        days = world.random.randrange(17, 23) * 1_000
        world.add("attendance", **office.who, person=world.key(word), month=month(one), days=days)


def _ghost(world: World, office: Office) -> None:
    """Pay a cousin who never comes and whom nobody insures."""
    first, many = world.random.randrange(6), world.random.randrange(5, 12)
    rows = _paid(world, office, f"ghost {office.code}", first, many)
    world.scheme("pay for somebody who never comes", ["pay_without_trace"], rows)


def _dead(world: World, office: Office) -> None:
    """Go on paying a pensioner, or a colleague, who has died."""
    word, first = f"late {office.code}", world.random.randrange(3, 8)
    died = months()[first] + timedelta(days=world.random.randrange(25))
    world.add("deaths", person=world.key(word), died_on=died, registered_on=died, register="health")
    rows = _paid(world, office, word, 0, 17)
    _came(world, office, word, 0, first)
    world.scheme("paid on after death", ["pay_without_trace"], rows)


def _twice(world: World, office: Office) -> None:
    """Draw two full salaries at once."""
    other = another(world, office)
    word = staff(world, other)[3].word
    first, many = world.random.randrange(8), world.random.randrange(4, 10)
    rows = _paid(world, office, word, first, many)
    if world.random.random() < 0.5:
        _came(world, office, word, first, many)
    world.scheme("two full salaries", ["two_salaries"], rows)


def _invented_allowance(world: World, office: Office) -> None:
    """Pay an allowance that stands on no list, or more than the list allows."""
    name, amount = world.random.choice(
        (("值班慰问费", 500_00), ("考核超额奖", 900_00), ("交通补贴", 1_150_00))
    )
    rows = []
    for holder in staff(world, office)[: world.random.randrange(3, 9)]:
        told = {"kind": "allowance", "allowance": name, "amount": amount, "full_time": None}
        rows += _paid(world, office, holder.word, 6, 3, **told)
    world.scheme("an allowance on no list", ["allowance_off_list"], rows)


def _ill_all_at_once(world: World, office: Office) -> None:
    """Retire one's friends early, by papers from one doctor."""
    rows = []
    for n in range(world.random.randrange(7, 13)):
        on = date(2025, 3, 1) + timedelta(days=world.random.randrange(120))
        rows.append(
            world.add(
                "retirements",
                **office.who,
                person=world.key("friend", office.code, n),
                kind="ill health",
                on=on,
                closing=0,
            )
        )
    world.scheme("friends retired early", ["early_retirements"], rows)


# Innocent ---------------------------------------------------------------------------------------


def _seconded(world: World, office: Office) -> None:
    """Somebody is lent to another office, with a document; both payrolls know it for a while."""
    other = another(world, office)
    word = staff(world, other)[4].word
    rows = _paid(world, office, word, 5, 6, seconded=1)
    _came(world, office, word, 5, 6)
    world.look_alike("lent to another office", ["two_salaries", "pay_without_trace"], rows)


def _part_time(world: World, office: Office) -> None:
    """A doctor or a teacher gives some hours elsewhere; a month overlaps when somebody changes."""
    other = another(world, office)
    word = staff(world, other)[5].word
    rows = _paid(world, office, word, 3, 9, full_time=20)
    _came(world, office, word, 3, 9)
    world.look_alike("some hours elsewhere", ["two_salaries"], rows)


def _ill(world: World, office: Office) -> None:
    """Ill for half a year, with a document: paid, and not there."""
    word = f"ill {office.code}"
    rows = _paid(world, office, word, 6, 6, on_leave=1)
    world.add(
        "insured",
        person=world.key(word),
        employer=office.code,
        employer_name=office.name,
        first=month(date(2015, 1, 1)),
        last=month(date(2025, 12, 1)),
    )
    world.look_alike("ill for half a year", ["pay_without_trace"], rows)


def _arrears(world: World, office: Office) -> None:
    """Somebody who left, or died, is still owed something for an earlier time."""
    word = f"left {office.code}"
    _came(world, office, word, 0, 6)
    _paid(world, office, word, 0, 6)
    world.add(
        "insured",
        person=world.key(word),
        employer=office.code,
        employer_name=office.name,
        first=month(date(2015, 1, 1)),
        last=month(months()[5]),
    )
    rows = _paid(world, office, word, 8, 1, arrears=1)
    world.look_alike("owed for an earlier time", ["pay_without_trace", "two_salaries"], rows)


def _new_rate(world: World, office: Office) -> None:
    """An allowance is raised from a day, as the list says."""
    name = f"高温津贴{office.code[-5:]}"
    world.add(
        "allowances", allowance=name, most=200_00, since=date(2020, 1, 1), until=date(2025, 1, 1)
    )
    world.add("allowances", allowance=name, most=300_00, since=date(2025, 1, 1))
    rows = []
    for holder in staff(world, office)[:6]:
        told = {"kind": "allowance", "allowance": name, "full_time": None}
        rows += _paid(world, office, holder.word, 2, 2, amount=200_00, **told)
        rows += _paid(world, office, holder.word, 12, 2, amount=300_00, **told)
    world.look_alike("an allowance that was raised", ["allowance_off_list"], rows)


def _plant_closed(world: World, office: Office) -> None:
    """A plant is closed, and its older people retire."""
    rows = []
    for n in range(10):
        on = date(2025, 5, 1) + timedelta(days=world.random.randrange(20))
        rows.append(
            world.add(
                "retirements",
                **office.who,
                person=world.key("miller", office.code, n),
                kind="special work",
                on=on,
                closing=1,
            )
        )
    world.look_alike("a plant that was closed", ["early_retirements"], rows)


_PLANS = (
    _ghost,
    _dead,
    _twice,
    _invented_allowance,
    _ill_all_at_once,
    _seconded,
    _part_time,
    _ill,
    _arrears,
    _new_rate,
    _plant_closed,
)
