"""Support that depends on need: who applies, what is approved, posted and paid, and the review."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.enrolling import END, START, approve, months, steady
from sunledger.demo.planted.residents import Resident
from sunledger.demo.planted.support import DESTITUTE, NEEDY, RELIEF, YUAN, pay, post, transfer_day
from sunledger.demo.planted.world import FIRST, World, month

_REVIEWS = (date(2024, 10, 15), date(2025, 10, 15))


def plant(world: World) -> None:
    """Grant poor households what they lack, and help some in a bad month."""
    homes: dict[int, list[Resident]] = {}
    for one in world.residents:
        homes.setdefault(one.household, []).append(one)
    for family in homes.values():
        if any(one.post or one.job or one.worth > 45_000 for one in family):
            continue
        if any(one.away for one in family) or family[0].died or family[0].age(FIRST) < 18:
            continue
        lot = world.random.random()
        if lot < 0.015 and family[0].age(FIRST) >= 66:
            _keep(world, family[0])
        elif lot < 0.085:
            _grant(world, family[0], len(family))
        elif lot < 0.1:
            _relieve(world, family[0])


def _grant(world: World, one: Resident, heads: int) -> None:
    """Let a household be paid what its income lacks; some begin or end within the time."""
    draw = world.random
    begun = FIRST + timedelta(days=draw.randrange(-1_500, 0))
    if draw.random() < 0.15:
        begun = FIRST + timedelta(days=draw.randrange(450))
    ends = min(END, begun.year * 12 + draw.randrange(12, 80)) if draw.random() < 0.1 else END
    due = [each for each in months(one, begun) if each <= ends]
    if not due:
        return
    yuan = draw.randrange(24, 120) * 5 * min(heads, 3)
    if begun > FIRST:
        approve(world, one, NEEDY, begun, yuan, due_on=transfer_day(month(begun) + 1, NEEDY))
    for review in _REVIEWS:
        after = [each for each in due if each > month(review)]
        if month(review) not in due or not after:
            continue
        before = [each for each in due if each <= month(review)]
        lists(world, one, before, yuan)
        due, yuan = after, round(yuan * draw.uniform(0.9, 1.15) / 5) * 5
        day = review + timedelta(days=draw.randrange(2))
        approve(world, one, NEEDY, day, yuan, review=1, due_on=transfer_day(after[0], NEEDY))
    lists(world, one, due, yuan)


def _keep(world: World, one: Resident) -> None:
    """Keep somebody old whom nobody else keeps."""
    since = FIRST - timedelta(days=world.random.randrange(-400, 3_000))
    grade = world.random.choice(("全自理", "全自理", "全自理", "半护理", "全护理"))
    steady(world, one, DESTITUTE, months(one, since), grade=grade)


def lists(world: World, one: Resident, due: list[int], yuan: int) -> None:
    """Post what is due and pay it; now and then a line is mended between the two."""
    if one.died and month(one.died) == due[-1]:  # the list of the month after it hung already
        post(world, one, due[-1] + 1, yuan * YUAN)
    if world.random.random() < 0.005:  # a line that was mended after the list was posted
        post(world, one, due[0], (yuan + 10) * YUAN)
    steady(world, one, NEEDY, due, amount=yuan * YUAN)


def _relieve(world: World, one: Resident) -> None:
    """Help once, after an illness or a fire; the money comes within the month after."""
    when = world.random.randrange(START, END)
    yuan = world.random.randrange(5, 60) * 100
    day = date(when // 12, when % 12 + 1, world.random.randint(1, 24))
    paid = day + timedelta(days=world.random.randrange(3, 28))
    approve(world, one, RELIEF, day, yuan, due_on=day + timedelta(days=30), month=when)
    pay(world, one, RELIEF, [when], amount=yuan * YUAN, paid_on=paid)
