"""Persons who do not exist, or exist twice: numbers, names, duplicates, and what looks like it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sunledger.demo.planted.enrolling import END, START
from sunledger.demo.planted.officials import some_months
from sunledger.demo.planted.ordinary.cards import by_ear, card_of, slip
from sunledger.demo.planted.residents import Resident, name_of, person
from sunledger.demo.planted.support import (
    AGED,
    LIVING,
    NEEDY,
    PENSION,
    RAISED,
    YUAN,
    pay,
    transfer_day,
)
from sunledger.demo.planted.world import World, month

FAULT, GHOST, ANOTHER = ("impossible_number",), ("not_in_register",), ("name_of_another",)
TWICE, SPELT = ("support_paid_twice",), ("two_spellings",)


def plant(world: World) -> None:
    """Plant them all."""
    for _ in range(world.times(150, 2)):
        _made_up_numbers(world)
        _ghost(world)
        _number_of_another(world)
        _month_twice(world)
        _two_batches(world)
        _other_spelling(world)
    for _ in range(world.times(150, 2)):
        _slip_in_a_number(world)
        _from_another_province(world)
        _renamed(world)
        _sent_again(world)
        _arrears(world)
        _two_children(world)
        _newborn(world)
        _typed_by_ear(world)
        _slip_in_number_and_name(world)


def _made_up_numbers(world: World) -> None:
    """A list with a few persons whose numbers somebody typed as they came to mind."""
    village = world.village()
    fault = world.random.choice(("校验码不对", "没有这一天", "没有这个地区", "位数不对"))
    first, last = some_months(world)
    rows = []
    for _ in range(world.random.randint(2, 6)):
        one = person(world, (82, 92), village=village, register=False)
        rows += pay(world, one, AGED, range(first, last + 1), grade="80", malformed=fault)
    world.scheme("persons under numbers that cannot exist", FAULT + GHOST, rows)


def _ghost(world: World) -> None:
    """Somebody who does not exist, under a number that could."""
    one = person(world, (61, 85), register=False)
    amount = (163 + world.random.randrange(160)) * YUAN
    rows = pay(world, one, PENSION, range(*some_months(world)), amount=amount)
    world.scheme("a pension for somebody who does not exist", GHOST, rows)


def _number_of_another(world: World) -> None:
    """The number of a neighbour who knows nothing, with a name and an account of one's own."""
    one = person(world, (64, 85))
    other = {"name": name_of(world, world.random.choice("FM")), "account": world.key(one.name, "x")}
    other |= {"account_name": other["name"], "holder": None}
    rows = pay(world, one, LIVING, range(*some_months(world)), **other)
    world.scheme("support under the number of a neighbour", ANOTHER, rows)


def _month_twice(world: World) -> None:
    """Single months are paid twice, on the day or weeks apart."""
    one = person(world, (62, 88))
    amount = (163 + world.random.randrange(160)) * YUAN
    pay(world, one, PENSION, range(START, END + 1), amount=amount)
    rows = []
    for each in world.random.sample(range(START, END), world.random.randint(1, 5)):
        day = transfer_day(each, PENSION) + timedelta(days=world.random.choice((0, 2, 16, 31)))
        rows += pay(world, one, PENSION, [each], amount=amount, paid_on=day)
    world.scheme("single months paid twice", TWICE, rows)


def _two_batches(world: World) -> None:
    """Somebody stands in the list of the county and in that of the town, month after month."""
    one = person(world, (82, 92))
    rows = pay(world, one, AGED, range(START, END + 1))
    first, last = some_months(world)
    rows += pay(
        *(world, one, AGED, range(first, last + 1)),
        body=one.village.town,
        body_name=f"{one.village.town_name}人民政府",
    )
    world.scheme("one person in two lists of one scheme", TWICE, rows)


def _other_spelling(world: World) -> None:
    """Beside the true line stands one with a sign and a figure changed, on the same card."""
    one = person(world, (64, 85))
    first, last = some_months(world)
    yuan = world.random.randrange(60, 150) * 5
    spelt = replace(
        one, person=world.key("changed", one.person), name=one.name[:-1] + "芬", on=set()
    )
    rows = []
    for each in range(first, last + 1):
        pay(world, one, NEEDY, [each], amount=yuan * YUAN)
        day = transfer_day(each, NEEDY) + timedelta(days=world.random.randrange(7))
        rows += pay(world, spelt, NEEDY, [each], amount=yuan * YUAN, paid_on=day)
    world.scheme("one person under two spellings", SPELT + GHOST, rows)


# --- innocent -----------------------------------------------------------------------------------


