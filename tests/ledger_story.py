"""Ways through an item's life, for the tests of the ledger and of what lies over it."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from sunledger.ledger import actions as ledger
from sunledger.ledger import gate
from sunledger.ledger.models import About, Evidence, Item, Move, Recovery, Step
from sunledger.ledger.programme.actions import set_gates
from sunledger.units.models import User
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


def heard(item: Item, by: User, days: int | None = None, about: About = About.RESULT) -> Item:
    """Return it after whoever is named was asked, and has replied; now, if no day is said."""
    when = timezone.now() if days is None else at(days)
    if not gate.why_not(item, Move.ASK_REPLY, by, timezone.localdate(when)):
        replies = ledger.ask_replies(
            item=item, about=about, matter="拟公开的内容。", by=by, at=when
        )
        for one in replies:
            holder = User.objects.filter(holdings__post__unit=one.unit).order_by("pk")[0]
            ledger.give_reply(reply=one, words="没有不同意见。", by=holder, at=when)
        item.refresh_from_db()
    return item


def verified(cast: Cast, **more: Any) -> Item:
    """Return it verified by the county, after the village has replied."""
    item = heard(answered(cast, **more), cast.lead, 2)
    return ledger.verify(item=item, note="已查银行回单。", by=cast.checker, at=at(3))


def closed(cast: Cast, **more: Any) -> Item:
    """Return it closed as put right."""
    item = verified(cast, **more)
    return ledger.close(item=item, result="多付的货款已退回。", by=cast.lead, at=at(4))


def started(cast: Cast, **more: Any) -> Item:
    """Return it signed for and in progress."""
    return ledger.start(item=assigned(cast, **more), by=cast.worker, at=at(1))


def paused(cast: Cast, **more: Any) -> Item:
    """Return it paused by the county for two weeks."""
    item = assigned(cast, **more)
    return ledger.pause(item=item, reason="等待汛期过去。", until=day(15), by=cast.lead, at=at(1))


def long_term(cast: Cast, **more: Any) -> Item:
    """Return it as one that takes a year, with its next review in a quarter."""
    item, last = assigned(cast, **more), day(365)
    return ledger.prolong(
        item=item, reason="需分期还款。", due=last, review_on=day(90), by=cast.lead, at=at(1)
    )


def asked(cast: Cast, **more: Any) -> Item:
    """Return it with ten more days asked for."""
    item = assigned(cast, **more)
    return ledger.ask_time(
        item=item, reason="银行对账未完。", until=day(20), by=cast.worker, at=at(1)
    )


def passed_on(cast: Cast, **more: Any) -> Item:
    """Return it handed by the town to the bureau, which has not accepted it."""
    item = assigned(cast, **more)
    return ledger.transfer(
        item=item, to=cast.bureau, reason="属财政职责。", by=cast.worker, at=at(1)
    )


def noticed(cast: Cast, **more: Any) -> Item:
    """Return it in public notice."""
    return ledger.notify(item=verified(cast, **more), by=cast.lead, at=at(3))


def objected(cast: Cast, **more: Any) -> Item:
    """Return it in public notice, with an objection."""
    item = noticed(cast, **more)
    ledger.raise_objection(item=item, words="钱还没有到账。", at=at(4))
    return item


def confirmed(cast: Cast, **more: Any) -> Item:
    """Return it looked at again a month after closing, and found right."""
    item = closed(cast, **more)
    return ledger.confirm(item=item, finding="回访属实。", by=cast.checker, at=at(40))


def gated(cast: Cast) -> Item:
    """Return it with a gate that nobody has passed."""
    item = assigned(cast)
    set_gates(item=item, gates=[("第一关", "各部分都已核实。")], by=cast.lead, at=at(1))
    return item


# In which state each move can be tried, and by whom of the cast.
STANDS: dict[Move, tuple[str, Callable[[Cast], Item]]] = {
    Move.ASSIGN: ("lead", opened),
    Move.SIGN: ("worker", assigned),
    Move.START: ("worker", assigned),
    Move.ANSWER: ("worker", assigned),
    Move.CHECK: ("checker", answered),
    Move.SEND_BACK: ("checker", answered),
    Move.VERIFY: ("checker", answered),
    Move.NOTIFY: ("lead", verified),
    Move.UPHOLD: ("lead", objected),
    Move.DISMISS: ("lead", objected),
    Move.CLOSE: ("lead", verified),
    Move.CONFIRM: ("checker", closed),
    Move.EXPOSE: ("checker", closed),
    Move.REOPEN: ("lead", closed),
    Move.TRANSFER: ("worker", assigned),
    Move.ACCEPT: ("inspector", passed_on),
    Move.REFUSE: ("inspector", passed_on),
    Move.ALLOT: ("lead", passed_on),
    Move.RESUME: ("lead", paused),
    Move.ASK_TIME: ("worker", assigned),
    Move.GRANT: ("lead", asked),
    Move.DENY: ("lead", asked),
    Move.REVIEW: ("lead", long_term),
    Move.PASS: ("lead", gated),
    Move.VIEW: ("checker", answered),
    Move.CALL_BACK: ("checker", answered),
}


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
