"""What is due and does not arrive, and what arrives otherwise than it was posted."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.enrolling import END, START, approve, birthday_in, entitle, months
from sunledger.demo.planted.officials import needy, some_months
from sunledger.demo.planted.residents import bury, person
from sunledger.demo.planted.support import (
    AGED,
    CARE,
    LIVING,
    NEEDY,
    RELIEF,
    YUAN,
    pay,
    post,
    transfer_day,
)
from sunledger.demo.planted.world import FIRST, World, month

LEFT_OUT, SHORT = ("entitled_unpaid",), ("approved_short_late",)
UNLISTED, UNPAID = ("paid_unlisted",), ("listed_unpaid",)


def plant(world: World) -> None:
    """Plant them all."""
    for _ in range(world.times(250, 3)):
        _left_out(world)
        _kept_on_the_way(world)
        _paid_not_posted(world)
        _posted_not_paid(world)
    for _ in range(world.times(120, 2)):
        _paid_more_than_posted(world)
        _came_late(world)
        _stopped(world)
        _less_each_month(world)
        _declined(world)
        _just_qualified(world)
        _died_waiting(world)
        _in_parts(world)
        _sent_back(world)
        _posted_and_died(world)
        _posted_mended(world)


def _left_out(world: World) -> None:
    """Nobody told them: a heavy disability, or eighty years of age, and no payment."""
    if world.random.random() < 0.5:
        one = person(world, (80, 90))
        row = entitle(world, one, AGED, birthday_in(one, 80))
    else:
        one = person(world, (30, 75))
        since = FIRST + timedelta(days=world.random.randrange(-900, 330))
        row = entitle(world, one, world.random.choice((CARE, LIVING)), since)
    world.scheme("entitled and never paid", LEFT_OUT, [row])


def _relief(world: World, share: float, late: int) -> str:
    """Approve a relief, pay a share of it so many days late, and return the approval's row."""
    one = person(world, (30, 75))
    when = world.random.randrange(START + 1, END - 4)
    yuan = world.random.randrange(10, 60) * 100
    due = transfer_day(when, RELIEF)
    day = due - timedelta(days=world.random.randrange(5, 20))
    row = approve(world, one, RELIEF, day, yuan, due_on=due, month=when)
    if share:
        amount = round(yuan * share) * YUAN
        pay(world, one, RELIEF, [when], amount=amount, paid_on=due + timedelta(days=late))
    return row


def _kept_on_the_way(world: World) -> None:
    """Of what was approved a part arrives, or nothing."""
    share = world.random.choice((0, 0, 0.5, 0.6, 0.8))
    world.scheme("approved, and kept on the way", SHORT, [_relief(world, share, 3)])


def _stopped(world: World) -> None:
    """Paid for years, and from one month on no longer; nobody decided it."""
    one = person(world, (30, 75))
    row = entitle(world, one, CARE, FIRST - timedelta(days=world.random.randrange(400, 1_500)))
    pay(world, one, CARE, range(START, END - world.random.randint(4, 11)), grade="二级")
    world.scheme("entitled, and no longer paid", LEFT_OUT, [row])


def _less_each_month(world: World) -> None:
    """Every month a little less arrives than was approved."""
    one = person(world, (35, 80))
    begins = world.random.randrange(START + 2, END - 5)
    yuan = world.random.randrange(60, 160) * 5
    due = transfer_day(begins, NEEDY)
    row = approve(world, one, NEEDY, due - timedelta(days=15), yuan, due_on=due)
    for each in range(begins, END + 1):
        post(world, one, each, yuan * YUAN)
    less = yuan * world.random.choice((70, 80, 90)) // 100
    rows = pay(world, one, NEEDY, range(begins, END + 1), amount=less * YUAN)
    kept = SHORT + UNLISTED
    world.scheme("every month less than was approved", kept, [row, *rows])


def _came_late(world: World) -> None:
    """The money lay somewhere for months."""
    late = world.random.randint(40, 110)
    world.scheme("approved, and paid months late", SHORT, [_relief(world, 1, late)])


def _unposted(world: World) -> tuple[list[str], int]:
    """Pay somebody who stands on no list, and return the rows and the first month."""
    one = person(world, (35, 80))
    first, last = some_months(world)
    world.posted |= {(one.person, each) for each in range(first, last + 1)}
    yuan = world.random.randrange(50, 160) * 5
    return pay(world, one, NEEDY, range(first, last + 1), amount=yuan * YUAN), first