def _slip_in_a_number(world: World) -> None:
    """A wrong figure in the list, which leads nowhere: name, birth and village are right."""
    one = person(world, (62, 85))
    one.listed |= slip(world, one) | {"malformed": None}
    rows = pay(world, one, PENSION, range(START, END + 1), amount=201 * YUAN)
    world.look_alike("a slip in the number of somebody known", GHOST + SPELT, rows)


def _from_another_province(world: World) -> None:
    """An old number of fifteen figures was written out newly: both are the same person."""
    one = person(world, (70, 88))
    older = {"person": world.key("fifteen", one.person)}
    change = START + world.random.randrange(4, 12)
    rows = pay(world, one, PENSION, range(START, change), amount=196 * YUAN, **older)
    rows += pay(world, one, PENSION, range(change, END + 1), amount=196 * YUAN)
    world.look_alike("an old number of fifteen figures", GHOST + FAULT + SPELT, rows)


def _renamed(world: World) -> None:
    """A rare sign typed as another of the same sound, a traditional form, a dot in a name."""
    register, listed = world.random.choice(
        (
            ("王喆", "王哲"),
            ("刘淼", "刘淼"),
            ("张国强", "張國強"),
            ("吾买尔·买买提", "吾买尔买买提"),
        )
    )
    one = person(world, (62, 85), name=register)
    rows = pay(world, one, PENSION, range(START, END + 1), amount=188 * YUAN, name=listed)
    world.look_alike("a name typed otherwise", ANOTHER, rows)


def _sent_again(world: World) -> None:
    """The bank sent the money back; it was sent anew."""
    one = person(world, (62, 85))
    pay(world, one, PENSION, range(START, END + 1), amount=192 * YUAN)
    when = world.random.randrange(START, END)
    day = transfer_day(when, PENSION)
    back = pay(
        *(world, one, PENSION, [when]),
        amount=-192 * YUAN,
        paid_on=day + timedelta(days=4),
        account=None,
    )
    anew = pay(world, one, PENSION, [when], amount=192 * YUAN, paid_on=day + timedelta(days=11))
    world.look_alike("a transfer that came back, sent again", TWICE, back + anew)


def _arrears(world: World) -> None:
    """The increase of the rates came late: the difference is paid for months paid already."""
    one = person(world, (62, 85))
    rows = pay(world, one, PENSION, range(START, END + 1), amount=171 * YUAN)
    raised = month(RAISED)
    day = transfer_day(raised + 2, PENSION)
    more = pay(world, one, PENSION, (raised, raised + 1), amount=20 * YUAN, paid_on=day)
    world.look_alike("the difference of an increase, paid later", TWICE, rows[-6:] + more)


def _two_children(world: World) -> None:
    """Two children of one family are paid the same amount on the mother's card."""
    mother = person(world, (32, 44))
    children = [person(world, (4, 14), near=mother) for _ in range(2)]
    rows = []
    for child in children:
        rows += pay(world, child, LIVING, range(START, END + 1), **card_of(mother))
    world.look_alike("two children on the family's card", SPELT + TWICE, rows)


def _newborn(world: World) -> None:
    """Twins of a resident, registered under names that differ in one sign."""
    mother: Resident = person(world, (66, 75))
    sister = person(world, (66, 75), near=mother, name=mother.name[:-1] + "莲")
    rows = pay(world, mother, LIVING, range(START, END + 1))
    rows += pay(world, sister, LIVING, range(START, END + 1), **card_of(mother))
    world.look_alike("two sisters on one card", SPELT + TWICE, rows)


def _typed_by_ear(world: World) -> None:
    """Every sign of the given name is another of the same sound, the surname too now and then."""
    one = person(world, (62, 85))
    listed = by_ear(one.name)
    if world.random.random() < 0.3:
        listed = listed.translate(str.maketrans("王李张陈", "汪黎章程"))
    rows = pay(world, one, PENSION, range(START, END + 1), amount=183 * YUAN, name=listed)
    world.look_alike("a name typed by its sound", ANOTHER, rows)


def _slip_in_number_and_name(world: World) -> None:
    """A wrong figure in the number, and the name by its sound or the birthday turned about."""
    one = person(world, (62, 85))
    one.listed |= slip(world, one) | {"malformed": None}
    one.listed |= world.random.choice(({"name": by_ear(one.name)}, {"born": _turned(one.born)}))
    rows = pay(world, one, PENSION, range(START, END + 1), amount=179 * YUAN)
    world.look_alike("a slip in the number, and one in name or birthday", GHOST, rows)


def _turned(born: date) -> date:
    """Return a day with day and month changed about, or with a day more where that is none."""
    near = born + timedelta(days=1 if born.day < 28 else -1)
    return near if born.day > 12 else born.replace(month=born.day, day=born.month)
