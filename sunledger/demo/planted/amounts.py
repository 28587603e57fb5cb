"""Amounts and numbers of recipients that somebody made, and those that look made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sunledger.demo.planted.enrolling import END, START, approve
from sunledger.demo.planted.officials import some_months
from sunledger.demo.planted.places import Village
from sunledger.demo.planted.residents import Resident, person
from sunledger.demo.planted.support import (
    AGED,
    CARE,
    LIVING,
    NEEDY,
    PENSION,
    RAISED,
    RELIEF,
    YUAN,
    Scheme,
    pay,
    rate,
    transfer_day,
)
from sunledger.demo.planted.world import World, month

RATE, JUMP, MANY, SAME, TENFOLD = (
    ("not_a_rate",),
    ("jump_in_village",),
    ("many_approved_at_once",),
    ("all_the_same_amount",),
    ("many_times_usual",),
)


def plant(world: World) -> None:
    """Plant them all."""
    for _ in range(world.times(150, 2)):
        _skimmed(world)
        _for_a_friend(world)
        _new_names_at_once(world)
        _approved_in_a_pile(world)
        _everyone_alike(world)
        _one_zero_more(world)
    for _ in range(world.times(120, 2)):
        _several_months(world)
        _raised(world)
        _flood(world)
        _yearly_review(world)
        _by_rate(world)
        _few_households(world)
    _moved_records(world)


def _village(world: World) -> Village:
    return world.village()


def _needy_family(world: World, village: Village, months: Iterable[int], yuan: int) -> list[str]:
    """Pay somebody of a village, and return the rows."""
    one = person(world, (38, 80), village=village)
    return pay(world, one, NEEDY, months, amount=yuan * YUAN)


def _skimmed(world: World) -> None:
    """From each line of a village something is kept back, a round sum or a share."""
    village, rows = _village(world), []
    world.shunned.add(village.code)
    kept = world.random.choice((5, 10, 20, 30))
    first, last = some_months(world)
    for _ in range(world.random.randint(2, 7)):
        one = person(world, (45, 80), village=village)
        for each in range(first, last + 1):
            amount = rate(CARE, "一级", each) - kept * YUAN
            rows += pay(world, one, CARE, [each], grade="一级", amount=amount)
    world.scheme("something kept back from every line", RATE, rows)


def _for_a_friend(world: World) -> None:
    """Somebody is paid more than any rate."""
    one = person(world, (82, 92))
    amount = world.random.choice((150, 260, 300, 480)) * YUAN + world.random.choice((0, 0, 3_50))
    first, last = some_months(world)
    if amount % (100 * YUAN) == 0:
        amount += 15 * YUAN
    rows = pay(world, one, AGED, range(first, last + 1), grade="80", amount=amount)
    world.scheme("more than any rate", RATE, rows)


def _new_names_at_once(world: World) -> None:
    """From one month to the next a village has far more recipients, at the same wages of need."""
    village, rows = _village(world), []
    world.shunned.add(village.code)
    begins = world.random.randrange(START + 8, END - 2)
    for _ in range(5):
        _needy_family(world, village, range(START, END + 1), world.random.randrange(60, 120) * 5)
    for _ in range(world.random.randint(10, 24)):
        yuan = world.random.randrange(60, 120) * 5
        rows += _needy_family(world, village, range(begins, END + 1), yuan)
    world.scheme("many new names in one month", JUMP, rows)


def _approved_in_a_pile(world: World) -> None:
    """A pile of applications of one village is signed on the last day before the limit."""
    village, rows = _village(world), []
    world.shunned.add(village.code)
    day = date(2024, 12, 30) if world.random.random() < 0.5 else date(2025, 3, 14)
    for _ in range(world.random.randint(22, 60)):
        one = person(world, (40, 82), village=village)
        yuan = world.random.randrange(40, 130) * 5
        due = transfer_day(month(day) + 1, NEEDY)
        rows.append(approve(world, one, NEEDY, day, yuan, due_on=due))
        rows += pay(world, one, NEEDY, range(month(day) + 1, END + 1), amount=yuan * YUAN)
    world.scheme("a pile approved on one day", MANY + JUMP, rows)


def _everyone_alike(world: World) -> None:
    """What should depend on income is the same for all: nobody looked at any income."""
    village, rows = _village(world), []
    world.shunned.add(village.code)
    yuan = world.random.choice((300, 350, 420, 500))
    for _ in range(world.random.randint(14, 30)):
        rows += _relief(world, village, yuan)
    world.scheme("one amount for all where need decides", SAME, rows)


def _one_zero_more(world: World) -> None:
    """In one month somebody is paid ten times what they are paid in all others."""
    one = person(world, (62, 88))
    usual = (163 + world.random.randrange(160)) * YUAN
    when = world.random.randrange(START + 7, END)
    others = [each for each in range(START, END + 1) if each != when]
    pay(world, one, PENSION, others, amount=usual)
    rows = pay(world, one, PENSION, [when], amount=usual * 10)
    world.scheme("one zero more in one month", TENFOLD, rows)


def _relief(world: World, village: Village, yuan: int, when: int = 0) -> list[str]:
    """Help somebody of a village, once, and return the rows."""
    one = person(world, (30, 80), village=village)
    when = when or world.villages.index(village) % 12 + START + 2
    approved = transfer_day(when, RELIEF) - timedelta(days=world.random.randrange(4, 20))
    approve(world, one, RELIEF, approved, yuan, due_on=transfer_day(when, RELIEF), month=when)
    return pay(world, one, RELIEF, [when], amount=yuan * YUAN)


# --- innocent -----------------------------------------------------------------------------------


def _several_months(world: World) -> None:
    """Approved late: the first payment is for three months at once."""
    one = person(world, (45, 75))
    begins = world.random.randrange(START + 4, END - 1)
    amount = 3 * rate(LIVING, "", begins)
    if begins - 2 <= month(RAISED) <= begins:
        return
    rows = pay(world, one, LIVING, [begins], amount=amount)
    rows += pay(world, one, LIVING, range(begins + 1, END + 1))
    world.look_alike("three months at one rate in one payment", RATE + TENFOLD, rows)


def _raised(world: World) -> None:
    """A whole village is paid the new rates from the day they hold."""
    village, rows = _village(world), []
    for _ in range(12):
        one = person(world, (50, 80), village=village)
        rows += pay(world, one, CARE, range(START, END + 1), grade="二级")
    world.look_alike("the increase of a rate", RATE + JUMP, rows)


def _flood(world: World) -> None:
    """After a flood a town helps many families at once, each by its loss, by one decision."""
    village, rows = _village(world), []
    when = world.random.choice((2025 * 12 + 6, 2025 * 12 + 7))
    for _ in range(world.random.randint(12, 19)):
        rows += _relief(world, village, world.random.randrange(8, 50) * 100, when)
    world.look_alike("help for many after a flood", JUMP + SAME, rows)


def _yearly_review(world: World) -> None:
    """The yearly review renews all of a village on one day."""
    village, rows = _village(world), []
    for _ in range(world.random.randint(22, 40)):
        one = person(world, (40, 82), village=village)
        yuan = world.random.randrange(40, 130) * 5
        pay(world, one, NEEDY, range(START, END + 1), amount=yuan * YUAN)
        rows.append(approve(world, one, NEEDY, date(2024, 11, 20), yuan, review=1))
    world.look_alike("the yearly review of a village", MANY, rows)


def _moved_records(world: World) -> None:
    """Old approvals are entered into a new system under one day, in village after village."""
    rows = []
    county = world.villages[0].county
    for village in (each for each in world.villages if each.county == county):
        for _ in range(world.random.randint(20, 24)):
            one = person(world, (82, 92), village=village)
            pay(world, one, AGED, range(START, END + 1))
            rows.append(approve(world, one, AGED, date(2024, 9, 2), 100))
    world.look_alike("records moved into a new system", MANY, rows)


def _by_rate(world: World) -> None:
    """A scheme of one amount: everybody gets the same because the rules say so."""
    village, rows = _village(world), []
    for _ in range(world.random.randint(12, 20)):
        one: Resident = person(world, (40, 80), village=village)
        rows += _all(world, one, LIVING)
    world.look_alike("a scheme of one amount", SAME, rows)


def _all(world: World, one: Resident, scheme: Scheme) -> list[str]:
    """Pay somebody for the whole time."""
    return pay(world, one, scheme, range(START, END + 1))


def _few_households(world: World) -> None:
    """Three families of a hamlet have the same income and get the same."""
    village, rows = _village(world), []
    for _ in range(3):
        rows += _needy_family(world, village, range(START, END + 1), 365)
    world.look_alike("three families alike", SAME, rows)
