"""Round cash written for days on which nobody works, and honest cash of such days."""

from __future__ import annotations

from datetime import date

from sunledger.demo.planted.ledgers import voucher
from sunledger.demo.planted.offices import Office, days_off, offices
from sunledger.demo.planted.world import World

_ABOUT = ["round_cash_on_days_off"]


def plant(world: World) -> None:
    """Plant each at villages of its own in which nobody else posts on days off."""
    kept = world.tables["vouchers"]
    by_night = {
        body for body, series in zip(kept["body"], kept["series"], strict=True) if series == "补记"
    }
    free = [one for one in offices(world, "village") if one.code not in by_night]
    many = min(len(free), world.times(35 * len(_PLANS), least=2 * len(_PLANS)))
    for n, office in enumerate(world.random.sample(free, many)):
        _PLANS[n % len(_PLANS)](world, office)


def _cash(world: World, office: Office, series: str, amounts: list[int], purpose: str) -> list[str]:
    """Book these sums in cash on days off, with a receipt for each."""
    days = sorted(world.random.sample(days_off(date(2025, 1, 4), date(2025, 11, 30)), len(amounts)))
    return [
        voucher(world, office, series, n, on, amount, cash=1, purpose=purpose)
        for n, (on, amount) in enumerate(zip(days, amounts, strict=True), 1)
    ]


def _written_for(world: World, office: Office) -> None:
    """Write receipts for work that was not done, on days that were never looked up."""
    many = world.random.randrange(6, 13)
    amounts = [world.random.randrange(3, 13) * 500_00 for _ in range(many)]
    rows = _cash(world, office, "现支", amounts, "零工")
    about = [*_ABOUT, "posted_on_days_off"]
    world.scheme("round cash dated on days off", about, rows)


# Innocent ---------------------------------------------------------------------------------------


def _market(world: World, office: Office) -> None:
    """The market is on Sundays: odd sums, and small ones."""
    amounts = [world.random.randrange(23, 960) * 1_00 for _ in range(5)]
    rows = _cash(world, office, "集市", amounts, "集市采购")
    world.look_alike("bought at the Sunday market", _ABOUT, rows)


def _helped(world: World, office: Office) -> None:
    """A house burns on a holiday, two people die: the village helps at once, in cash."""
    rows = _cash(world, office, "救助", [1_000_00, 1_000_00, 2_000_00], "临时救助")
    world.look_alike("help in need on a holiday", _ABOUT, rows)


_PLANS = (_written_for, _market, _helped)
