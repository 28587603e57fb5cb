"""What an item must have before it closes: a plain list of what is still missing."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from sunledger.core.money import show_money
from sunledger.ledger.models import Evidence, Finding, Item, Kind, Move, Opinion, Outcome
from sunledger.ledger.steps import RETURNS


def missing(item: Item, outcome: Outcome | None = None) -> list[str]:
    """Return what the proofs still lack, a sentence each.

    Papers count from the round that was verified: those given since the item was last assigned or
    sent back. A second run of a screen counts only after the answer, because a run from before
    says nothing about what the doer did. What was put right must also come out clean.
    """
    papers = list(item.evidence.select_related("step"))
    return [
        *_needs(item, papers),
        *_milestones(item, papers),
        *_raiser(item),
        *(_still_flagged(item, papers) if outcome == Outcome.PUT_RIGHT else ()),
    ]


def raised_by_the_public(item: Item) -> bool:
    """Whether somebody of the public has a claim in it, and so is heard before it closes."""
    return item.kind in settings.SUNLEDGER_KINDS_RAISED


def lacks_rerun(item: Item) -> bool:
    """Whether the screen has to run again before the item can be closed as put right.

    The same as `missing` says, for what a list has fetched of many items at once.
    """
    papers = [one for one in item.evidence.all() if one.kind == Kind.RERUN]
    since = max((one.number for one in item.steps.all() if one.move == Move.ANSWER), default=0)
    outcomes = [one.outcome for one in papers if one.step.number > since]
    return (Kind.RERUN in item.needs and not outcomes) or outcomes[-1:] == [Finding.STILL]


def money_left(item: Item) -> str:
    """Return the sentence about money that was found and did not come back, if there is any."""
    back = item.recovered_amount
    if back >= item.found_amount:
        return ""
    return _(
        "%(found)s %(currency)s was found and %(back)s came back. Say what became of the rest."
    ) % {
        "found": show_money(item.found_amount, item.currency),
        "back": show_money(back, item.currency),
        "currency": item.currency,
    }


def _needs(item: Item, papers: list[Evidence]) -> Iterable[str]:
    """Give a sentence for each kind of evidence that is needed and not there."""
    since = _last(item, Move.ASSIGN, *RETURNS)
    given = {paper.kind for paper in papers if paper.step.number > since}
    given.discard(Kind.RERUN)
    if _reruns(item, papers):
        given.add(Kind.RERUN)
    for need in item.needs:
        if need == Kind.RERUN and need not in given:
            yield _("The screen has not been run again since the answer.")
        elif need not in given:
            yield _("Evidence is missing: %(kind)s.") % {"kind": Kind(need).label}


def _raiser(item: Item) -> Iterable[str]:
    """Give a sentence where whoever raised the matter was neither heard nor called often enough."""
    if not raised_by_the_public(item):
        return
    opinions = [view.opinion for view in item.views.all()]
    heard = any(opinion != Opinion.UNREACHED for opinion in opinions)
    calls = settings.SUNLEDGER_STATES["calls"]
    if not heard and len(opinions) < calls:
        yield _(
            "Whoever raised it has not been heard. Record their view, or %(calls)s call-backs "
            "without a reply."
        ) % {"calls": calls}


def _milestones(item: Item, papers: list[Evidence]) -> Iterable[str]:
    """Give a sentence for each milestone that nothing proves."""
    proven = {paper.milestone_id for paper in papers}
    for milestone in item.milestones.all():
        if milestone.pk not in proven:
            yield _("Milestone %(number)s (%(title)s) has no evidence.") % {
                "number": milestone.number,
                "title": milestone.title,
            }


def _still_flagged(item: Item, papers: list[Evidence]) -> Iterable[str]:
    """Give a sentence where the latest run of the screen is not clean."""
    reruns = _reruns(item, papers)
    if reruns and reruns[-1].outcome != Finding.CLEAN:
        yield _("The screen still flags it, so it cannot be closed as put right.")


def _reruns(item: Item, papers: list[Evidence]) -> list[Evidence]:
    """Return the second runs since the last answer, in order."""
    since = _last(item, Move.ANSWER)
    return [paper for paper in papers if paper.kind == Kind.RERUN and paper.step.number > since]


def _last(item: Item, *moves: Move) -> int:
    """Return the number of the last step of these kinds, or 0."""
    numbers = item.steps.filter(move__in=moves).order_by("-number").values_list("number", flat=True)
    return numbers.first() or 0
