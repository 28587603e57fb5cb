"""Accounts and telephones through which the money of many goes, and the lawful ones."""

from __future__ import annotations

from sunledger.demo.planted.enrolling import END, START
from sunledger.demo.planted.officials import needy, some_months
from sunledger.demo.planted.ordinary.cards import by_ear, card_of
from sunledger.demo.planted.residents import Resident, person
from sunledger.demo.planted.support import AGED, CARE, DESTITUTE, LIVING, PENSION, YUAN, pay
from sunledger.demo.planted.world import FIRST, World

SHARED, ANOTHER, COLLECTOR = ("shared_account",), ("account_of_another",), ("one_collector",)


def plant(world: World) -> None:
    """Plant them all."""
    for _ in range(world.times(150, 2)):
        _agent_withholds(world)
        _clerk_collects(world)
        _one_telephone(world)
        _card_of_a_neighbour(world)
        _card_of_the_cadre(world)
    for _ in range(world.times(150, 2)):
        _care_home(world)
        _guardian(world)
        _big_family(world)
        _mandated_agent(world)
        _office_telephone(world)
        _bank_heard(world)
        _of_one_house(world)


def _people_of(world: World, count: int, ages: tuple[int, int] = (64, 86)) -> list[Resident]:
    """Return so many persons of one village, each of a house of their own."""
    village = world.village()
    return [person(world, ages, village=village) for _ in range(count)]


def _agent_withholds(world: World) -> None:
    """An agent keeps the cards of a dozen people, and lately has it all sent to one."""
    agent, rows = person(world, (36, 60)), []
    for one in _people_of(world, world.random.randint(3, 16)):
        first, last = some_months(world)
        amount = (163 + world.random.randrange(160)) * YUAN
        rows += pay(
            *(world, one, PENSION, range(first, last + 1)),
            amount=amount,
            account=agent.account,
            account_name=None,
            holder=None,
        )
    world.scheme("the support of many on an agent's account", SHARED, rows)


def _clerk_collects(world: World) -> None:
    """One person signs for many who never asked them to."""
    clerk, rows = person(world, (36, 60)), []
    for one in _people_of(world, world.random.randint(5, 20), (82, 93)):
        rows += pay(
            world, one, AGED, range(*some_months(world)), grade="80", collector=clerk.person
        )
    world.scheme("one collector without a mandate", COLLECTOR, rows)


def _one_telephone(world: World) -> None:
    """Whoever made the list gave their own telephone for all, so that nobody can be asked."""
    phone, rows = world.key("telephone", world.people), []
    for one in _people_of(world, world.random.randint(6, 24)):
        rows += pay(world, one, LIVING, range(*some_months(world)), phone=phone)
    world.scheme("one telephone behind many", COLLECTOR, rows)


def _card_of_a_neighbour(world: World) -> None:
    """The money of somebody who cannot read goes to the card of a neighbour."""
    one = person(world, (68, 88))
    neighbour = person(world, (32, 60), village=one.village)
    amount = (163 + world.random.randrange(160)) * YUAN
    first, last = some_months(world)
    due = range(first, last + 1)
    card = card_of(neighbour)
    if world.random.random() < 0.4:  # many banks return the holder's name and nothing else
        card["holder"] = None
    rows = pay(world, one, PENSION, due, amount=amount, **card)
    world.scheme("money on the card of a neighbour", ANOTHER, rows)


def _card_of_the_cadre(world: World) -> None:
    """Two or three who live far away are paid on the card of the one who keeps the list."""
    clerk, rows = person(world, (36, 60)), []
    for one in _people_of(world, world.random.randint(2, 3), (40, 66)):
        first, last = some_months(world)
        due = range(first, last + 1)
        rows += pay(world, one, CARE, due, grade="一级", **card_of(clerk))
    world.scheme("money of those who are away on a clerk's card", ANOTHER + SHARED, rows)


# --- innocent -----------------------------------------------------------------------------------


