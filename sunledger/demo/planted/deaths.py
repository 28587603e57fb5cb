"""Money that goes on after a death, and what looks like it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sunledger.demo.planted.enrolling import END, START, birthday_in
from sunledger.demo.planted.ordinary.cards import by_ear, card_of
from sunledger.demo.planted.residents import Resident, bury, enter, person
from sunledger.demo.planted.support import (
    AGED,
    FUNERAL,
    NEEDY,
    PENSION,
    YUAN,
    Scheme,
    pay,
    transfer_day,
)
from sunledger.demo.planted.world import FIRST, World, month

AFTER = ("paid_after_death",)
OTHER = ("death_under_other_number",)
CARD = ("account_changed_at_death",)


def plant(world: World) -> None:
    """Plant them all."""
    for _ in range(world.times(300, 3)):
        _drawn_on(world)
        _name_left_on_the_list(world)
        _cashed_by_a_clerk(world)
        _damaged_number(world)
        _damaged_name(world)
    for _ in range(world.times(200, 2)):
        _never_taken_off(world)
        _card_taken_before_death(world)
        _due_by_rule(world)
        _taken_back(world)
        _later_register(world)
        _back_pay(world)
        _namesakes(world)
        _father_and_son(world)
        _twins(world)
        _card_renewed(world)
        _heard_name(world)
        _sister_of_one_sound(world)
    _bank_merged(world)


def _old(world: World, **other: int) -> tuple[Resident, date]:
    """Return somebody old and the day of their death, in the middle of the time."""
    one = person(world, (other.get("youngest", 66), 92))
    return one, FIRST + timedelta(days=world.random.randrange(70, 400))


def _amount(world: World, scheme: Scheme) -> dict[str, object]:
    """Return the amount of somebody's support where the scheme has no rates."""
    if scheme is PENSION:
        return {"amount": 163 * YUAN + world.random.randrange(300, 19_000)}
    return {"amount": world.random.randrange(40, 140) * 5 * YUAN} if scheme is NEEDY else {}


def _until(
    world: World, one: Resident, scheme: Scheme, died: date, after: int
) -> tuple[list[str], dict[str, object]]:
    """Pay until so many months after a death; return the rows that came later, and the amount."""
    amount, last = _amount(world, scheme), month(died)
    pay(world, one, scheme, range(START, last + 1), **amount)
    return pay(world, one, scheme, range(last + 1, min(END, last + after) + 1), **amount), amount


def _drawn_on(world: World) -> None:
    """The family tells nobody and draws the pension; the police learn of it months later."""
    one, died = _old(world)
    after = world.random.randint(1, 10)
    bury(world, one, died, after=after * 30 - world.random.randrange(25))
    rows, _ = _until(world, one, PENSION, died, after)
    world.scheme("pension drawn on after a death", AFTER, rows)


def _name_left_on_the_list(world: World) -> None:
    """The death stands in the register at once, and nobody compares it with the list."""
    one, died = _old(world)
    bury(world, one, died)
    scheme = world.random.choice((NEEDY, AGED) if one.age(FIRST) >= 80 else (NEEDY, PENSION))
    rows, _ = _until(world, one, scheme, died, world.random.randint(3, 12))
    world.scheme("a dead person left on the list of support", AFTER, rows)


def _never_taken_off(world: World) -> None:
    """Somebody who died years ago has been on the list ever since."""
    one = person(world, (70, 90))
    bury(world, one, FIRST - timedelta(days=world.random.randrange(200, 1_500)))
    rows = pay(world, one, PENSION, range(START, END + 1), **_amount(world, PENSION))
    world.scheme("paid for years after a death", AFTER, rows)


