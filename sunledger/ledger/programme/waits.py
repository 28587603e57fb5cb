"""What an item still waits for: other items, the gates of its stage, its own parts."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from sunledger.core.problem import shorten
from sunledger.ledger import steps
from sunledger.ledger.models import Dependency, Gate, Item, ItemQuerySet, Upon
from sunledger.ledger.steps import State

# Whatever waits for something "verified" may begin from here on.
FOUND_TRUE = (State.VERIFIED, State.NOTICE, *steps.ENDED)
NAMED = 3  # items that a sentence names before it says "and more"
SHOWN = 40  # signs of a title in a sentence


class Wait(NamedTuple):
    """Something that must be over first: a sentence, and the item if it is one."""

    sentence: str
    item: Item | None


def line_of(item: Item) -> list[Item]:
    """Return an item and all of which it is a part, itself first."""
    line = [item]
    while line[-1].parent is not None:
        line.append(line[-1].parent)
    return line


def unmet(item: Item) -> list[Wait]:
    """Return what must be over before an item, or what it is a part of, may begin."""
    line = line_of(item)
    return [*_others(line), *_gates(line)]


def why_not_begin(item: Item, on: date) -> str:
    """Return why work on an item cannot begin yet, or nothing where it can."""
    return " ".join(wait.sentence for wait in unmet(item))


def open_parts(item: Item) -> ItemQuerySet:
    """Return the parts of an item with which something is still to be done."""
    return Item.objects.filter(parent=item).still_open()


def why_not_done(item: Item) -> str:
    """Return why an item that was broken down is not done: its parts are not."""
    left = open_parts(item).order_by("pk")
    titles = [shorten(title, SHOWN) for title in left.values_list("title", flat=True)[: NAMED + 1]]
    if not titles:
        return ""
    more = " …" if len(titles) > NAMED else ""
    return _("It is done when its parts are, and %(count)s are still open: %(titles)s.") % {
        "count": left.count(),
        "titles": "; ".join(titles[:NAMED]) + more,
    }


def why_not_answer(item: Item, on: date) -> str:
    """Return why nobody can say that an item is done."""
    return why_not_begin(item, on) or why_not_done(item)


def why_not_over(item: Item, on: date) -> str:
    """Return why an item cannot be given up before its parts are."""
    return why_not_done(item)


def why_no_gates(item: Item, on: date) -> str:
    """Return why no gates can be set."""
    return _("The gates are set already.") if item.gates.exists() else ""


def why_not_pass(item: Item, on: date) -> str:
    """Return why no gate can be passed now."""
    gate = next_gate(item)
    if gate is None:
        return _("No gate is left to pass.")
    early = item.parts.filter(Q(stage=None) | Q(stage__lte=gate.number))
    left = early.exclude(state__in=FOUND_TRUE).count()
    if not left:
        return ""
    return _("Before gate %(gate)s, %(count)s parts of its stage are to be verified first.") % {
        "gate": gate,
        "count": left,
    }


def next_gate(item: Item) -> Gate | None:
    """Return the first gate that is not passed."""
    return item.gates.filter(passed=None).order_by("number").first()


def _others(line: list[Item]) -> Iterator[Wait]:
    """Give the items that the line waits for."""
    waits = Dependency.objects.filter(item__in=[item.pk for item in line], lifted=None)
    met = Q(after__state__in=steps.ENDED) | Q(upon=Upon.VERIFIED, after__state__in=FOUND_TRUE)
    for wait in waits.exclude(met).select_related("after"):
        words = {"title": shorten(wait.after.title, SHOWN), "upon": wait.get_upon_display()}
        sentence = _("It begins after “%(title)s” is %(upon)s, and that is not so yet.")
        yield Wait(sentence % words, wait.after)


def _gates(line: list[Item]) -> Iterator[Wait]:
    """Give the gates before the stages of the line."""
    for part, whole in pairwise(line):
        if part.stage is None:
            continue
        for gate in whole.gates.filter(number__lt=part.stage, passed=None):
            yield Wait(_("Gate %(gate)s is not passed yet.") % {"gate": gate}, None)