def _document(world: World, kind: str, **other: object) -> None:
    """Enter a lawful exception with its document."""
    world.add("exceptions", kind=kind, document="民政函〔2024〕18号", since=FIRST, **other)


def _care_home(world: World) -> None:
    """A home receives one amount for each who lives in it, on its own account, by a document."""
    account, rows = world.key("home", world.people), []
    phone = world.key("home's telephone", world.people)
    _document(world, "care home", account=account, phone=phone)
    to = {"account": account, "account_name": "中心敬老院", "holder": None, "phone": phone}
    for one in _people_of(world, world.random.randint(12, 40), (68, 90)):
        rows += pay(world, one, DESTITUTE, range(START, END + 1), grade="全护理", **to)
    known = (*SHARED, *ANOTHER, *COLLECTOR, "two_spellings", "all_the_same_amount")
    world.look_alike("a care home", known, rows)


def _guardian(world: World) -> None:
    """A guardian by a court's decision, of another house."""
    one = person(world, (8, 16))
    guardian = person(world, (40, 66), village=one.village)
    _document(world, "guardian", account=guardian.account, person=one.person)
    rows = pay(world, one, CARE, range(START, END + 1), grade="一级", **card_of(guardian))
    world.look_alike("a guardian with a document", ANOTHER + SHARED, rows)


def _big_family(world: World) -> None:
    """Grandparents, parents and children of one house on one card."""
    head = person(world, (36, 50))
    family = [person(world, ages, near=head) for ages in ((62, 78), (60, 76), (6, 14), (4, 12))]
    rows = []
    for one in family:
        scheme = PENSION if one.age(FIRST) >= 60 else LIVING
        amount = {"amount": 207 * YUAN} if scheme is PENSION else {}
        rows += pay(world, one, scheme, range(START, END + 1), **card_of(head), **amount)
    world.look_alike("a large family on one card", SHARED + ANOTHER, rows)


def _mandated_agent(world: World) -> None:
    """The bedridden of a village have named a volunteer, each in writing."""
    agent, rows = person(world, (45, 62)), []
    _document(world, "mandate", account=agent.account, phone=agent.phone)
    for one in _people_of(world, world.random.randint(6, 9), (82, 92)):
        _document(world, "mandate", account=agent.account, person=one.person)
        given = card_of(agent) | {"collector": agent.person, "phone": agent.phone}
        rows += pay(world, one, AGED, range(START, END + 1), **given)
    world.look_alike(
        "a volunteer with mandates of the bedridden", SHARED + ANOTHER + COLLECTOR, rows
    )


def _office_telephone(world: World) -> None:
    """Who has no telephone is given that of the village office, which is on file."""
    phone, rows = world.key("office telephone", world.people), []
    _document(world, "village office", phone=phone)
    for one in _people_of(world, world.random.randint(12, 30)):
        amount = (163 + world.random.randrange(160)) * YUAN
        rows += pay(world, one, PENSION, range(START, END + 1), amount=amount, phone=phone)
    world.look_alike("the telephone of the village office", COLLECTOR, rows)


def _bank_heard(world: World) -> None:
    """The bank opened the account under a name of the same sound, and returns no number."""
    one = person(world, (62, 85))
    bank: dict[str, object] = {"account_name": by_ear(one.name), "holder": None}
    rows = pay(world, one, PENSION, range(START, END + 1), amount=187 * YUAN, **bank)
    world.look_alike("a bank that typed the holder by ear", ANOTHER, rows)


def _of_one_house(world: World) -> None:
    """The wife's money goes to the husband's card."""
    husband = person(world, (60, 70), sex="M")
    wife = person(world, (60, 70), sex="F", near=husband)
    rows = pay(world, wife, PENSION, range(START, END + 1), amount=176 * YUAN, **card_of(husband))
    rows += needy(world, husband)
    world.look_alike("a couple on one card", ANOTHER + SHARED, rows)
