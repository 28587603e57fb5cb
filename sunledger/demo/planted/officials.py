"""Support for those who hold posts and for their families, and what looks like it."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.enrolling import END, START, approve
from sunledger.demo.planted.ordinary.posts import hold
from sunledger.demo.planted.places import Village
from sunledger.demo.planted.residents import Resident, person
from sunledger.demo.planted.support import AGED, CARE, NEEDY, RELIEF, YUAN, pay
from sunledger.demo.planted.world import FIRST, World, month

SELF, HOUSE = ("official_on_support",), ("official_in_household",)
KIN, SHARE = ("kin_of_cadre",), ("kin_over_share",)


def plant(world: World) -> None:
    """Plant them all."""
    for _ in range(world.times(250, 3)):
        _official_paid(world)
        _household_paid(world)
        _kin_paid(world)
    for _ in range(world.times(60, 2)):
        _clan_first(world)
    for _ in range(world.times(150, 2)):
        _left_before(world)
        _welfare_post(world)
        _not_by_need(world)
        _collective_household(world)
        _assessed_alone(world)
        _recused(world)
        _post_came_later(world)
    _one_surname(world)


def needy(world: World, one: Resident, first: int = START, last: int = END) -> list[str]:
    """Pay somebody low-income support for some months, and return the rows."""
    yuan = world.random.randrange(50, 200) * 5
    if first > START:
        day = date((first - 1) // 12, (first - 1) % 12 + 1, world.random.randint(2, 25))
        approve(world, one, NEEDY, day, yuan)
    return pay(world, one, NEEDY, range(first, last + 1), amount=yuan * YUAN)


def some_months(world: World, least: int = 4) -> tuple[int, int]:
    """Return a first and a last month, at least so many; often the whole time."""
    if world.random.random() < 0.4:
        return START, END
    first = world.random.randrange(START, END - least)
    return first, min(END, first + world.random.randrange(least, 18))


def _official_paid(world: World) -> None:
    """Somebody on the payroll put themselves on the list, or was forgotten there."""
    one = person(world, (26, 55))
    hold(world, one, world.random.choice(("official", "staff")), until=None)
    if world.random.random() < 0.75:
        rows = needy(world, one, *some_months(world))
    else:
        when = world.random.randrange(START, END)
        amount = world.random.randrange(8, 40) * 100 * YUAN
        rows = pay(world, one, RELIEF, [when, min(END, when + 3)], amount=amount)
    world.scheme("a public servant on support by need", SELF, rows)


def _household_paid(world: World) -> None:
    """Husband or wife, mother or father of a public servant, one house, on support by need."""
    official = person(world, (28, 56))
    hold(world, official, world.random.choice(("official", "official", "staff")), until=None)
    other = person(world, world.random.choice(((28, 56), (60, 80))), near=official)
    rows = needy(world, other, *some_months(world))
    world.scheme("the household of a public servant on support by need", HOUSE, rows)


def _cadre(world: World, **other: object) -> tuple[Resident, str]:
    """Return a cadre of a village and the row of the post."""
    one = person(world, (36, 57))
    return one, hold(
        world, one, "cadre", title=world.random.choice(("村文书", "村委会主任")), **other
    )


def _kin(world: World, cadre: Resident, ages: tuple[int, int], **other: object) -> Resident:
    """Return declared kin of a cadre, in a house of their own in the village."""
    one = person(world, ages, village=cadre.village)
    row: dict[str, object] = {
        "relation": world.random.choice(("parent", "sibling")),
        "declared_on": date(2024, world.random.randint(1, 6), 5),
        "recused": 0,
    }
    world.add("kin", person=cadre.person, relative=one.person, **(row | other))
    return one


def _kin_paid(world: World) -> None:
    """A cadre decides about a brother or a mother, or about themselves, and does not step aside."""
    cadre, _ = _cadre(world)
    if world.random.random() < 0.3:
        rows = needy(world, cadre, *some_months(world))
        world.scheme("a cadre of a village on support by need", KIN + SELF, rows)
        return
    rows = needy(world, _kin(world, cadre, (50, 80)), *some_months(world))
    world.scheme("kin of a cadre, who did not step aside", KIN, rows)


def _clan_first(world: World) -> None:
    """In one village the cadres' kin are on the list, and hardly anybody else is."""
    some = [world.village() for _ in range(6)]
    village = min(
        some, key=lambda one: sum(NEEDY.code in near.on for near in world.living_in[one.code])
    )
    world.shunned.add(village.code)
    cadre, rows = person(world, (36, 57), village=village), list[str]()
    hold(world, cadre, "cadre", title="村委会主任")
    for _ in range(world.random.randint(9, 14)):
        rows += needy(world, _kin(world, cadre, (45, 78), recused=1), START, END)
    world.scheme("the kin of cadres before all others", SHARE, rows)


