"""Where an item stands, in sentences: what waits, rests or is missing, and who says what."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.ledger import clock, hindrances, lookback
from sunledger.ledger.daywords import in_words
from sunledger.ledger.models import Item, Move, State, Step
from sunledger.units.models import Holding, Unit


class Voice(NamedTuple):
    """One of the three who speak about an item, and what they say."""

    title: str
    words: str


def standing(item: Item, on: date) -> list[str]:
    """Return what everyone who looks at an item inside should know, a sentence each."""
    return [*_resting(item, on), *_waiting(item, on), *_missing(item, on), *_moved(item, on)]


def voices(item: Item) -> list[Voice]:
    """Return the unit's claim, the checker's finding, and the view of whoever raised the matter.

    The three are never made into one: where they differ, everyone sees that they do.
    """
    said: dict[str, str] = {}
    for step in item.steps.all():
        if step.move in (Move.ANSWER, Move.VERIFY):
            said[step.move] = step.note
        if step.move == Move.SEND_BACK:
            said[Move.VERIFY] = step.note
    views = [
        f"{one.get_opinion_display()}{f': {one.words}' if one.words else ''}"
        for one in item.views.all()
    ]
    if not said and not views:
        return []
    return [
        Voice(_("What the unit answered"), said.get(Move.ANSWER, "")),
        Voice(_("What the checker found"), said.get(Move.VERIFY, "")),
        Voice(_("What whoever raised it says"), "\n".join([*views, *_called(item)])),
    ]


UNITS = {
    "doer": gettext_lazy("doer: %(value)s"),
    "checker": gettext_lazy("checker: %(value)s"),
    "to": gettext_lazy("to: %(value)s"),
}
DAYS = {
    "due": gettext_lazy("due: %(value)s"),
    "until": gettext_lazy("until: %(value)s"),
    "review_on": gettext_lazy("next review: %(value)s"),
}


def told(step: Step) -> list[str]:
    """Return what a step says beside its note: the units by their names, then the days."""
    given = step.details
    units = {name: given[name] for name in UNITS if given.get(name)}
    names = (
        {one.code: str(one) for one in Unit.objects.filter(code__in=units.values())}
        if units
        else {}
    )
    return [
        *(str(UNITS[name]) % {"value": names.get(code, code)} for name, code in units.items()),
        *(str(DAYS[name]) % {"value": in_words(given[name])} for name in DAYS if given.get(name)),
    ]


def _resting(item: Item, on: date) -> Iterator[str]:
    """Give until when an item rests."""
    if item.state == State.PAUSED and item.paused_until:
        yield _("Paused until %(day)s.") % {"day": in_words(item.paused_until)}
    if item.state == State.LONG_TERM and item.review_on:
        yield _("Long-term; the next review is by %(day)s.") % {"day": in_words(item.review_on)}


def _waiting(item: Item, on: date) -> Iterator[str]:
    """Give what waits for somebody's decision."""
    if item.asked_until:
        yield _("The doer asks for time until %(day)s.") % {"day": in_words(item.asked_until)}
    if item.receiver:
        yield _("Handed to %(unit)s, which has not accepted it yet.") % {"unit": item.receiver}
    yield from hindrances.in_notice(item, on)
    if due := lookback.due(item, on):
        yield _("A look back at it is due since %(day)s.") % {"day": in_words(due)}


def _missing(item: Item, on: date) -> Iterator[str]:
    """Give what an item lacks: a plan, a receipt, a person on a post of its chain."""
    if item.state == State.ASSIGNED and not item.signed_on:
        yield _("The doer has not signed for it yet.")
    tracked = item.state == State.OPENED or not clock.untracked(Item.objects.filter(pk=item.pk), on)
    if not tracked:
        yield _("It has lain for long without a plan, or a note that it is a single act.")
    held = Holding.objects.on(on).values("post")
    for duty in item.duties.exclude(post__in=held).select_related("post__unit"):
        yield _("The post of the %(part)s stands empty: %(post)s, %(unit)s.") % {
            "part": duty.get_role_display(),
            "post": duty.post,
            "unit": duty.post.unit,
        }


def _moved(item: Item, on: date) -> Iterator[str]:
    """Give how often an item was handed on, got more time, or was looked at again."""
    if times := hindrances.transfers(item):
        yield _("Handed on: %(times)s.") % {"times": times}
    if times := item.steps.filter(move=Move.GRANT).count():
        yield _("Given more time: %(times)s.") % {"times": times}
    if last := item.chases.first():
        yield _("Chased: %(times)s, last on %(day)s.") % {
            "times": item.chases.count(),
            "day": in_words(last.day),
        }
    # Not the days to come: whoever did the work need not be reminded of them.
    looks = item.look_backs.filter(Q(day__lte=on) | Q(step__isnull=False))
    if times := looks.count():
        yield _("Looked back at: %(made)s of %(times)s that were due.") % {
            "made": looks.exclude(step=None).count(),
            "times": times,
        }


def _called(item: Item) -> Iterator[str]:
    """Give what those affected said when they were called; who was not reached stands apart."""
    for step in item.steps.all():
        if step.move == Move.CALL_BACK:
            yield _(
                "Called back %(count)s of %(affected)s: put right %(yes)s, not %(no)s, "
                "not reached %(unreachable)s"
            ) % {**step.details, "count": len(step.details["drawn"])}
