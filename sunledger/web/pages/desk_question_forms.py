"""The form of each move of a question, and what it does when it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.disclosure.models import Correction
from sunledger.units.models import Unit, User
from sunledger.voices.questions import about
from sunledger.voices.questions import actions as questions
from sunledger.voices.questions.answering import is_alike
from sunledger.voices.questions.models import Question
from sunledger.voices.questions.steps import Move, State
from sunledger.voices.questions.words import Kind, Outcome, Subject
from sunledger.voices.said import TITLE, WORDS
from sunledger.web.forms import DayField, Form, UnitField, WordsField
from sunledger.web.templatetags.sun import say

NEWEST = 50  # questions that one can be joined with


class MoveForm(Form):
    """What every move asks: that the person has seen the question as it is now."""

    does: Callable[..., object]
    turn = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, question: Question, by: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"]["turn"] = question.turn
        super().__init__(*args, **kwargs)
        self.question, self.by = question, by
        self.prepare(timezone.localdate())

    def prepare(self, on: date) -> None:
        """Fill in the choices that depend on the question."""

    def perform(self) -> object:
        """Make the move with what the form says."""
        self.question.turn = self.cleaned_data["turn"]
        return self.act({k: v for k, v in self.cleaned_data.items() if k != "turn"})

    def act(self, said: dict[str, Any]) -> object:
        """Call the room's action; most take the fields by their names."""
        return self.does(question=self.question, by=self.by, on=timezone.localdate(), **said)


class AcknowledgeForm(MoveForm):
    """That somebody has read it."""

    does = staticmethod(questions.acknowledge)

    note = WordsField(label=_("A word to who asked"), max_length=WORDS, required=False)


class AnswerForm(MoveForm):
    """The answer, how it was answered, and what it leads to."""

    outcome = forms.ChoiceField(label=_("How do you answer?"), widget=forms.RadioSelect)
    answer = WordsField(
        label=_("Your answer"),
        max_length=WORDS,
        help_text=_("Everyone reads it after a second look. Name units and posts, never persons."),
    )
    correction = forms.ModelChoiceField(
        label=_("Put right: which correction?"),
        queryset=Correction.objects.none(),
        to_field_name="code",
        required=False,
    )
    title = forms.CharField(
        label=_("Taken up: title of the item"), max_length=TITLE, required=False
    )

    def prepare(self, on: date) -> None:
        """Offer what fits: corrections made since, an item for an objection."""
        left_out = {Outcome.TAKEN_UP} if self.question.kind != Kind.OBJECTION else set()
        if self.question.batch_id is None:
            left_out.add(Outcome.WITHDRAWN)
        if self.question.subject == Subject.EXEMPTION:
            left_out.add(Outcome.CORRECTED)
        choices = [one for one in Outcome.choices if one[0] not in left_out]
        self.field("outcome").choices = choices
        made = [one.pk for one in about.corrections(self.question)]
        if made:
            self.field("correction").queryset = Correction.objects.filter(pk__in=made)
            self.field("correction").label_from_instance = _told
        else:
            del self.fields["correction"]
        if Outcome.TAKEN_UP in left_out:
            del self.fields["title"]

    def act(self, said: dict[str, Any]) -> object:
        """Answer."""
        upheld = questions.Upheld(said.pop("correction", None), said.pop("title", ""))
        return questions.answer(
            question=self.question, by=self.by, on=timezone.localdate(), upheld=upheld, **said
        )


class PassOnForm(MoveForm):
    """To whom, and why."""

    does = staticmethod(questions.pass_on)

    unit = UnitField(label=_("Unit whose matter it is"))
    reason = WordsField(label=_("Why it is theirs"), max_length=WORDS)

    def prepare(self, on: date) -> None:
        """Offer every unit."""
        self.field("unit").among = Unit.objects.all()
        self.suggest(self.question.at, "unit")


class OrderForm(MoveForm):
    """By when the unit below answers."""

    does = staticmethod(questions.order)

    until = DayField(label=_("The unit below answers by"))
    note = WordsField(label=_("A word to the unit"), max_length=WORDS, required=False)

    def prepare(self, on: date) -> None:
        """Propose the last day there is."""
        self.field("until").initial = self.question.level_by


class JoinForm(MoveForm):
    """With which."""

    into = forms.ModelChoiceField(
        label=_("The question that asks the same"),
        queryset=Question.objects.none(),
        to_field_name="code",
        empty_label=None,
    )

    def prepare(self, on: date) -> None:
        """Offer the others about the same thing, the newest first."""
        mine = self.question
        rows = Question.objects.filter(unit=mine.unit, kind=mine.kind, subject=mine.subject)
        rows = rows.filter(forgotten_on=None).exclude(pk=mine.pk).exclude(state=State.JOINED)
        alike = [one.pk for one in rows[: NEWEST * 4] if is_alike(one, mine)]
        self.field("into").queryset = rows.filter(pk__in=alike[:NEWEST])
        self.field("into").label_from_instance = lambda one: f"{one.text[:60]} ({one.asked_on})"

    def act(self, said: dict[str, Any]) -> object:
        """Join them."""
        return questions.join(
            question=self.question, into=said["into"], by=self.by, on=timezone.localdate()
        )


class ShowForm(MoveForm):
    """The words once more, before everyone can read them."""

    does = staticmethod(questions.show)

    text = WordsField(
        label=_("The words"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=WORDS,
        help_text=_(
            "Look for names, houses, illnesses, anything by which people are known. Put ■ in the "
            "place of such words; change nothing else."
        ),
    )

    def prepare(self, on: date) -> None:
        """Begin with the words as they are; what everyone reads already is not asked again."""
        self.initial.update(text=self.question.text)
        if self.question.shown_on is not None:
            del self.fields["text"]


class KeepInForm(MoveForm):
    """Why the words are not published."""

    does = staticmethod(questions.keep_in)

    reason = WordsField(
        label=_("Why it is not published"),
        max_length=400,
        help_text=_("Everyone can read this reason. Say it without what is personal."),
    )


def _told(correction: Correction) -> str:
    """Return a correction as a choice names it."""
    record = correction.record
    field = next((one for one in record.batch.shape.fields if one.name == correction.field), None)
    return (
        f"{record.line} · {say(field.title) if field else correction.field} · {correction.reason}"
    )


FORMS: dict[Move, type[MoveForm]] = {
    Move.ACKNOWLEDGE: AcknowledgeForm,
    Move.ANSWER: AnswerForm,
    Move.PASS_ON: PassOnForm,
    Move.ORDER: OrderForm,
    Move.JOIN: JoinForm,
    Move.SHOW: ShowForm,
    Move.KEEP_IN: KeepInForm,
}
