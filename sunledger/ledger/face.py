"""What the world may see of an item: units and posts, never persons.

Before an item is closed nothing of it is public, unless whoever opened it for the world to follow
said so (`public`): a lead about a named unit is not news. Then, and only then, its title, its
problem, its chain and how far it is can be read; what was written in answering and checking, the
proofs and the money follow when it is closed. The answer of the unit is always part of what is
shown with a result: whoever is named has the right of reply.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import announced, chain, clock, replies
from sunledger.ledger.clock import Light
from sunledger.ledger.daywords import in_words
from sunledger.ledger.models import Item, Move, Outcome, State, Step
from sunledger.ledger.steps import CLOSED
from sunledger.units.models import Post, Unit

# Told with the replies themselves, once what they reply to is said.
ASIDE = (Move.ASK_REPLY, Move.REPLY)


@dataclass(frozen=True)
class Passed:
    """A step as the world sees it."""

    move: Move
    unit: Unit
    post: Post
    on: date


@dataclass(frozen=True)
class Proof:
    """That there is evidence of a kind, and the hash of the file; the file itself is not public."""

    kind: str
    sha256: str
    on: date


@dataclass(frozen=True)
class Money:
    """Three columns of one currency, never added."""

    currency: str
    found: int
    recovered: int
    future: int
    unrecovered: str


@dataclass(frozen=True)
class Ending:
    """How an item ended, in three voices: the result, the unit's answer, the checker's finding."""

    outcome: Outcome
    result: str
    answer: str
    finding: str
    closed_on: date | None
    money: Money
    proofs: tuple[Proof, ...]
    leaf: int | None


@dataclass(frozen=True)
class Notice:
    """What is said before an item is closed, and what became of the objections to it."""

    until: date
    answer: str
    finding: str
    open: int  # objections that have no answer yet
    answered: tuple[tuple[bool, str], ...]  # whether upheld, and the reason


@dataclass(frozen=True)
class Told:
    """What was said in public beside the result: a clearing, or what looking back has shown."""

    what: str
    title: str
    words: str
    on: date
    leaf: int


@dataclass(frozen=True)
class Face:
    """The public side of an item."""

    code: str
    title: str
    problem: str
    target: str
    unit: Unit | None  # none where all but the state is sealed
    due: date | None
    opened_on: date | None
    state: State
    light: Light
    chain: tuple[chain.Link, ...]
    passed: tuple[Passed, ...]
    ending: Ending | None
    notice: Notice | None
    told: tuple[Told, ...]
    replies: tuple[replies.Replied, ...]  # of whoever is named, to what was said so far
    due_first: date | None  # where the day was moved since
    aside: str  # until when it rests, and why it does not go on as others do
    merged_into: str  # the code of the item in which it goes on, where that is public
    reopens: str  # the code of the item that this one opens anew
    followed_by: tuple[str, ...]  # the codes of those that open this one anew, as far as public


def face(item: Item, on: date) -> Face | None:
    """Return what the world may see of an item on a day; None while that is nothing."""
    if not (item.public or item.state in CLOSED or item.state == State.REFERRED):
        return None
    if item.state == State.REFERRED:
        return _sealed(item, on)
    steps = item.steps.select_related("post__unit")
    followers = item.followed_by.all()
    return Face(
        code=item.code,
        title=item.title,
        problem=item.problem,
        target=item.target,
        unit=item.unit,
        due=item.due,
        opened_on=item.opened_on,
        state=State(item.state),
        light=clock.light(item, on),
        chain=tuple(chain.links(item)),
        passed=tuple(_passed(step) for step in steps if step.move not in ASIDE),
        ending=_ending(item) if item.state in CLOSED else None,
        notice=_notice(item),
        told=_told(item),
        replies=tuple(replies.in_public(item)),
        due_first=item.due_first if item.due_first != item.due else None,
        aside=_aside(item),
        merged_into=item.merged_into.code if item.merged_into and item.merged_into.public else "",
        reopens=item.reopens.code if item.reopens else "",
        followed_by=tuple(one.code for one in followers if one.public or one.leaf is not None),
    )


def _sealed(item: Item, on: date) -> Face:
    """Return of an item that was referred no more than that it was."""
    return Face(
        code=item.code,
        title=_("An item that was referred to the competent authority"),
        problem=_("Its details are sealed."),
        target="",
        unit=None,
        due=None,
        opened_on=None,
        state=State.REFERRED,
        light=clock.light(item, on),
        chain=(),
        passed=(),
        ending=None,
        notice=None,
        told=_told(item),
        replies=(),
        due_first=None,
        aside="",
        merged_into="",
        reopens="",
        followed_by=(),
    )


def _notice(item: Item) -> Notice | None:
    """Return what a public notice says, while it lasts."""
    if item.state != State.NOTICE or item.notice_until is None:
        return None
    objections = list(item.objections.select_related("decided"))
    return Notice(
        until=item.notice_until,
        answer=_last_note(item, Move.ANSWER),
        finding=_last_note(item, Move.VERIFY),
        open=sum(one.decided is None for one in objections),
        answered=tuple((bool(one.upheld), one.decided.note) for one in objections if one.decided),
    )


def _told(item: Item) -> tuple[Told, ...]:
    """Return what was said in public beside the result, in order."""
    said = item.announcements.select_related("step")
    return tuple(
        Told(
            what=one.what,
            title=str(announced.TITLES[one.what]),
            words=announced.words(one),
            on=timezone.localdate(one.step.at),
            leaf=one.leaf,
        )
        for one in said
    )


def _aside(item: Item) -> str:
    """Return until when an item rests, or is reviewed next."""
    if item.state == State.PAUSED and item.paused_until:
        return _("Paused until %(day)s.") % {"day": in_words(item.paused_until)}
    if item.state == State.LONG_TERM and item.review_on:
        return _("Long-term; the next review is by %(day)s.") % {"day": in_words(item.review_on)}
    return ""


def result(item: Item) -> dict[str, Any]:
    """Return the facts that are said in public when an item closes; `restate` says them again."""
    return {
        "item": item.code,
        "title": item.title,
        "problem": item.problem,
        "unit": item.unit.code,
        "doer": item.doer.code if item.doer else None,
        "checker": item.checker.code if item.checker else None,
        "opened": item.opened_on,
        "closed": item.closed_at,
        "outcome": str(item.outcome),
        "result": item.result,
        "answer": _last_note(item, Move.ANSWER),
        "finding": _last_note(item, Move.VERIFY),
        "currency": item.currency,
        "found": item.found_amount,
        "recovered": sum(recovery.amount for recovery in item.recoveries.all()),
        "future": item.future_amount,
        "unrecovered": item.unrecovered,
        "reopens": item.reopens.code if item.reopens else None,
        **{name: said for name in ("exemption", "clearing") if (said := getattr(item, name))},
        **({"replies": said} if (said := replies.facts_of_ending(item)) else {}),
    }


def _passed(step: Step) -> Passed:
    """Return a step without its person and its words."""
    return Passed(Move(step.move), step.post.unit, step.post, timezone.localdate(step.at))


def _ending(item: Item) -> Ending:
    """Return how a closed item ended."""
    papers = item.evidence.select_related("step")
    return Ending(
        outcome=Outcome(item.outcome),
        result=item.result,
        answer=_last_note(item, Move.ANSWER),
        finding=_last_note(item, Move.VERIFY),
        closed_on=item.closed_on,
        money=Money(
            item.currency,
            item.found_amount,
            item.recovered_amount,
            item.future_amount,
            item.unrecovered,
        ),
        proofs=tuple(
            Proof(str(paper.get_kind_display()), paper.sha256, timezone.localdate(paper.at))
            for paper in papers
        ),
        leaf=item.leaf,
    )


def _last_note(item: Item, move: Move) -> str:
    """Return what was written with the last step of a kind."""
    return next((step.note for step in reversed(item.steps.all()) if step.move == move), "")
