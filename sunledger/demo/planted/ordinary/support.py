"""Who is paid what, month by month, as it should be."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.enrolling import END, START, birthday_in, entitle, months, steady
from sunledger.demo.planted.ordinary.registers import insure
from sunledger.demo.planted.residents import Resident
from sunledger.demo.planted.support import (
    AGED,
    CARE,
    FUNERAL,
    JOBLESS,
    LIVING,
    ORPHAN,
    PENSION,
    RAISED,
    SCHEMES,
    YUAN,
    pay,
)
from sunledger.demo.planted.world import FIRST, LAST, World, month


def plant(world: World) -> None:
    """Write the rules, and pay everybody who is due something because of age or health."""
    _rules(world)
    for one in list(world.residents):
        age = one.age(LAST)
        if age >= 60 and one.post not in ("official", "staff"):
            pension(world, one, months(one, birthday_in(one, 60)))
            _funeral(world, one)
        if age >= 80:
            entitle(world, one, AGED, birthday_in(one, 80))
            steady(world, one, AGED, months(one, birthday_in(one, 80), custody=True))
        if world.random.random() < (0.08 if age > 60 else 0.025):
            _disabled(world, one)
        if 4 < age < 17 and world.random.random() < 0.004:
            since = _some_day(world)
            entitle(world, one, ORPHAN, since)
            steady(world, one, ORPHAN, months(one, since))
        if one.job and 25 < age < 55 and world.random.random() < 0.02:
            _jobless(world, one)


def pension(world: World, one: Resident, due: list[int], **other: object) -> None:
    """Pay a pension: what everybody gets, and what the person's own contributions bring."""
    own = world.random.randrange(300, 19_000)
    raised = month(RAISED)
    for part, base in (
        ([each for each in due if each < raised], 163),
        ([each for each in due if each >= raised], 183),
    ):
        if part:
            steady(world, one, PENSION, part, amount=base * YUAN + own, **other)


def _rules(world: World) -> None:
    """Write the schemes and their rates."""
    for scheme in SCHEMES:
        world.add("schemes", scheme=scheme.code, title=scheme.title, **scheme.rules)
        for grade, (before, since) in scheme.rates.items():
            name = {"scheme": scheme.code, "grade": grade or None}
            world.add("rates", **name, amount=before * YUAN, until=RAISED)
            world.add("rates", **name, amount=since * YUAN, since=RAISED)


def _some_day(world: World) -> date:
    """Return when something began: mostly before the time that is looked at."""
    begun = date(2016, 1, 1) + timedelta(days=world.random.randrange(3_100))
    late = FIRST + timedelta(days=world.random.randrange(480))
    return late if world.random.random() < 0.12 else begun


def _disabled(world: World, one: Resident) -> None:
    """Enter a disability, and pay what goes with it; some do not want it, some get it elsewhere."""
    since = _some_day(world)
    scheme, grade = world.random.choice(((LIVING, ""), (CARE, "一级"), (CARE, "二级")))
    lot = world.random.random()
    declined, elsewhere = int(lot < 0.02), int(0.02 <= lot < 0.03)
    until = date(2024, 3, 1) if lot > 0.98 else None
    entitle(*(world, one, scheme, since), declined=declined, elsewhere=elsewhere, until=until)
    if not (declined or elsewhere or until):
        one.on.add(scheme.code)
        steady(world, one, scheme, months(one, since), **({"grade": grade} if grade else {}))


def _jobless(world: World, one: Resident) -> None:
    """Let somebody lose their work, be paid for some months, and find work again."""
    lost = world.random.randrange(START, END - 3)
    rows = world.tables["insured"]
    rows["last"][rows["person"].index(one.person)] = lost
    found = lost + world.random.randrange(3, 12)
    steady(world, one, JOBLESS, [each for each in months(one, FIRST) if lost < each <= found])
    if found < END:  # the month in which work begins again is often paid by both
        again = found + world.random.randrange(2)
        insure(world, one, "9199999999", "就业服务有限公司", first=again)


def _funeral(world: World, one: Resident) -> None:
    """Pay the grant for a funeral to the family, after the death."""
    if not one.died or world.random.random() > 0.7:
        return
    when = month(one.died) + world.random.randint(1, 3)
    family = [
        near
        for near in world.living_in[one.village.code]
        if near.household == one.household and near is not one and not near.died
    ]
    if when > END or not family:
        return
    heir = world.random.choice(family)
    to = {"account": heir.account, "account_name": heir.name, "holder": heir.person}
    pay(world, one, FUNERAL, [when], **to)
