"""Ways through an item's life, for the tests of the ledger and of what lies over it."""

from typing import Any

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Evidence, Item, Recovery, Step
from tests.cast import Cast, at, day


def opened(cast: Cast, **more: Any) -> Item:
    """Return an item about Dahe village."""
    words = {"source": "lead:one", "title": "重复付款", "problem": "一笔货款付了两次。"}
    return ledger.open_item(**(words | more), unit=cast.village, by=cast.lead, at=at())


def assigned(cast: Cast, **more: Any) -> Item:
    """Return it in the hands of the town, the county checking, due in ten days."""
    item = opened(cast, **more)
    return ledger.assign(
        item=item, doer=cast.town, checker=cast.county, due=day(10), by=cast.lead, at=at()
    )


def answered(cast: Cast, **more: Any) -> Item:
    """Return it answered by the town."""
    item = assigned(cast, **more)
    return ledger.answer(item=item, note="多付的钱已追回。", by=cast.worker, at=at(2))


def verified(cast: Cast, **more: Any) -> Item:
    """Return it verified by the county."""
    item = answered(cast, **more)
    return ledger.verify(item=item, note="已查银行回单。", by=cast.checker, at=at(3))


def closed(cast: Cast, **more: Any) -> Item:
    """Return it closed as put right."""
    item = verified(cast, **more)
    return ledger.close(item=item, result="多付的货款已退回。", by=cast.lead, at=at(4))


def paper(cast: Cast, item: Item, kind: str = "document", **more: Any) -> Evidence:
    """Return a paper that the town attached."""
    what: dict[str, Any] = {"title": "回单", "file_name": "slip.pdf", "content": b"%PDF-1.7 slip"}
    what |= {"by": cast.worker, "at": at(1)} | more
    return ledger.attach(item=item, kind=kind, **what)


def rerun(cast: Cast, item: Item, outcome: str, days: int) -> Evidence:
    """Return a second run of the screen, as the county's officer attaches it."""
    return ledger.attach(
        item=item, kind="rerun", title="再次运行", outcome=outcome, by=cast.lead, at=at(days)
    )


def recovered(cast: Cast, item: Item, amount: int, receipt: Evidence) -> Recovery:
    """Return money that the town recorded as come back."""
    return ledger.record_recovery(
        item=item,
        amount=amount,
        receipt=receipt,
        by=cast.worker,
        at=at(1),
        payer="某公司",
        paid_to="大河村",
        on=day(1),
    )


def raw_step(item: Item, move: str, by: Any, post: int) -> Step:
    """Write a step past the actions, as a shell could."""
    return Step.objects.create(
        item=item, number=99, move=move, state=item.state, by=by, post_id=post, at=at(9)
    )
