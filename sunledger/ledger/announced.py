"""The facts that are said in public beside an item's result, each told from its rows."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.ledger import replies
from sunledger.ledger.models import About, Announcement, Item, Move, Step
from sunledger.seal.verify import Restated

Facts = dict[str, Any]


def facts(what: str, step: Step) -> Facts:
    """Return what the world is told of a step; `restate` says it again."""
    return {"item": step.item.code, "on": timezone.localdate(step.at), **KINDS[what](step)}


def restated() -> Iterator[Restated]:
    """Give every announcement as the rows tell it today."""
    said = Announcement.objects.order_by("leaf").select_related(
        "step__post__unit", "step__item__unit", "step__item__doer", "step__item__checker"
    )
    for one in said.iterator(2000):
        told, label = facts(one.what, one.step), str(one.step.item)
        yield Restated(leaf=one.leaf, what=one.what, facts=told, label=label)


def words(one: Announcement) -> str:
    """Return what an announcement says, as far as it says more than its title."""
    if one.what == "cleared":
        return one.item.clearing
    return one.step.note if one.what in ("confirmed", "sham") else ""


def _referred(step: Step) -> Facts:
    """Return nothing more: the details are sealed."""
    return {}


def _notice(step: Step) -> Facts:
    """Return what is about to be closed, in the two voices, and until when one may object."""
    item = step.item
    return {
        "title": item.title,
        "problem": item.problem,
        "unit": item.unit.code,
        "doer": item.doer.code if item.doer else None,
        "checker": item.checker.code if item.checker else None,
        "answer": _note_before(step, Move.ANSWER),
        "finding": _note_before(step, Move.VERIFY),
        "until": step.details["until"],
        **_replies(step, About.RESULT),
    }


def _cleared(step: Step) -> Facts:
    """Return which unit was wrongly named, and what is said for it."""
    return {"unit": step.item.unit.code, "words": step.item.clearing}


def _confirmed(step: Step) -> Facts:
    """Return who looked again, and what they found."""
    return {"unit": step.post.unit.code, "finding": step.note}


def _sham(step: Step) -> Facts:
    """Return who looked again, what they found, and the item that goes on with it."""
    return {
        "unit": step.post.unit.code,
        "finding": step.note,
        "again": step.details["again"],
        **_replies(step, About.SHAM),
    }


def _replies(step: Step, about: About) -> Facts:
    """Return what whoever is named replied before this was said, where anybody was asked."""
    said = replies.facts(step.item, about, step.number)
    return {"replies": said} if said else {}


def _note_before(step: Step, move: Move) -> str:
    """Return what was written with the last step of a kind before this one."""
    item: Item = step.item
    before = item.steps.filter(move=move, number__lt=step.number).order_by("-number")
    return before.values_list("note", flat=True).first() or ""


KINDS: dict[str, Callable[[Step], Facts]] = {
    "referred": _referred,
    "notice": _notice,
    "cleared": _cleared,
    "confirmed": _confirmed,
    "sham": _sham,
}

TITLES = {
    "referred": _("Referred to the competent authority"),
    "notice": _("Public notice given"),
    "cleared": _("Cleared: nothing was wrong with the unit that was named"),
    "confirmed": _("Confirmed on looking back"),
    "sham": _("Reopened as sham correction"),
}
