"""What is untidy everywhere and means nothing: papers that come late, registers a little behind.

Nothing here is marked as a look-alike: it is the ordinary noise, and each lead it makes is a false
alarm that counts against the screens.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sunledger.demo.planted.enrolling import END, START, approve, entitle
from sunledger.demo.planted.ordinary.land import compensate, machine
from sunledger.demo.planted.ordinary.posts import hold
from sunledger.demo.planted.ordinary.registers import insure, move, own
from sunledger.demo.planted.ordinary.treated import stay
from sunledger.demo.planted.residents import bury, person
from sunledger.demo.planted.support import (
    AGED,
    CARE,
    DESTITUTE,
    JOBLESS,
    LIVING,
    NEEDY,
    ORPHAN,
    PENSION,
    RELIEF,
    YUAN,
    pay,
    transfer_day,
)
from sunledger.demo.planted.world import FIRST, LAST, World


def plant(world: World) -> None:
    """Let it happen as often as it does."""
    for often, happens in _ALL:
        for _ in range(world.times(often, 1)):
            happens(world)


def _not_taken_back_yet(world: World) -> None:
    """Died in the last weeks: a month too many went out, and will be booked back."""
    one = person(world, (66, 88))
    bury(world, one, LAST - timedelta(days=world.random.randrange(32, 60)), after=40)
    pay(world, one, PENSION, range(START, END + 1), amount=199 * YUAN)


def _register_not_split(world: World) -> None:
    """A clerk's brother lives and farms by himself; the household register was never split."""
    clerk = person(world, (30, 50))
    hold(world, clerk, "staff", until=None)
    brother = person(world, (45, 60), near=clerk)
    pay(world, brother, NEEDY, range(START, END + 1), amount=330 * YUAN)


def _old_car(world: World) -> None:
    """A car was sold by a handshake, and is still registered."""
    one = person(world, (35, 60))
    own(world, one, "vehicle", "哈弗H6", 95_000)
    pay(world, one, NEEDY, range(START, END + 1), amount=385 * YUAN)


def _leaving_told_late(world: World) -> None:
    """The employer told the insurance two months late that somebody had left."""
    one = person(world, (26, 55))
    left = world.random.randrange(START + 1, END - 6)
    insure(world, one, "9199666666", "服装有限公司", last=left + 2)
    pay(world, one, JOBLESS, range(left + 1, left + 6))


def _from_elsewhere(world: World) -> None:
    """Married into the village from another province: no register here knows them."""
    one = person(world, (62, 80), register=False)
    pay(world, one, LIVING, range(START + 5, END + 1))


def _return_in_other_books(world: World) -> None:
    """A transfer was sent again; that the first came back stands in the bank's books alone."""
    one = person(world, (62, 85))
    pay(world, one, PENSION, range(START, END + 1), amount=187 * YUAN)
    when = world.random.randrange(START, END)
    late = transfer_day(when, PENSION) + timedelta(days=11)
    pay(world, one, PENSION, [when], amount=187 * YUAN, paid_on=late)


def _handed_over_late(world: World) -> None:
    """One scheme followed the other, and the offices needed two months for it."""
    one = person(world, (62, 85))
    change = world.random.randrange(START + 3, END - 4)
    pay(world, one, NEEDY, range(START, change + 1), amount=430 * YUAN)
    pay(world, one, DESTITUTE, range(change - 1, END + 1), grade="全自理")


def _slow_office(world: World) -> None:
    """An approval lay on a desk over the holidays."""
    one = person(world, (30, 75))
    when = world.random.randrange(START + 1, END - 4)
    due = transfer_day(when, RELIEF)
    approve(world, one, RELIEF, due - timedelta(days=9), 1_200, due_on=due, month=when)
    pay(world, one, RELIEF, [when], amount=1_200 * YUAN, paid_on=due + timedelta(days=35))


def _part_of_a_month(world: World) -> None:
    """The first month was paid from the day of the application."""
    one = person(world, (35, 70))
    begins = world.random.randrange(START + 2, END - 2)
    pay(world, one, LIVING, [begins], amount=world.random.randrange(31, 90) * YUAN)
    pay(world, one, LIVING, range(begins + 1, END + 1))


def _topped_up(world: World) -> None:
    """A town adds a little of its own, which the county's table of rates leaves out."""
    one = person(world, (8, 15))
    pay(world, one, ORPHAN, range(START, END + 1), amount=1_450 * YUAN)


def _typed_a_day_late(world: World) -> None:
    """The day on which somebody left the hospital was typed a day too late."""
    one = person(world, (40, 85))
    day = FIRST + timedelta(days=world.random.randrange(20, 500))
    stay(world, one, day, day + timedelta(days=8), hospital=1)
    stay(world, one, day + timedelta(days=7), day + timedelta(days=18), hospital=3)


def _surveyed_again(world: World) -> None:
    """A second survey found more, and the first is on file."""
    one = person(world, (40, 66))
    compensate(
        world, one.village, 903, area=1_640, measured=1_520, household=one.household, heads=4
    )


def _type_for_serial(world: World) -> None:
    """The maker's type stands where the machine's own number belongs."""
    for _ in range(2):
        machine(world, person(world, (34, 60)), "顺达农机经销部", serial="1GKN200", kind="旋耕机")


def _back_from_work(world: World) -> None:
    """A son came home from work elsewhere, ill; later the family was granted support."""
    head = person(world, (56, 70))
    son = person(world, (26, 40), near=head)
    approved = FIRST + timedelta(days=world.random.randrange(200, 400))
    move(world, son, "other", approved - timedelta(days=100))
    approve(world, head, NEEDY, approved, 700)


def _home_without_paper(world: World) -> None:
    """A small home for the old whose document has not been entered yet."""
    account, village = world.key("small home", world.people), world.village()
    for _ in range(5):
        one = person(world, (82, 90), village=village)
        pay(world, one, AGED, range(START, END + 1), account=account, holder=None)


def _paid_by_another_county(world: World) -> None:
    """Draws it where they live now; the register here does not say so."""
    one = person(world, (40, 75))
    entitle(world, one, CARE, FIRST - timedelta(days=400))


def _sentence_suspended(world: World) -> None:
    """A sentence on probation stands in the list of those who serve one."""
    one = person(world, (61, 75))
    since = FIRST + timedelta(days=100)
    world.add("custody", person=one.person, since=since, until=since + timedelta(days=365))
    pay(world, one, PENSION, range(START, END + 1), amount=181 * YUAN)


def _moved_and_told_late(world: World) -> None:
    """Moved to the children; the old village paid on for three months and took nothing back yet."""
    one = person(world, (64, 80))
    other = world.village(besides=one.village)
    change = world.random.randrange(START + 3, END - 4)
    pay(world, one, PENSION, range(START, change + 3), amount=205 * YUAN)
    one.village = other
    pay(world, one, PENSION, range(change, END + 1), amount=205 * YUAN)


# How often a million residents see it in a year and a half.
_ALL: tuple[tuple[float, Callable[[World], None]], ...] = (
    (200, _not_taken_back_yet),
    (150, _register_not_split),
    (150, _old_car),
    (100, _leaving_told_late),
    (250, _from_elsewhere),
    (150, _return_in_other_books),
    (60, _handed_over_late),
    (150, _slow_office),
    (200, _part_of_a_month),
    (40, _topped_up),
    (80, _typed_a_day_late),
    (60, _surveyed_again),
    (40, _type_for_serial),
    (60, _back_from_work),
    (40, _home_without_paper),
    (150, _paid_by_another_county),
    (40, _sentence_suspended),
    (60, _moved_and_told_late),
)
