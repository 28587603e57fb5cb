"""How a tender stands in the records: a lot, its bids, and the scores of its experts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sunledger.demo.planted.firms import Firm
from sunledger.demo.planted.offices import Office
from sunledger.demo.planted.world import World

AGENTS = ("中信达招标代理", "华诚招标代理", "正源工程咨询", "众合招标代理", "恒信采购服务")


@dataclass
class Lot:
    """One lot of a tender; its code is drawn."""

    world: World
    office: Office
    trade: str
    ceiling: int
    on: date
    agent: str
    code: str = field(init=False)

    def __post_init__(self) -> None:
        """Give it a code."""
        self.code = f"L{self.world.random.randrange(10**9):09}"


def offer(lot: Lot, firm: Firm, amount: int, *, won: bool, **columns: object) -> str:
    """Add a bid and return the code of its row."""
    world, machine = lot.world, f"machine {firm.code}"
    told: dict[str, object] = {
        "machine": machine,
        "network": f"net {firm.code}",
        "author": firm.leader_name + firm.code[-3:],
        "deposit": world.key("account", firm.code),
        "phone": world.key(firm.phone),
        "shared": 0,
    }
    return world.add(
        "bids",
        **lot.office.who,
        lot=lot.code,
        title=f"{lot.office.name}{lot.trade}项目",
        category=lot.trade,
        bidder=firm.name,
        bidder_id=firm.code,
        region=lot.office.county,
        home=int(firm.county == lot.office.county),
        agent=lot.agent,
        amount=amount,
        ceiling=lot.ceiling,
        bid_on=lot.on,
        valid=1,
        won=int(won),
        **{**told, **columns},
    )


def score(lot: Lot, firm: Firm, expert: str, points: float, *, won: bool) -> str:
    """Add an expert's score for a bid and return the code of its row."""
    return lot.world.add(
        "scores",
        **lot.office.who,
        lot=lot.code,
        expert=expert,
        bidder_id=firm.code,
        bidder=firm.name,
        score=round(points * 10) * 100,
        won=int(won),
    )
