"""A programme of three levels, for the tests of what lies over it."""

from typing import Any

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.ledger.programme import actions as programme
from sunledger.ledger.programme.actions import Part
from tests.cast import Cast, at, day


def root(cast: Cast, **more: Any) -> Item:
    """Return an item of the town that is to be broken down."""
    return ledger.open_item(
        source="plan:one",
        title="修好出村的路",
        problem="十个村没有硬化路。",
        unit=cast.town,
        by=cast.lead,
        at=at(),
        starts_on=day(),
        due=day(100),
        doer=cast.town,
        **more,
    )


def part(cast: Cast, title: str, since: int = 0, until: int = 9, **more: Any) -> Part:
    """Return a part for the town, from one day to another."""
    words: dict[str, Any] = {"title": title, "problem": f"{title}。", "unit": cast.town}
    return Part(**(words | {"starts_on": day(since), "due": day(until)} | more))


def parted(cast: Cast, **more: Any) -> tuple[Item, list[Item]]:
    """Return an item with three parts: survey, then build; sign beside them."""
    whole = root(cast, **more)
    parts = [part(cast, "勘测"), part(cast, "施工", 10, 40), part(cast, "立牌", 10, 20)]
    opened = programme.break_down(item=whole, parts=parts, by=cast.lead, at=at())
    whole.refresh_from_db()
    return whole, opened


def given(cast: Cast, item: Item, days: int = 0, due: int = 40) -> Item:
    """Return an item in the hands of the town, the county checking."""
    return ledger.assign(
        item=item, doer=cast.town, checker=cast.bureau, due=day(due), by=cast.lead, at=at(days)
    )


def found_true(cast: Cast, item: Item, days: int = 2) -> Item:
    """Return an item that was given, answered and verified."""
    if item.state == "opened":
        given(cast, item)
    ledger.answer(item=item, note="已做完。", by=cast.worker, at=at(days))
    return ledger.verify(item=item, note="已看现场。", by=cast.inspector, at=at(days))


def over(cast: Cast, item: Item, days: int = 2) -> Item:
    """Return an item that went all the way and was closed."""
    found_true(cast, item, days)
    return ledger.close(item=item, result="做完了。", by=cast.lead, at=at(days))
