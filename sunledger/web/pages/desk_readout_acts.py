"""The acts of the confirming page: which button does what, and the sentence it says after."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.decisions import adopting, confirming, confirming_days, spans, turns
from sunledger.decisions.aliases import Meant, meant
from sunledger.decisions.confirming import Said
from sunledger.decisions.entries import sentences_of
from sunledger.decisions.models import Decision, Entry, EntryState, Meeting, Recurs
from sunledger.decisions.quotation import Place, places
from sunledger.ledger.refusals import Incomplete
from sunledger.units.access import first
from sunledger.units.models import Unit, User
from sunledger.web.forms import DayField, Form, UnitField, WordsField
from sunledger.web.pages import desk_readout_again

_CODE = re.compile(r"\(([\w-]{1,32})\)\s*$")
_BETWEEN = re.compile(r"[;；\n]+")

UNDONE = {
    "settle": gettext_lazy("who and by when"),
    "accept": gettext_lazy("confirming"),
    "accept-plain": gettext_lazy("confirming several"),
    "exhort": gettext_lazy("marking as an exhortation"),
    "task": gettext_lazy("marking as a task"),
    "reject": gettext_lazy("rejecting"),
    "take-back": gettext_lazy("taking back"),
    "respan": gettext_lazy("changing the words"),
    "split": gettext_lazy("splitting"),
    "merge": gettext_lazy("joining"),
    "add": gettext_lazy("adding"),
    "same": gettext_lazy("calling it the same"),
    "new": gettext_lazy("calling it new"),
    "keep-day": gettext_lazy("keeping a day that is past"),
}


class OwnersField(forms.CharField):
    """Units by name or code, several apart by semicolons; or the name of a group."""

    def __init__(self, *, unit: Unit, **kwargs: Any) -> None:
        super().__init__(max_length=2_000, **kwargs)
        self.unit = unit

    def clean(self, value: Any) -> Any:
        """Return who is meant, or refuse with those that may be meant."""
        words = str(super().clean(value) or "").strip()
        if not words:
            return None
        if _CODE.search(words) is None and (known := meant(words, self.unit)):
            return known
        names = [name.strip() for name in _BETWEEN.split(words) if name.strip()]
        return Meant(tuple(dict.fromkeys(self._one(name) for name in names)))

    def _one(self, name: str) -> Unit:
        """Return the unit with the code in brackets, else the one of that name."""
        if code := _CODE.search(name):
            found = Unit.objects.filter(code=code[1]).first()
            if found is not None:
                return found
        if (known := meant(name, self.unit)) and len(known.units) == 1:
            return known.units[0]
        field = UnitField(among=Unit.objects.all())
        unit = field.clean(name)
        if not isinstance(unit, Unit):
            raise ValidationError(_("No unit is called “%s”.") % name)
        return unit


class SettleForm(Form):
    """Whose it is, by when, how often again, and what it aims at."""

    due = DayField(label=gettext_lazy("By when"), required=False)
    recurs = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=Recurs.choices, required=False
    )
    target = WordsField(label=gettext_lazy("Measurable target"), required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = OwnersField(unit=unit, label=gettext_lazy("Whose it is"), required=False)
        self.fields = {"owner": owner, **self.fields}

    def given(self) -> Said:
        """Return what was filled in, or refuse with the form's sentences."""
        if not self.is_valid():
            said = (
                f"{self.fields[n].label}: {' '.join(map(str, e))}" for n, e in self.errors.items()
            )
            raise Incomplete(" ".join(said))
        given: Said = {
            "due": self.cleaned_data["due"],
            "recurs": self.cleaned_data["recurs"],
            "target": self.cleaned_data["target"],
        }
        if self.cleaned_data["owner"]:
            given["owner"] = self.cleaned_data["owner"]
        return given