def _cashed_by_a_clerk(world: World) -> None:
    """Who keeps the list puts in a card of their own when somebody dies, and keeps drawing."""
    one, died = _old(world)
    bury(world, one, died, after=world.random.randint(3, 200))
    scheme = world.random.choice((PENSION, NEEDY))
    amount, last = _amount(world, scheme), month(died)
    pay(world, one, scheme, range(START, last + 1), **amount)
    card: dict[str, object] = {"account": world.key("own card", one.person), "account_name": None}
    card["holder"] = None
    later = range(last + 1, min(END, last + world.random.randint(3, 9)) + 1)
    rows = pay(world, one, scheme, later, **amount, **card)
    world.scheme("the card changed to a clerk's after a death", CARD + AFTER, rows)


def _card_taken_before_death(world: World) -> None:
    """A neighbour takes over the card of somebody dying, and draws on."""
    one, died = _old(world)
    bury(world, one, died)
    neighbour = person(world, (35, 60), village=one.village)
    amount, last = _amount(world, PENSION), month(died)
    pay(world, one, PENSION, range(START, last), **amount)
    later = range(last, min(END, last + world.random.randint(3, 8)) + 1)
    rows = pay(world, one, PENSION, later, **amount, **card_of(neighbour))
    world.scheme("the card of somebody dying taken over", CARD + AFTER, rows)


def _damaged_number(world: World) -> None:
    """The death was entered under a number with one wrong figure, so that no comparison sees it."""
    one, died = _old(world)
    bury(world, one, died, person=world.key("damaged", one.person))
    rows, _ = _until(world, one, PENSION, died, world.random.randint(4, 15))
    world.scheme("a death entered under a damaged number", OTHER, rows)


def _damaged_name(world: World) -> None:
    """Number and name are both a little otherwise in the register of deaths."""
    one, died = _old(world)
    name = one.name[:-1] + world.random.choice("英兰珍芳荣福贵")
    bury(world, one, died, person=world.key("damaged", one.person), name=name)
    rows, _ = _until(world, one, PENSION, died, world.random.randint(4, 15))
    world.scheme("a death entered under a damaged number and name", OTHER, rows)


def _heard_name(world: World) -> None:
    """A death was entered by telephone: one figure wrong, and the name by its sound."""
    one, died = _old(world)
    bury(world, one, died, person=world.key("damaged", one.person), name=by_ear(one.name))
    rows, _ = _until(world, one, PENSION, died, world.random.randint(4, 15))
    world.scheme("a death entered under a damaged number by the sound of the name", OTHER, rows)


# --- innocent -----------------------------------------------------------------------------------


def _due_by_rule(world: World) -> None:
    """The month after the death, where the rules give it; and the grant for the funeral."""
    one, died = _old(world)
    bury(world, one, died)
    rows, _ = _until(world, one, NEEDY, died, 1)
    world.look_alike("the month of grace after a death", AFTER, rows)
    one, died = _old(world)
    bury(world, one, died)
    heir = person(world, (35, 60), near=one)
    when = month(died) + world.random.randint(1, 4)
    rows = pay(world, one, FUNERAL, [when], **card_of(heir))
    world.look_alike("the grant for a funeral", AFTER + CARD, rows)


def _taken_back(world: World) -> None:
    """A death entered late: three months went out and were booked back."""
    one, died = _old(world)
    bury(world, one, died, after=world.random.randint(70, 100))
    rows, amount = _until(world, one, PENSION, died, 3)
    back = {"amount": -int(str(amount["amount"]))}
    day = transfer_day(month(died) + 4, PENSION)
    for each in range(month(died) + 1, month(died) + 4):
        pay(world, one, PENSION, [each], **back, paid_on=day)
    world.look_alike("a death entered late, the money booked back", AFTER, rows)


def _later_register(world: World) -> None:
    """One register has the day of the accident for the day of the death months later."""
    one, died = _old(world)
    bury(world, one, died, register="police")
    early = died - timedelta(days=world.random.randrange(90, 170))
    bury(world, one, early, register="health")
    amount = _amount(world, PENSION)
    rows = pay(world, one, PENSION, range(max(START, month(early) + 2), month(died) + 1), **amount)
    world.look_alike("two registers with two days of one death", AFTER, rows)


