"""The firms of the made-up province: who leads them, where they sit, what telephone they give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from sunledger.demo.names import TRADES, Namer
from sunledger.demo.planted.offices import offices, person_name
from sunledger.demo.planted.world import World

PER_COUNTY = 60


@dataclass(frozen=True)
class Firm:
    """A firm that public bodies may buy from."""

    code: str
    name: str
    trade: str
    county: str
    founded_on: date
    leader: str  # a word of which keys are made; two firms of one owner have the same
    leader_name: str
    phone: str
    address: str
    staff: int


@cache
def _firms(counties: tuple[str, ...], seed: int) -> tuple[Firm, ...]:
    """Return the firms of every county."""
    random = Random(f"firms {seed}")  # noqa: S311 - a seed is the point
    namer = Namer(random)
    made: list[Firm] = []
    for county in counties:
        # One agent registers a third of the firms, a tower houses a fifth, a few owners have two.
        for n in range(PER_COUNTY):
            code, trade = f"91{county}MA{n:04}X{n % 10}", random.choice(list(TRADES))
            again = made[-1] if n and random.random() < 0.05 else None
            by_agent, in_tower = random.random() < 0.3, random.random() < 0.2
            made.append(
                Firm(
                    code,
                    namer.firm(trade),
                    trade,
                    county,
                    date(2004, 1, 1) + timedelta(days=random.randrange(7_000)),
                    again.leader if again else f"leader {code}",
                    again.leader_name if again else person_name(random),
                    f"agent {county}" if by_agent else f"telephone {code}",
                    f"建设路88号科技大厦{random.randrange(2, 25)}{random.randrange(1, 20):02}室"
                    if in_tower
                    else f"{namer.place()[0]}路{random.randrange(1, 400)}号",
                    random.randrange(3, 60),
                )
            )
    return tuple(made)


def firms(world: World, county: str = "", trade: str = "") -> list[Firm]:
    """Return the firms, those of one county or of one trade where it is named."""
    counties = tuple(one.county for one in offices(world, "hospital"))
    return [
        one
        for one in _firms(counties, world.seed)
        if county in ("", one.county) and trade in ("", one.trade)
    ]


def unrelated(world: World, county: str, many: int) -> list[Firm]:
    """Return some firms of a county, no two of one owner."""
    owners = {one.leader: one for one in firms(world, county)}
    return world.random.sample(list(owners.values()), min(many, len(owners)))


def new_firm(world: World, county: str, trade: str = "商贸", **changed: object) -> Firm:
    """Register a firm that nobody else buys from, and return it."""
    number = world.random.randrange(10**6)
    code = f"91{county}MB{number:06}"
    told: dict[str, object] = {
        "name": Namer(Random(f"{world.seed} {code}")).firm(trade),  # noqa: S311 - a seed
        "founded_on": date(2012, 1, 1) + timedelta(days=world.random.randrange(4_000)),
        "leader": f"leader {code}",
        "leader_name": person_name(world.random),
        "phone": f"telephone {code}",
        "address": f"人民路{world.random.randrange(1, 900)}号",
        "staff": world.random.randrange(2, 30),
    }
    firm = Firm(code=code, trade=trade, county=county, **{**told, **changed})  # type: ignore[arg-type]
    register(world, firm)
    return firm


def register(world: World, firm: Firm, **columns: object) -> None:
    """Add the firm and its one leader and owner to the registers."""
    told: dict[str, object] = {
        "tax": firm.staff * world.random.randrange(2_000_00, 9_000_00),
        "electricity": firm.staff * world.random.randrange(400_000, 3_000_000),
        "staff": firm.staff,
    }
    world.add(
        "companies",
        company=firm.code,
        title=firm.name,
        founded_on=firm.founded_on,
        phone=world.key(firm.phone),
        address=firm.address,
        account=world.key("account", firm.code),
        **{**told, **columns},
    )
    for role, share in (("legal representative", None), ("shareholder", 1000)):
        world.add(
            "officers",
            company=firm.code,
            title=firm.name,
            person=world.key(firm.leader),
            name=firm.leader_name,
            role=role,
            share=share,
            since=firm.founded_on,
        )


def seller(firm: Firm) -> dict[str, str]:
    """Return the columns that name the firm in a row."""
    return {"supplier": firm.name, "supplier_id": firm.code}
