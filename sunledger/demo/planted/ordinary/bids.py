"""Honest tenders: firms of one trade meet, offer what they think right, and somebody wins."""

from __future__ import annotations

from datetime import timedelta

from sunledger.demo.planted.firms import Firm, firms
from sunledger.demo.planted.offices import Office, day_between, free_amount, offices
from sunledger.demo.planted.tenders import AGENTS, Lot, offer
from sunledger.demo.planted.world import World

LOTS = {"bureau": 9, "company": 14, "hospital": 12, "town": 3}


def plant(world: World) -> None:
    """Run the tenders of every office; the nearest firms bid more often than those from afar."""
    every: dict[str, list[Firm]] = {}
    for firm in firms(world):
        every.setdefault(firm.trade, []).append(firm)
    for office in offices(world, *LOTS):
        for _ in range(LOTS[office.kind]):
            _lot(world, office, every)


def _lot(world: World, office: Office, every: dict[str, list[Firm]]) -> None:
    """Run one tender: offers differ by chance, and the lowest of those admitted mostly wins."""
    trade = world.random.choice(list(every))
    near = [one for one in every[trade] if one.county == office.county]
    far = [one for one in every[trade] if one.county != office.county]
    bidders = [one for one in near if world.random.random() < 0.6]
    bidders += world.random.sample(far, min(len(far), world.random.randrange(1, 5)))
    # Two firms of one owner may not bid in one lot.
    bidders = list({one.leader: one for one in bidders}.values())
    if len(bidders) < 3:
        return
    ceiling = free_amount(world.random, 700_000, 0.7)
    lot = Lot(world, office, trade, ceiling, day_between(world), world.random.choice(AGENTS))
    prices = {one.code: round(ceiling * world.random.uniform(0.78, 0.985)) for one in bidders}
    ranked = sorted(bidders, key=lambda one: prices[one.code])
    winner = ranked[0] if world.random.random() < 0.7 else world.random.choice(ranked[1:3])
    room = f"agency {lot.agent} {lot.on + timedelta(days=0)}"
    for one in bidders:
        # One in ten uploads from a machine that stands at the agency for everyone.
        at_agency = world.random.random() < 0.1
        machine = room if at_agency else f"machine {one.code}"
        offer(lot, one, prices[one.code], won=one is winner, machine=machine, shared=int(at_agency))
