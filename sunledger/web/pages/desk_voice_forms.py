"""The form of each move of a suggestion, and what it does when it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.ledger.models import Kind
from sunledger.units import access
from sunledger.units.models import Power, Unit, User
from sunledger.voices import actions as voices
from sunledger.voices.models import Voice
from sunledger.voices.said import TITLE, WORDS
from sunledger.voices.steps import Move
from sunledger.web.forms import DayField, Form, UnitField, WordsField

DAYS = 30  # what is proposed as the time for the work


class VoiceForm(Form):
    """What every move asks: that the person has seen the suggestion as it is now."""

    does: Callable[..., object]
    turn = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, voice: Voice, by: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"]["turn"] = voice.turn
        super().__init__(*args, **kwargs)
        self.voice, self.by = voice, by
        self.prepare(timezone.localdate())

    def prepare(self, on: date) -> None:
        """Fill in the choices that depend on the suggestion."""

    def perform(self) -> object:
        """Make the move with what the form says."""
        self.voice.turn = self.cleaned_data["turn"]
        return self.act({k: v for k, v in self.cleaned_data.items() if k != "turn"})

    def act(self, said: dict[str, Any]) -> object:
        """Call the room's action; most take the fields by their names."""
        return self.does(voice=self.voice, by=self.by, on=timezone.localdate(), **said)


class AcknowledgeForm(VoiceForm):
    """That somebody has read it."""

    does = staticmethod(voices.acknowledge)

    note = WordsField(label=_("A word to the author"), max_length=WORDS, required=False)


class AskForm(VoiceForm):
    """A question."""

    does = staticmethod(voices.ask)

    question = WordsField(
        label=_("Your question to the author"),
        max_length=WORDS,
        help_text=_("Ask about the matter, never who they are. The time for the answer runs on."),
    )


class AnswerForm(VoiceForm):
    """The answer to what asks for nothing to be done."""

    does = staticmethod(voices.answer)

    answer = WordsField(label=_("Your answer"), max_length=WORDS)


class NotAdoptForm(VoiceForm):
    """The reasons."""

    does = staticmethod(voices.not_adopt)

    reason = WordsField(label=_("Why it is not adopted"), max_length=WORDS)


class AdoptForm(VoiceForm):
    """The answer, and the item that it becomes."""

    partly = False

    answer = WordsField(
        label=_("Your answer to the author"),
        max_length=WORDS,
        help_text=_("What is adopted, what is not, and why."),
    )
    title = forms.CharField(label=_("Title of the item"), max_length=200)
    problem = WordsField(label=_("What is to be done, in words of your own"))
    target = WordsField(label=_("Measurable target"), required=False)
    doer = UnitField(label=_("Unit that does the work"))
    checker = UnitField(label=_("Unit that checks it"))
    due = DayField(label=_("Due"))
    needs = forms.MultipleChoiceField(
        label=_("Evidence it needs before it can close"),
        choices=[one for one in Kind.choices if one[0] != Kind.RERUN],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def prepare(self, on: date) -> None:
        """Offer the units in reach as doers, any as a checker, and a month."""
        self.field("doer").among = access.reachable(self.by, Power.ASSIGN, on)
        self.field("checker").among = Unit.objects.all()
        self.suggest(self.voice.unit, "doer", "checker")
        self.field("due").initial = on + timedelta(DAYS)
        self.field("doer").initial = self.voice.unit

    def act(self, said: dict[str, Any]) -> object:
        """Adopt it."""
        return voices.adopt(voice=self.voice, by=self.by, partly=self.partly, **said)


class AdoptPartlyForm(AdoptForm):
    """The same for a part of it."""

    partly = True


class PassOnForm(VoiceForm):
    """To whom, and why."""

    does = staticmethod(voices.pass_on)

    unit = UnitField(label=_("Unit whose matter it is"))
    reason = WordsField(label=_("Why it is theirs"), max_length=WORDS)

    def prepare(self, on: date) -> None:
        """Offer every unit."""
        self.field("unit").among = Unit.objects.all()
        self.suggest(self.voice.unit, "unit")


class MergeForm(VoiceForm):
    """With which."""

    into = forms.ModelChoiceField(
        label=_("The suggestion that says the same"),
        queryset=Voice.objects.none(),
        to_field_name="code",
        empty_label=None,
    )

    def prepare(self, on: date) -> None:
        """Offer the unit's others, the newest first."""
        others = Voice.objects.suggestions().filter(unit=self.voice.unit, into=None)
        self.field("into").queryset = others.filter(forgotten_on=None).exclude(pk=self.voice.pk)
        self.field("into").label_from_instance = lambda one: f"{one.title} ({one.received_on})"

    def act(self, said: dict[str, Any]) -> object:
        """Join them."""
        return voices.merge(
            voice=self.voice, into=said["into"], by=self.by, on=timezone.localdate()
        )


class ShowForm(VoiceForm):
    """The words once more, before everyone can read them."""

    does = staticmethod(voices.show)

    title = forms.CharField(label=_("In one line"), max_length=TITLE)
    text = WordsField(
        label=_("The words"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=WORDS,
        help_text=_(
            "Look for names, houses, illnesses, anything by which people are known. Put ■ in the "
            "place of such words; change nothing else."
        ),
    )

    def prepare(self, on: date) -> None:
        """Begin with the words as they are."""
        self.initial.update(title=self.voice.title, text=self.voice.text)


class KeepInForm(VoiceForm):
    """Why it is not published."""

    does = staticmethod(voices.keep_in)

    reason = WordsField(
        label=_("Why it is not published"),
        max_length=400,
        help_text=_("Everyone can read this reason. Say it without what is personal."),
    )


FORMS: dict[Move, type[VoiceForm]] = {
    Move.ACKNOWLEDGE: AcknowledgeForm,
    Move.ASK: AskForm,
    Move.ANSWER: AnswerForm,
    Move.ADOPT: AdoptForm,
    Move.ADOPT_PARTLY: AdoptPartlyForm,
    Move.NOT_ADOPT: NotAdoptForm,
    Move.PASS_ON: PassOnForm,
    Move.MERGE: MergeForm,
    Move.SHOW: ShowForm,
    Move.KEEP_IN: KeepInForm,
}