class Acts:
    """One act asked for on the page of a meeting; `do` calls it and returns what to say."""

    def __init__(self, meeting: Meeting, by: User, given: Any) -> None:
        self.meeting, self.by, self.given = meeting, by, given
        self.entry: Entry | None = None
        if code := str(given.get("entry", "")):
            self.entry = first(Entry.objects.filter(meeting=meeting), code=code)
        turn = str(given.get("turn", ""))
        self.who: dict[str, Any] = {"by": by, "turn": int(turn) if turn.isdecimal() else None}
        self.onward = False  # whether the next entry comes into view

    def do(self) -> str:
        """Do what was asked for; return the sentence that says what happened."""
        name = str(self.given.get("do", "")) or ("add" if self.given.get("place") else "")
        if self.entry is not None and name in ON_ENTRY:
            return ON_ENTRY[name](self, self.entry)
        if name in ON_MEETING:
            return ON_MEETING[name](self)
        raise Incomplete(_("Nothing was done: press one of the buttons."))

    def accept(self, entry: Entry) -> str:
        """Confirm it; with the form of its owner where that was sent."""
        given = SettleForm(self.given, unit=self.meeting.unit).given() if self._filled else None
        done = confirming.accept(entry=entry, given=given, **self.who)
        if done.state == EntryState.OPEN:
            return confirming.has_twins()
        self.onward = True
        if done.state == EntryState.EXHORTATION:
            return _("Kept as an exhortation.")
        return _("Confirmed.")

    def settle(self, entry: Entry) -> str:
        """Keep who, by when and what for."""
        given = SettleForm(self.given, unit=self.meeting.unit).given()
        confirming.settle(entry=entry, given=given, **self.who)
        return _("Kept.")

    def exhort(self, entry: Entry) -> str:
        """Mark as an exhortation."""
        confirming.exhort(entry=entry, **self.who)
        self.onward = True
        return _("Kept as an exhortation: it opens no item.")

    def make_task(self, entry: Entry) -> str:
        """Mark as a task."""
        confirming.make_task(entry=entry, **self.who)
        return _("It is a task now. Say whose, and confirm it.")

    def reject(self, entry: Entry) -> str:
        """Reject with the reason."""
        confirming.reject(entry=entry, reason=str(self.given.get("reason", "")), **self.who)
        self.onward = True
        return _("Rejected. It stays on the page, with the reason.")

    def take_back(self, entry: Entry) -> str:
        """Look at it once more."""
        confirming.take_back(entry=entry, **self.who)
        return _("Taken back: to be confirmed.")

    def respan(self, entry: Entry) -> str:
        """Move an edge by a word, take the whole sentence, or the exact words."""
        place = self._place_asked(entry)
        confirming.respan(entry=entry, start=place.start, end=place.end, **self.who)
        return _("The words are now: %(words)s") % {
            "words": self.meeting.text[place.start : place.end]
        }

    def split(self, entry: Entry) -> str:
        """Split at the chosen place."""
        at = str(self.given.get("at", ""))
        if not at.isdecimal():
            raise Incomplete(_("Choose where the second part begins."))
        confirming.split(entry=entry, place=int(at), **self.who)
        return _("Split into two.")

    def merge(self, entry: Entry) -> str:
        """Join with the entry after it."""
        after = Entry.objects.undecided().filter(meeting=self.meeting, start__gte=entry.start)
        other = after.exclude(pk=entry.pk).order_by("start", "end", "pk").first()
        if other is None:
            raise Incomplete(_("No entry after this one is left to join with."))
        confirming.merge(entry=entry, other=other, **self.who)
        return _("Joined with the next one.")

    def same(self, entry: Entry) -> str:
        """Say that the ledger has it."""
        adopted = Decision.objects.select_related("meeting")
        decision = first(adopted, code=str(self.given.get("decision", "")))
        confirming.call_same(entry=entry, decision=decision, **self.who)
        self.onward = True
        return _("Linked with what the ledger has. It opens nothing.")

    def new(self, entry: Entry) -> str:
        """Say that it is new."""
        confirming.call_new(entry=entry, **self.who)
        return _("Noted: it is new.")

    def keep_day(self, entry: Entry) -> str:
        """Keep a day that is past."""
        confirming_days.keep_day(entry=entry, **self.who)
        return _("The day is kept: the item is overdue from the start.")

    def add(self) -> str:
        """Add an entry on a sentence, or on words that were selected."""
        start, _dash, end = str(self.given.get("place", "")).partition("-")
        if not (start.isdecimal() and end.isdecimal()):
            raise Incomplete(_("Choose the words to add."))
        self.entry = confirming.add(
            meeting=self.meeting, start=int(start), end=int(end), by=self.by
        )
        return _("Added. Say whose it is, and confirm it.")

    def undo(self) -> str:
        """Take the last act back."""
        act = turns.undo(meeting=self.meeting, by=self.by)
        codes = [code for code, was in act.was.items() if was is not None]
        self.entry = Entry.objects.live().filter(code__in=codes).order_by("start").first()
        return _("Taken back: %(what)s.") % {"what": UNDONE.get(act.do, act.do)}

    def accept_plain(self) -> str:
        """Confirm all that need no look."""
        done = confirming.accept_plain(meeting=self.meeting, by=self.by)
        self.onward = True
        return _("Confirmed: %(count)s.") % {"count": len(done)}

    def adopt(self) -> str:
        """Open the items of all that is confirmed."""
        words = str(self.given.get("checker", "")).strip()
        field = UnitField(among=Unit.objects.all(), required=False)
        try:
            checker = field.clean(_CODE.sub(lambda code: "", words).strip()) if words else None
            if code := _CODE.search(words):
                checker = Unit.objects.filter(code=code[1]).first() or checker
        except ValidationError as error:
            raise Incomplete(" ".join(error.messages)) from error
        opened = adopting.open_confirmed(meeting=self.meeting, by=self.by, checker=checker)
        self.onward = True
        said = [_("%(count)s items stand in the ledger now.") % {"count": len(opened.items)}]
        if opened.late:
            self.entry, self.onward = opened.late[0], False
            words = _("%(count)s wait: their day is past. Keep it, or write a new one; open again.")
            said.append(words % {"count": len(opened.late)})
        return " ".join(said)

    @property
    def _filled(self) -> bool:
        """Whether the form of owner and day was sent along."""
        return "owner" in self.given

    def _place_asked(self, entry: Entry) -> Place:
        """Return the stretch that is asked for."""
        text, here = self.meeting.text, Place(entry.start, entry.end)
        step = str(self.given.get("step", ""))
        if step == "sentence":
            return spans.sentence_around(sentences_of(self.meeting), here)
        if step:
            edge, _sep, way = step.partition(" ")
            return spans.stepped(text, here, edge, -1 if way == "left" else 1)
        start, _dash, end = str(self.given.get("chosen", "")).partition("-")
        if start.isdecimal() and end.isdecimal():
            return spans.fitting(text, int(start), int(end))
        found = places(text, str(self.given.get("words", "")))
        if not found:
            raise Incomplete(
                _("These words do not stand in the text of the meeting. Copy them from it.")
            )
        return min(found, key=lambda place: abs(place.start - here.start))


ON_ENTRY: dict[str, Callable[[Acts, Entry], str]] = {
    "accept": Acts.accept,
    "settle": Acts.settle,
    "exhort": Acts.exhort,
    "task": Acts.make_task,
    "reject": Acts.reject,
    "take-back": Acts.take_back,
    "respan": Acts.respan,
    "split": Acts.split,
    "merge": Acts.merge,
    "same": Acts.same,
    "new": Acts.new,
    "keep-day": Acts.keep_day,
}
ON_MEETING: dict[str, Callable[[Acts], str]] = {
    "add": Acts.add,
    "undo": Acts.undo,
    "accept-plain": Acts.accept_plain,
    "adopt": Acts.adopt,
    "again": lambda acts: desk_readout_again.open_next(acts.meeting, acts.by, acts.given),
}
