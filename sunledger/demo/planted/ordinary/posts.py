"""Who holds a public post: officials and staff, cadres of villages, and welfare posts."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.residents import Resident, person
from sunledger.demo.planted.world import FIRST, LAST, World

_OFFICES = ("民政局", "人社局", "农业农村局", "教育局", "财政局", "卫健局", "林业局", "残联")
_TITLES = ("科员", "科员", "一级科员", "四级主任科员", "副科长", "办公室主任", "会计")
_CADRES = ("村党支部书记", "村委会主任", "村文书", "妇联主席")


def plant(world: World) -> None:
    """Give the offices their people."""
    grown = [one for one in world.residents if 24 <= one.age(FIRST) < 58 and not one.died]
    for one in world.random.sample(grown, round(len(grown) * 0.02)):
        kind = world.random.choices(("official", "staff", "temporary"), (5, 4, 2))[0]
        hold(world, one, kind)
    for village in world.villages:
        for title in _CADRES[: world.random.choice((2, 3, 3, 4))]:
            one = person(world, (34, 58), village=village)
            hold(world, one, "cadre", title=title)
            _declare(world, one)
    poor = [one for one in world.residents if 45 <= one.age(FIRST) < 60 and not one.post]
    for one in world.random.sample(poor, world.times(1_500)):
        hold(world, one, "welfare", title="公益性岗位（保洁）")


def hold(world: World, one: Resident, kind: str, **other: object) -> str:
    """Appoint somebody to a post and return the row's code."""
    one.post = kind
    body = _body(world, one, kind)
    since = FIRST - timedelta(days=world.random.randrange(90, 4_000))
    leaves = world.random.random() < 0.06 and kind != "cadre"
    until = FIRST + timedelta(days=world.random.randrange((LAST - FIRST).days)) if leaves else None
    row: dict[str, object] = body | {
        "person": one.person,
        "name": one.name,
        "household": one.household,
        "title": world.random.choice(_TITLES),
        "kind": kind,
        "since": since,
        "until": until,
        "phone": one.phone,
        "account": one.account,
    }
    return world.add("posts", **(row | other))


def _body(world: World, one: Resident, kind: str) -> dict[str, object]:
    """Return for whom somebody works."""
    village = one.village
    if kind in ("cadre", "welfare"):
        name = f"{village.name}村民委员会".replace("村村", "村")
        return {"body": village.code, "body_name": name, "village": village.code}
    if world.random.random() < 0.4:
        return {"body": village.town, "body_name": f"{village.town_name}人民政府"}
    office = world.random.choice(_OFFICES)
    return {"body": f"{village.county}-{office}", "body_name": f"{village.county_name}{office}"}


def _declare(world: World, cadre: Resident) -> None:
    """Let a cadre declare near kin who live in the village."""
    near = [one for one in world.living_in[cadre.village.code] if not one.post]
    for one in world.random.sample(near, min(len(near), world.random.randint(1, 4))):
        world.add(
            "kin",
            person=cadre.person,
            relative=one.person,
            relation=world.random.choice(("parent", "sibling", "child", "other")),
            declared_on=date(2024, world.random.randint(1, 6), world.random.randint(1, 28)),
            recused=int(world.random.random() < 0.9),
        )
