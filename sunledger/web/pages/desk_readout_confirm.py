"""The confirming page: the words on one side, what is made of them on the other."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core.problem import shorten
from sunledger.decisions import confirming, spans, turns
from sunledger.decisions.adopting import is_past
from sunledger.decisions.aliases import groups_for
from sunledger.decisions.copies_known import twins
from sunledger.decisions.entries import owners_of, sentences_of
from sunledger.decisions.entries_again import due_again
from sunledger.decisions.models import (
    Decision,
    Entry,
    EntryState,
    Meeting,
    Proposal,
    Recurs,
    State,
)
from sunledger.decisions.progress import Progress, progress
from sunledger.decisions.quotation import Place
from sunledger.decisions.shares import shares
from sunledger.units.models import Unit
from sunledger.web.forms import around
from sunledger.web.gates import desk, person, sentence
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_meetings import one_meeting
from sunledger.web.pages.desk_readout_acts import UNDONE, Acts
from sunledger.web.pages.meeting_words import Marked, Words

HOW = {
    "explicit": gettext_lazy("in the words"),
    "context": gettext_lazy("from an earlier sentence"),
    "table": gettext_lazy("from the table"),
    "implied": gettext_lazy("implied by the meeting"),
    "none": gettext_lazy("not named"),
}
SAID = "confirming_said"
OFFERED = 40  # units in the list that opens under a field


class Line(NamedTuple):
    """An entry as the page shows it."""

    number: int
    entry: Entry
    owners: str  # as a person may write them
    shown: str
    how: str
    why_not: str
    twins: list[Decision]
    past: bool
    joints: list[tuple[int, str]]
    typed: dict[str, str]


@desk
def meeting(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a meeting with its entries, and do what is asked for."""
    one = one_meeting(request, code)
    if request.method != "POST":
        return _page(request, one, request.session.pop(SAID, ""))
    acts = Acts(one, person(request), request.POST)
    try:
        happened = acts.do()
    except Exception as error:
        if not type(error).__module__.startswith("sunledger."):
            raise
        return _page(request, one, sentence(error), refused=acts.entry)
    request.session[SAID] = happened
    return redirect(_address(one, acts))


@desk
def meeting_units(request: HttpRequest, code: str) -> HttpResponse:
    """Return the units and groups whose names have some words in them, as a list of options."""
    one, words = one_meeting(request, code), request.GET.get("q", "").strip()
    groups = [str(group) for group in groups_for(one.unit) if words.casefold() in str(group)]
    found = Unit.objects.filter(name__icontains=words) | Unit.objects.filter(code=words)
    found = found | Unit.objects.filter(name_en__icontains=words)
    names = [*groups, *(named(unit) for unit in found.order_by("depth", "code")[:OFFERED])]
    return render(request, "desk/parts/options.html", {"names": names})


def named(unit: Unit) -> str:
    """Return a unit's name with its code, so that it is known from others of that name."""
    return f"{unit} ({unit.code})"


def _address(one: Meeting, acts: Acts) -> str:
    """Return where to go on: the next entry to be confirmed, or the one that was touched."""
    address = reverse("desk_meeting", args=[one.code])
    entries = list(Entry.objects.live().filter(meeting=one))
    here = acts.entry
    if acts.onward:
        after = (here.start, here.end, here.pk) if here else (0, 0, 0)
        waiting = [entry for entry in entries if entry.state == EntryState.OPEN]
        later = [entry for entry in waiting if (entry.start, entry.end, entry.pk) > after]
        here = next(iter([*later, *waiting]), here)
    numbers = {entry.pk: number for number, entry in enumerate(entries, start=1)}
    if here is None or here.pk not in numbers:
        return f"{address}#work"
    return f"{address}?at={numbers[here.pk]}#entry-{numbers[here.pk]}"


