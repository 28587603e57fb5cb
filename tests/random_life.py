"""How random people do random things to items: every action, with what it needs, made up."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction

from sunledger.ledger import actions as ledger
from sunledger.ledger import replies, steps
from sunledger.ledger.models import About, Item, Kind, Move, Opinion, Outcome, State
from sunledger.ledger.refusals import Refused
from sunledger.units.models import Unit, User
from tests.cast import Cast, at, day

PEOPLE = ("lead", "worker", "second_worker", "checker", "inspector", "clerk")
LEAD, WORKER, CHECKER = ("lead",), ("worker", "second_worker"), ("checker",)
# Who usually makes a move; now and then somebody else tries.
USUAL: dict[Move, tuple[str, ...]] = {
    Move.ASSIGN: LEAD,
    Move.SIGN: WORKER,
    Move.PLAN: (*WORKER, "lead"),
    Move.START: WORKER,
    Move.SINGLE: WORKER,
    Move.ANSWER: (*WORKER, "inspector"),
    Move.CHECK: CHECKER,
    Move.SEND_BACK: (*CHECKER, "lead"),
    Move.VERIFY: CHECKER,
    Move.NOTIFY: LEAD,
    Move.UPHOLD: LEAD,
    Move.DISMISS: LEAD,
    Move.CLOSE: LEAD,
    Move.CONFIRM: CHECKER,
    Move.EXPOSE: CHECKER,
    Move.REOPEN: LEAD,
    Move.TRANSFER: WORKER,
    Move.ACCEPT: ("inspector", "worker"),
    Move.REFUSE: ("inspector", "worker"),
    Move.ALLOT: LEAD,
    Move.PAUSE: LEAD,
    Move.RESUME: LEAD,
    Move.PROLONG: LEAD,
    Move.REVIEW: LEAD,
    Move.ASK_TIME: WORKER,
    Move.GRANT: LEAD,
    Move.DENY: LEAD,
    Move.MERGE: LEAD,
    Move.REFER: LEAD,
    Move.GIVE_UP: LEAD,
    Move.VIEW: CHECKER,
    Move.CALL_BACK: CHECKER,
    Move.CHARGE: LEAD,
    Move.ATTACH: WORKER,
    Move.RECOVER: WORKER,
    Move.APPRAISE: LEAD,
    Move.SHOW: LEAD,
    Move.ASK_REPLY: LEAD,
}
# What ends an item soon is tried less often, so that long lives are lived too.
RARE = (Move.MERGE, Move.REFER, Move.GIVE_UP)

Doing = Callable[["Attempt"], object]


class Attempt:
    """Somebody about to do something with an item, on a day, as the dice fall."""

    def __init__(self, cast: Cast, item: Item, by: User, days: int, draw: Random) -> None:
        self.cast, self.item, self.draw, self.days = cast, item, draw, days
        self.common: dict[str, Any] = {"item": item, "by": by, "at": at(days)}

    def later(self, most: int) -> Any:
        """Return some day to come; now and then one that is too late, or past."""
        return day(self.days + self.draw.randint(-1, most))

    def unit(self) -> Unit:
        """Return some unit."""
        cast = self.cast
        return self.draw.choice([cast.town, cast.bureau, cast.bureau, cast.hamlet, cast.county])


def do(move: Move, attempt: Attempt) -> object:
    """Make a move with what it needs."""
    return DOINGS[move](attempt)


def _assign(one: Attempt) -> object:
    doer = one.draw.choice([one.cast.town, one.cast.town, one.cast.bureau])
    return ledger.assign(**one.common, doer=doer, checker=one.cast.county, due=one.later(40))


def _plan(one: Attempt) -> object:
    days = [ledger.Day("一", one.later(20)), ledger.Day("二", one.later(40), Kind.NOTE)]
    return ledger.plan(**one.common, milestones=days[: one.draw.randint(0, 2)])


def _close(one: Attempt) -> object:
    outcome = one.draw.choice(Outcome.values)
    rest = one.draw.choice(["", "已说明"])
    why = one.draw.choice(["", "涉及个人隐私"])
    return ledger.close(
        **one.common, result="完成", outcome=outcome, unrecovered=rest, exemption=why
    )


def _decide(one: Attempt, action: Callable[..., object]) -> object:
    """Decide an objection: mostly one of this item that is open."""
    waiting = list(one.item.objections.filter(decided=None))
    if not waiting:
        waiting = [ledger.raise_objection(item=one.item, words="钱没到", at=at(one.days))]
    return action(**one.common, objection=waiting[0], reason="已核")


def _merge(one: Attempt) -> object:
    into = one.draw.choice(list(Item.objects.order_by("pk")))
    other = one.draw.random() < 0.5
    return ledger.merge(**one.common, into=into, reason="同一件事", other_money=other)


def _prolong(one: Attempt) -> object:
    due, review = one.later(300), one.later(95)
    return ledger.prolong(**one.common, reason="需时较长", due=due, review_on=review)


def _allot(one: Attempt) -> object:
    to = one.draw.choice([one.item.doer, one.item.receiver]) or one.unit()
    return ledger.allot(**one.common, to=to, reason="由其承办")


def _call_back(one: Attempt) -> object:
    affected = one.draw.randint(0, 6)
    yes = one.draw.choice([affected, affected, 1])
    return ledger.call_back(
        **one.common, affected=affected, yes=yes, no=0, unreachable=max(0, affected - yes)
    )


def _charge(one: Attempt) -> object:
    person = getattr(one.cast, one.draw.choice(["lead", "worker", "inspector"]))
    role = one.draw.choice(["leader", "handler", "overseer"])
    return ledger.charge(**one.common, role=role, post=person.holdings.get().post)


def _attach(one: Attempt, kind: str = "") -> Any:
    kind = kind or one.draw.choice(Kind.values)
    outcome = one.draw.choice(["clean", "still"]) if kind == Kind.RERUN else ""
    mark = one.draw.choice([None, *one.item.milestones.all()])
    return ledger.attach(
        **one.common, kind=kind, title="纸", text="字", outcome=outcome, milestone=mark
    )


def _recover(one: Attempt) -> object:
    with transaction.atomic():
        return ledger.record_recovery(
            **one.common,
            receipt=_attach(one, "receipt"),
            amount=100 * one.draw.randint(0, 4),
            on=day(one.days),
            payer="甲",
            paid_to="乙",
        )


def _appraise(one: Attempt) -> object:
    found, future = one.draw.choice([0, 300, 900]), one.draw.choice([None, 50])
    return ledger.appraise(**one.common, found=found, future=future, note="重新核定")


def _grant(one: Attempt) -> object:
    until = one.draw.choice([None, one.later(50)])
    return ledger.grant_time(**one.common, note="同意", until=until)


DOINGS: dict[Move, Doing] = {
    Move.ASSIGN: _assign,
    Move.SIGN: lambda one: ledger.sign(**one.common),
    Move.PLAN: _plan,
    Move.START: lambda one: ledger.start(
        **one.common, single_act=one.draw.choice(["", "", "一次办完"])
    ),
    Move.SINGLE: lambda one: ledger.call_single(**one.common, note="一次办完"),
    Move.ANSWER: lambda one: ledger.answer(**one.common, note="完成"),
    Move.CHECK: lambda one: ledger.begin_check(**one.common),
    Move.SEND_BACK: lambda one: ledger.send_back(**one.common, reason="不行"),
    Move.VERIFY: lambda one: ledger.verify(**one.common, note="属实"),
    Move.NOTIFY: lambda one: ledger.notify(**one.common),
    Move.UPHOLD: lambda one: _decide(one, ledger.uphold),
    Move.DISMISS: lambda one: _decide(one, ledger.dismiss_objection),
    Move.CLOSE: _close,
    Move.CONFIRM: lambda one: ledger.confirm(**one.common, finding="回访属实"),
    Move.EXPOSE: lambda one: ledger.expose(**one.common, finding="虚假整改"),
    Move.REOPEN: lambda one: ledger.reopen(**one.common, reason="不对"),
    Move.TRANSFER: lambda one: ledger.transfer(**one.common, to=one.unit(), reason="不属本单位"),
    Move.ACCEPT: lambda one: ledger.accept(**one.common),
    Move.REFUSE: lambda one: ledger.refuse(**one.common, reason="不属本单位"),
    Move.ALLOT: _allot,
    Move.PAUSE: lambda one: ledger.pause(**one.common, reason="汛期", until=one.later(32)),
    Move.RESUME: lambda one: ledger.resume(**one.common, note="继续"),
    Move.PROLONG: _prolong,
    Move.REVIEW: lambda one: ledger.review(**one.common, note="过半", review_on=one.later(95)),
    Move.ASK_TIME: lambda one: ledger.ask_time(**one.common, reason="未完", until=one.later(50)),
    Move.GRANT: _grant,
    Move.DENY: lambda one: ledger.deny_time(**one.common, reason="不同意"),
    Move.MERGE: _merge,
    Move.REFER: lambda one: ledger.refer(**one.common, to="监委", reason="移送"),
    Move.GIVE_UP: lambda one: ledger.give_up(**one.common, reason="取消"),
    Move.VIEW: lambda one: ledger.record_view(
        **one.common, opinion=one.draw.choice(Opinion.values), words="知道了"
    ),
    Move.CALL_BACK: _call_back,
    Move.CHARGE: _charge,
    Move.ATTACH: _attach,
    Move.RECOVER: _recover,
    Move.APPRAISE: _appraise,
    Move.SHOW: lambda one: ledger.show(**one.common),
    Move.ASK_REPLY: lambda one: ledger.ask_replies(
        **one.common, about=one.draw.choice(About.values), matter="拟公开"
    ),
}


def hear(item: Item, move: Move, by: User, days: int, draw: Random) -> None:
    """Let whoever is named be heard before it is said; now and then nobody asks, or replies."""
    if move not in replies.SAYS or draw.random() < 0.1:
        return
    with contextlib.suppress(Refused), transaction.atomic():
        ledger.ask_replies(item=item, about=replies.SAYS[move], matter="拟", by=by, at=at(days))
    for one in replies.to_be_given().filter(item=item):
        holder = User.objects.filter(holdings__post__unit=one.unit).order_by("pk").first()
        if holder and draw.random() < 0.9:
            ledger.give_reply(reply=one, words="没有意见", by=holder, at=at(days))
    item.refresh_from_db()


def some_move(draw: Random, item: Item) -> Move | None:
    """Return what is tried: mostly what leads on from the item's state, at times what does not."""
    fitting = [move for move in steps.moves_from(item.state) if move in USUAL]
    fitting = [move for move in fitting if move not in RARE or draw.random() < 0.05]
    onward = [move for move in fitting if (State(item.state), move) in steps.MAIN]
    moves = draw.choice([onward, onward, onward, fitting, fitting, list(USUAL)])
    return draw.choice(moves or fitting or list(USUAL))


def someone(draw: Random, move: Move, item: Item) -> str:
    """Return who tries a move: mostly one whose move it is."""
    if draw.random() < 0.1:
        return draw.choice(PEOPLE)
    if item.doer and item.doer.code == "q-b" and USUAL[move] == WORKER:
        return "inspector"
    return draw.choice(USUAL[move])


def passed(draw: Random) -> timedelta:
    """Return how much time goes by before the next thing happens."""
    return timedelta(days=draw.choice([0, 0, 0, 0, 1, 1, 6]))
