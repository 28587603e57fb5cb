"""Bids that were agreed, firms that always win with one, and markets that are only small."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sunledger.demo.planted.firms import Firm, firms, new_firm, unrelated
from sunledger.demo.planted.offices import Office, day_between, drawn, free_amount, working_after
from sunledger.demo.planted.tenders import AGENTS, Lot, offer, score
from sunledger.demo.planted.world import World


def plant(world: World) -> None:
    """Plant each at buyers of its own."""
    bodies = drawn(world, 30 * len(_PLANS), "bureau", "company", "hospital", least=50)
    for n, office in enumerate(bodies):
        _PLANS[n % len(_PLANS)](world, office)


def _some(world: World, office: Office, many: int, trade: str = "建材") -> list[Firm]:
    """Return new firms, so that nothing else is known of them."""
    return [new_firm(world, office.county, trade) for _ in range(many)]


def _lot(world: World, office: Office, on: date | None = None, agent: str = "") -> Lot:
    ceiling = free_amount(world.random, 700_000, 0.5)
    agent = agent or world.random.choice(AGENTS)
    return Lot(world, office, "建材", ceiling, on or day_between(world), agent)


def _near(world: World, lot: Lot, low: float = 0.8, high: float = 0.97) -> int:
    return round(lot.ceiling * world.random.uniform(low, high))


def _others(world: World, office: Office, many: int) -> list[Firm]:
    return unrelated(world, office.county, many)


def _one_hand(world: World, office: Office) -> None:
    """Write two bids on one computer, or pay both deposits from one account."""
    lot, tied = _lot(world, office), _some(world, office, 2)
    one_account = {"deposit": world.key("account", tied[0].code)}
    one_machine = {"machine": f"machine {tied[0].code}", "network": f"net {tied[0].code}"}
    told = world.random.choice((one_account, one_machine, {**one_account, **one_machine}))
    rows = [
        offer(lot, firm, _near(world, lot), won=n == 0, **(told if n else {}))
        for n, firm in enumerate(tied)
    ]
    for firm in _others(world, office, 3):
        offer(lot, firm, _near(world, lot), won=False)
    world.scheme("two bids from one hand", ["bidders_tied"], rows)


def _in_step(world: World, office: Office) -> None:
    """Let one person set the prices of all: each a little above the last."""
    lot, rows = _lot(world, office), []
    price, step = _near(world, lot, 0.9, 0.93), lot.ceiling * world.random.randrange(8, 16) // 1_000
    for n, firm in enumerate(_some(world, office, world.random.choice((4, 5)))):
        rows.append(offer(lot, firm, price + n * step // 1_000 * 1_000, won=n == 0))
    world.scheme("prices that one person set", ["prices_in_step"], rows)


def _in_turn(world: World, office: Office) -> None:
    """Meet in every lot and take turns."""
    ring, on, rows = _some(world, office, 3), date(2024, 8, 1), []
    turns = world.random.randrange(8, 13)
    for nth in range(turns):
        lot = _lot(world, office, working_after(on))
        for n, firm in enumerate(ring):
            wins = n == nth % 3
            price = _near(world, lot, 0.9, 0.94) if wins else _near(world, lot, 0.95, 0.985)
            rows.append(offer(lot, firm, price, won=wins))
        for firm in _others(world, office, world.random.randrange(2)):
            offer(lot, firm, _near(world, lot, 0.95, 0.99), won=False)
        on += timedelta(days=38)
    world.scheme("a ring that takes turns", ["takes_turns"], rows)


def _cover(world: World, office: Office) -> None:
    """Bid beside a friend so that three have bid; never win."""
    winner, cover = _some(world, office, 2)
    on, rows = date(2024, 7, 20), []
    for nth in range(world.random.randrange(12, 17)):
        lot = _lot(world, office, working_after(on))
        best = nth % 6 != 5
        offer(lot, winner, _near(world, lot, 0.86, 0.93), won=best)
        rows.append(offer(lot, cover, _near(world, lot, 0.94, 0.99), won=False))
        for n, firm in enumerate(_others(world, office, 2)):
            offer(lot, firm, _near(world, lot, 0.9, 0.99), won=not best and n == 0)
        on += timedelta(days=30)
    world.scheme("a bidder that only keeps company", ["companion_bidder"], rows)


def _made_to_measure(world: World, office: Office) -> None:
    """Write the tender for one firm, which bids nowhere else."""
    firm, rows = _some(world, office, 1)[0], []
    for _ in range(world.random.randrange(4, 8)):
        lot = _lot(world, office)
        rows.append(offer(lot, firm, _near(world, lot, 0.93, 0.99), won=True))
        for other in _others(world, office, 3):
            offer(lot, other, _near(world, lot, 0.88, 0.99), won=False)
    world.scheme("tenders made to one firm's measure", ["wins_at_one_buyer"], rows)


def _ours_only(world: World, office: Office) -> None:
    """Let those from elsewhere bid at the new zone, and hardly ever win."""
    office = replace(office, code=f"{office.code}Z", name=f"{office.name}新区管委会")
    rows = []
    abroad = [new_firm(world, f"9999{n:02}", "建材") for n in range(12)]
    for nth in range(world.random.randrange(16, 24)):
        lot = _lot(world, office)
        lost = nth == 9  # once, so that nobody can say never
        for n, firm in enumerate(_others(world, office, 2)):
            won = n == 0 and not lost
            rows.append(offer(lot, firm, _near(world, lot, 0.92, 0.98), won=won))
        rows += [
            offer(lot, firm, _near(world, lot, 0.84, 0.95), won=n == 0 and lost)
            for n, firm in enumerate(world.random.sample(abroad, 2))
        ]
    world.scheme("those from elsewhere never win", ["home_wins"], rows)


def _by_one_agent(world: World, office: Office) -> None:
    """Win with the agent one pays, and as others do elsewhere."""
    firm, rows = _some(world, office, 1)[0], []
    agent = f"{office.name[:2]}鼎盛招标代理"
    for nth in range(22):
        steered = nth % 2 == 0
        lot = _lot(world, office, agent=agent if steered else AGENTS[nth % 5])
        wins = (steered and nth != 10) or nth == 7
        row = offer(lot, firm, _near(world, lot, 0.9, 0.97), won=wins)
        rows += [row] if steered else []
        for n, other in enumerate(_others(world, office, 4)):
            offer(lot, other, _near(world, lot, 0.88, 0.99), won=not wins and n == 0)
    world.scheme("a firm that wins with one agent", ["wins_with_agent"], rows)


def _bought_expert(world: World, office: Office) -> None:
    """Pay one expert, who lifts the winner far above what the others give."""
    rows, bought = [], f"Z{world.random.randrange(10**6):06}"
    for _ in range(world.random.randrange(4, 7)):
        lot, known = _lot(world, office), _others(world, office, 3)
        winner = known[0]
        for n, expert in enumerate(
            (bought, *(f"Z{world.random.randrange(10**6):06}" for _ in range(4)))
        ):
            for firm in known:
                points = world.random.uniform(70, 82)
                lifted = n == 0 and firm is winner
                points = world.random.uniform(93, 99) if lifted else points
                row = score(lot, firm, expert, points, won=firm is winner)
                rows += [row] if lifted else []
    world.scheme("an expert who lifts the winner", ["expert_above_others"], rows)


# Innocent ---------------------------------------------------------------------------------------


def _at_the_agency(world: World, office: Office) -> None:
    """All hand in on the machine that stands at the agency."""
    lot = _lot(world, office)
    told = {"machine": f"agency {lot.agent}", "network": f"agency {lot.agent}", "shared": 1}
    rows = [
        offer(lot, firm, _near(world, lot), won=n == 0, **told)
        for n, firm in enumerate(_others(world, office, 4))
    ]
    world.look_alike("bids handed in at the agency's machine", ["bidders_tied"], rows)


def _one_registrar(world: World, office: Office) -> None:
    """Four bidders were registered by the agent that registers a third of all firms."""
    known = [one for one in firms(world, office.county) if one.phone.startswith("agent")]
    lot = _lot(world, office)
    rows = [
        offer(lot, firm, _near(world, lot), won=n == 0)
        for n, firm in enumerate(world.random.sample(known, 4))
    ]
    world.look_alike("bidders of one registration agent", ["bidders_tied"], rows)


def _thin_market(world: World, office: Office) -> None:
    """Three firms do this kind of work here; the largest wins most, by its prices."""
    three, rows = _some(world, office, 3, "水电安装"), []
    for nth in range(8):
        lot = _lot(world, office)
        prices = [_near(world, lot, 0.8 + 0.04 * n, 0.9 + 0.04 * n) for n in range(3)]
        first = 1 if nth == 5 else 0
        rows += [offer(lot, firm, prices[n], won=n == first) for n, firm in enumerate(three)]
    world.look_alike("a thin market", ["takes_turns", "prices_in_step", "bidders_tied"], rows)


def _new_here(world: World, office: Office) -> None:
    """A new firm bids a dozen times and has not won yet; others win, each time another."""
    firm, rows = _some(world, office, 1)[0], []
    for _ in range(12):
        lot = _lot(world, office)
        rows.append(offer(lot, firm, _near(world, lot, 0.9, 0.99), won=False))
        for n, other in enumerate(_others(world, office, 4)):
            offer(lot, other, _near(world, lot, 0.85, 0.98), won=n == 0)
    world.look_alike("a new firm that has not won yet", ["companion_bidder"], rows)


def _specialist(world: World, office: Office) -> None:
    """Only this office needs what the firm does; it wins some and loses some."""
    firm, rows = _some(world, office, 1)[0], []
    for nth in range(6):
        lot, wins = _lot(world, office), nth % 2 == 0
        rows.append(offer(lot, firm, _near(world, lot, 0.85, 0.97), won=wins))
        for n, other in enumerate(_others(world, office, 3)):
            offer(lot, other, _near(world, lot, 0.85, 0.98), won=not wins and n == 0)
    world.look_alike("a specialist with one customer", ["wins_at_one_buyer"], rows)


def _generous(world: World, office: Office) -> None:
    """An expert gives everyone more than the others do."""
    rows, expert = [], f"Z{world.random.randrange(10**6):06}"
    for _ in range(5):
        lot, known = _lot(world, office), _others(world, office, 3)
        for n in range(5):
            for place, firm in enumerate(known):
                points = (
                    world.random.uniform(70, 80) + (12 if n == 0 else 0) + (3 if not place else 0)
                )
                who = expert if n == 0 else f"Z{world.random.randrange(10**6):06}"
                row = score(lot, firm, who, points, won=not place)
                rows += [row] if n == 0 else []
    world.look_alike("an expert generous to all", ["expert_above_others"], rows)


_PLANS = (
    _one_hand,
    _in_step,
    _in_turn,
    _cover,
    _made_to_measure,
    _ours_only,
    _by_one_agent,
    _bought_expert,
    _at_the_agency,
    _one_registrar,
    _thin_market,
    _new_here,
    _specialist,
    _generous,
)