def _back_pay(world: World) -> None:
    """What was due before the death is paid to the family after it."""
    one, died = _old(world)
    bury(world, one, died)
    owed = range(max(START, month(died) - 2), month(died) + 1)
    late = died + timedelta(days=world.random.randrange(70, 120))
    rows = pay(world, one, PENSION, owed, **_amount(world, PENSION), paid_on=late)
    world.look_alike("months before a death, paid after it", AFTER, rows)


def _namesakes(world: World) -> None:
    """Two of one name were born on one day in one village; one dies, the other is paid."""
    one, died = _old(world)
    other = replace(
        one,
        person=world.key("namesake", one.person),
        household=world.key("namesake's house", one.person),
        account=world.key("namesake's card", one.person),
        on=set(),
    )
    enter(world, other)
    bury(world, one, died)
    rows, _ = _until(world, other, PENSION, died, 8)
    world.look_alike("namesakes born on one day in one village", AFTER + OTHER, rows)


def _father_and_son(world: World) -> None:
    """Father and son of nearly one name live in one house; the father dies."""
    father = person(world, (86, 92), sex="M")
    died = FIRST + timedelta(days=world.random.randrange(70, 400))
    son = person(world, (62, 65), near=father, sex="M", name=father.name[:-1] + "华")
    bury(world, father, died)
    rows, _ = _until(world, son, PENSION, died, 8)
    world.look_alike("father and son in one house", AFTER + OTHER, rows)


def _twins(world: World) -> None:
    """One of two twins dies, whose names differ in one sign."""
    one, died = _old(world)
    name = one.name[:-1] + ("国" if one.name[-1] != "国" else "建")
    twin = replace(one, person=world.key("twin", one.person), name=name, on=set())
    enter(world, twin)
    bury(world, twin, died)
    rows, _ = _until(world, one, PENSION, died, 8)
    world.look_alike("twins of whom one died", AFTER + OTHER, rows)


def _sister_of_one_sound(world: World) -> None:
    """Twin sisters have names of one sound; the one who dies stands in the register too."""
    one, died = _old(world)
    twin = replace(one, person=world.key("twin", one.person), name=by_ear(one.name), on=set())
    enter(world, twin)
    bury(world, twin, died)
    rows, _ = _until(world, one, PENSION, died, 8)
    world.look_alike("twins of names that sound alike, of whom one died", AFTER + OTHER, rows)


def _card_renewed(world: World) -> None:
    """A lost card was renewed long before the death."""
    one = person(world, (70, 90))
    died = FIRST + timedelta(days=world.random.randrange(330, 480))
    bury(world, one, died)
    amount, change = _amount(world, PENSION), month(died) - world.random.randint(6, 9)
    pay(world, one, PENSION, range(START, change), **amount)
    new = {"account": world.key("new card", one.person)}
    rows = pay(world, one, PENSION, range(change, month(died) + 1), **amount, **new)
    world.look_alike("a card renewed long before a death", CARD, rows)


def _bank_merged(world: World) -> None:
    """The bank of a village is merged into another, and everybody there gets a new account."""
    village = world.village()
    change = START + world.random.randrange(6, 12)
    day = date(change // 12, change % 12 + 1, 1)
    rows = []
    for number in range(30):
        one = person(world, (64, 85), village=village)
        if birthday_in(one, 60) > FIRST:
            continue
        amount = _amount(world, PENSION)
        died = day + timedelta(days=world.random.randrange(5, 60)) if number % 10 == 0 else None
        last = month(died) if died else END
        pay(world, one, PENSION, range(START, change), **amount)
        new = {"account": world.key("merged", one.person)}
        world.add("account_changes", person=one.person, changed_on=day, merger=1)
        added = pay(world, one, PENSION, range(change, last + 1), **amount, **new)
        if died:
            bury(world, one, died)
            rows += added
    world.look_alike("accounts changed by the merger of a bank", CARD, rows)