# --- innocent -----------------------------------------------------------------------------------


def _left_before(world: World) -> None:
    """Somebody lost their post, and fell on support afterwards."""
    one = person(world, (30, 55))
    until = FIRST + timedelta(days=world.random.randrange(30, 300))
    hold(world, one, "staff", until=until)
    rows = needy(world, one, month(until) + world.random.randint(2, 4))
    world.look_alike("on support after leaving the post", SELF + HOUSE, rows)


def _welfare_post(world: World) -> None:
    """A welfare post is itself a help for the poor, and goes with support."""
    one = person(world, (42, 58))
    hold(world, one, "welfare", title="公益性岗位（护林员）", until=None)
    rows = needy(world, one)
    world.look_alike("a welfare post beside support", SELF + HOUSE, rows)


def _not_by_need(world: World) -> None:
    """What age or a disability brings does not ask what the family earns."""
    official = person(world, (35, 55))
    hold(world, official, "official", until=None)
    parent = person(world, (82, 90), near=official)
    rows = pay(world, parent, AGED, range(START, END + 1))
    rows += pay(world, official, CARE, range(START, END + 1), grade="二级")
    world.look_alike("support that does not ask for need", SELF + HOUSE + KIN, rows)


def _collective_household(world: World) -> None:
    """A student or an old bachelor is registered in the collective household of an office."""
    official = person(world, (28, 50))
    hold(world, official, "official", until=None)
    for _ in range(world.random.randint(28, 60)):
        person(world, (22, 50), near=official)
    rows = needy(world, person(world, (58, 75), near=official))
    world.look_alike("a collective household", HOUSE, rows)


def _assessed_alone(world: World) -> None:
    """A grown child with a heavy disability is assessed alone by the rules, and it was declared."""
    official = person(world, (45, 57))
    hold(world, official, "official", until=None)
    child = person(world, (20, 28), near=official)
    declared = {"relation": "child", "declared_on": date(2024, 3, 5), "recused": 1}
    world.add("kin", person=official.person, relative=child.person, **declared)
    rows = needy(world, child)
    world.look_alike("declared kin of a public servant, assessed alone", HOUSE, rows)


def _recused(world: World) -> None:
    """Kin of a cadre are poor as others are; it was declared, and the cadre stood aside."""
    cadre, _ = _cadre(world)
    rows = needy(world, _kin(world, cadre, (60, 85), recused=1))
    world.look_alike("declared kin of a cadre, who stood aside", KIN, rows)


def _post_came_later(world: World) -> None:
    """Somebody came off support, and was elected afterwards."""
    end = END - world.random.randint(3, 8)
    chosen = date(end // 12, end % 12 + 1, 20) + timedelta(days=40)
    cadre, _ = _cadre(world, since=chosen)
    rows = needy(world, cadre, START, end)
    world.look_alike("support that ended before the post began", KIN + SELF, rows)


def _one_surname(world: World) -> None:
    """In a village of one clan kin of the cadres are most of all people, and so of the poor."""
    clans = [_clan(world, village) for village in world.villages]
    clan = max(clans, key=lambda kin: sum(NEEDY.code in one.on for one in kin))
    cadre = person(world, (40, 56), village=clan[0].village, name=clan[0].name[0] + "国")
    hold(world, cadre, "cadre", title="村委会主任")
    for one in clan:
        world.add("kin", person=cadre.person, relative=one.person, relation="other", recused=1)
    paid, kin = world.tables["benefits"], {one.person for one in clan}
    rows = [
        str(code)
        for code, scheme, who in zip(paid["code"], paid["scheme"], paid["person"], strict=True)
        if scheme == NEEDY.code and who in kin
    ]
    world.look_alike("a village of one clan", SHARE, rows)


def _clan(world: World, village: Village) -> list[Resident]:
    """Return those of a village who bear its most frequent name."""
    living = world.living_in[village.code]
    names = [one.name[0] for one in living]
    most = max(sorted(set(names)), key=names.count)
    return [one for one in living if one.name[0] == most and not one.post]