def _paid_not_posted(world: World) -> None:
    """A line that the village never saw."""
    rows, _ = _unposted(world)
    world.scheme("paid, and never posted", UNLISTED, rows)


def _paid_more_than_posted(world: World) -> None:
    """What hangs in the village is less than what is paid, month after month."""
    one = person(world, (35, 80))
    first, last = some_months(world)
    yuan = world.random.randrange(50, 160) * 5
    for each in range(first, last + 1):
        post(world, one, each, yuan * YUAN)
    more = yuan + world.random.choice((60, 120, 300))
    rows = pay(world, one, NEEDY, range(first, last + 1), amount=more * YUAN)
    world.scheme("paid more than was posted", UNLISTED, rows)


def _posted_not_paid(world: World) -> None:
    """A family stands on the list for all to see, and never receives it."""
    one = person(world, (35, 80))
    first, last = some_months(world)
    yuan = world.random.randrange(50, 160) * 5
    rows = [post(world, one, each, yuan * YUAN) for each in range(first, last + 1)]
    world.scheme("posted, and never paid", UNPAID, rows)


# --- innocent -----------------------------------------------------------------------------------


def _declined(world: World) -> None:
    """Declined in writing; paid by another place; no longer disabled by a new examination."""
    one = person(world, (30, 75))
    since = date(2021, 5, 1)
    lot = world.random.choice(("declined", "elsewhere", "until"))
    given: dict[str, object] = {lot: date(2024, 5, 1) if lot == "until" else 1}
    row = entitle(world, one, CARE, since, **given)
    world.look_alike("declined, or paid elsewhere", LEFT_OUT, [row])


def _just_qualified(world: World) -> None:
    """Qualified a month ago: the first payment is on its way."""
    one = person(world, (30, 75))
    row = entitle(world, one, CARE, date(2025, 11, world.random.randint(5, 28)))
    late = person(world, (40, 70))
    since = FIRST + timedelta(days=world.random.randrange(60, 300))
    other = entitle(world, late, LIVING, since)
    pay(world, late, LIVING, months(late, since + timedelta(days=31)))
    world.look_alike("qualified a short while ago", LEFT_OUT, [row, other])


def _died_waiting(world: World) -> None:
    """Died in the month after the examination."""
    one = person(world, (60, 85))
    since = FIRST + timedelta(days=world.random.randrange(30, 400))
    row = entitle(world, one, CARE, since)
    bury(world, one, since + timedelta(days=world.random.randrange(5, 35)))
    world.look_alike("died before the first payment", LEFT_OUT, [row])


def _in_parts(world: World) -> None:
    """Paid in two parts within the time."""
    one = person(world, (30, 75))
    when = world.random.randrange(START + 1, END - 4)
    yuan, due = world.random.randrange(10, 60) * 100, transfer_day(when, RELIEF)
    row = approve(*(world, one, RELIEF, due - timedelta(days=9), yuan), due_on=due, month=when)
    for part in range(2):
        paid = due + timedelta(days=1 + part * 12)
        pay(world, one, RELIEF, [when], amount=yuan // 2 * YUAN, paid_on=paid)
    world.look_alike("paid in two parts", SHORT, [row])


def _sent_back(world: World) -> None:
    """The bank sent it back for a closed account; it arrived two weeks later."""
    one = person(world, (30, 75))
    when = world.random.randrange(START + 1, END - 4)
    yuan, due = world.random.randrange(10, 60) * 100, transfer_day(when, RELIEF)
    row = approve(*(world, one, RELIEF, due - timedelta(days=9), yuan), due_on=due, month=when)
    for sign, days in ((1, 0), (-1, 5), (1, 16)):
        paid = due + timedelta(days=days)
        pay(world, one, RELIEF, [when], amount=sign * yuan * YUAN, paid_on=paid)
    world.look_alike("sent back by the bank, and sent again", SHORT, [row])


def _posted_and_died(world: World) -> None:
    """The list hung already when somebody died; the money was stopped."""
    one = person(world, (68, 88))
    died = FIRST + timedelta(days=world.random.randrange(100, 400))
    bury(world, one, died)
    pay(world, one, NEEDY, range(START, month(died) + 1), amount=480 * YUAN)
    row = post(world, one, month(died) + 1, 480 * YUAN)
    world.look_alike("posted, died, and stopped", UNPAID, [row])


def _posted_mended(world: World) -> None:
    """Two lines of one family were drawn together in the payment, as had been posted in all."""
    rows = needy(world, person(world, (35, 80)))
    world.look_alike("paid as it was posted", UNLISTED + UNPAID, rows)