def _page(
    request: HttpRequest, one: Meeting, happened: str, refused: Entry | None = None
) -> HttpResponse:
    """Show the meeting."""
    lines = _lines(_entries(one), one, refused, request)
    parts = list(one.parts.select_related("source"))
    first = next((part for part in parts if not part.is_copy), None)
    directives = progress(one, timezone.localdate())
    fixed = one.public_at is not None
    last = None if fixed else turns.undoable(one)
    context = _counts(lines, directives) | {
        "meeting": one,
        "facts": first,
        "sources": parts,
        "siblings": _siblings(one, first),
        "lines": lines,
        "fixed": fixed,
        "words": _words(one, lines, directives, first).html(adding=not fixed),
        "happened": happened,
        "refused": refused,
        "at": request.GET.get("at", ""),
        "last": UNDONE.get(last.do, last.do) if last else "",
        "shares": shares(Proposal.objects.filter(meeting=one), Entry.objects.filter(meeting=one)),
        "directives": directives,
        "again": due_again(one),
        "often": Recurs.choices,
        "names": _names(one),
        "crumbs": [Crumb(_("Meetings"), reverse("desk_meetings")), Crumb(one.title)],
    }
    return render(request, "desk/meeting.html", context)


def _entries(one: Meeting) -> list[Entry]:
    """Return the entries of a meeting, with all that the page shows of them."""
    return list(
        Entry.objects.live()
        .filter(meeting=one)
        .select_related("group", "same_as__meeting")
        .prefetch_related("owners", "proposals", "decisions")
    )


def _counts(lines: list[Line], directives: list[Progress]) -> dict[str, Any]:
    """Return how many entries stand where, and how many are left to be decided."""
    undecided = sum(line.entry.is_undecided for line in lines)
    return {
        "waiting": sum(line.entry.state == EntryState.OPEN for line in lines),
        "decided": len(lines) - undecided,
        "plain": sum(confirming.is_plain(line.entry) and not line.twins for line in lines),
        "ready": sum(line.entry.state == EntryState.CONFIRMED for line in lines),
        "left": undecided + sum(each.decision.state == State.PROPOSED for each in directives),
    }


def _lines(
    entries: list[Entry], one: Meeting, refused: Entry | None, request: HttpRequest
) -> list[Line]:
    """Return the entries as the page shows them."""
    asked = [entry for entry in entries if entry.is_undecided and not entry.is_new]
    found = twins(asked)
    typed = {name: str(request.POST.get(name, "")) for name in ("owner", "reason", "words")}
    return [
        Line(
            number,
            entry,
            _owners(entry),
            _shown(entry),
            str(HOW.get(entry.owner_how, "")),
            confirming.why_not(entry) if entry.kind == "task" and entry.is_undecided else "",
            found.get(entry.pk, []),
            entry.kind == "task" and entry.is_undecided and is_past(entry, timezone.localdate()),
            _joints(one.text, entry),
            typed if refused and refused.pk == entry.pk else {},
        )
        for number, entry in enumerate(entries, start=1)
    ]


def _owners(entry: Entry) -> str:
    """Return the owners as a person may write them."""
    return str(entry.group) if entry.group else "; ".join(named(unit) for unit in owners_of(entry))


def _shown(entry: Entry) -> str:
    """Return the owners by name; of a group, how many they are."""
    owners = owners_of(entry)
    if entry.group:
        return f"{entry.group} ({len(owners)})"
    return "; ".join(str(unit) for unit in owners)


def _joints(text: str, entry: Entry) -> list[tuple[int, str]]:
    """Return where an entry may be split, each with the words the second part begins with."""
    if not entry.is_undecided:
        return []
    found = spans.joints(text, Place(entry.start, entry.end))
    return [(place, shorten(text[place : entry.end], 40)) for place in found]


def _words(one: Meeting, lines: list[Line], directives: list[Any], first: Any) -> Words:
    """Return the words with the entries, or what else was decided on them, marked."""
    marks = [
        Marked(line.number, line.entry.start, line.entry.end, line.entry.state) for line in lines
    ]
    if not lines:
        kept = (each.decision for each in directives if each.decision.state != State.REJECTED)
        marks = [Marked(number, each.start, each.end) for number, each in enumerate(kept, start=1)]
    return Words(one.text, marks, sentences_of(one), first.boilerplate if first else ())


def _siblings(one: Meeting, first: Any) -> list[Meeting]:
    """Return the other meetings that were recorded from the same text."""
    mine = Meeting.objects.filter(parts__source=first.source, parts__is_copy=False) if first else []
    return [other for other in mine if other.pk != one.pk]


def _names(one: Meeting) -> list[str]:
    """Return the names that a field suggests before anything is written in it."""
    below = one.unit.children.all()[:OFFERED]
    units = dict.fromkeys([*around(one.unit), *below])
    return [*(str(group) for group in groups_for(one.unit)), *(named(unit) for unit in units)]
