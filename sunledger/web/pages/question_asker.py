"""What who asked sees and does with the code that was shown once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunledger.voices.questions import actions as questions
from sunledger.voices.questions import gate
from sunledger.voices.questions.face import face, item
from sunledger.voices.questions.hearing import WORDS
from sunledger.voices.questions.models import Question
from sunledger.web.forms import Form, WordsField
from sunledger.web.gates import done
from sunledger.web.pages import asked_about


class DisputeForm(Form):
    """That it is no answer."""

    why = WordsField(
        label=_("What is not answered?"),
        max_length=WORDS,
        required=False,
        help_text=_("Only those who answer read it. No names, numbers or addresses of people."),
    )


def act(question: Question, given: Any, on: date) -> DisputeForm | None:
    """Do what who asked sent, if anything; return what they may do now."""
    sent = bool(given) and given.get("do") == "dispute"
    form = DisputeForm(given if sent else None)
    if sent:
        done(form, lambda: _dispute(question, form, on))
    return form if form.errors or not gate.why_asker_not(question) else None


def _dispute(question: Question, form: DisputeForm, on: date) -> object:
    return questions.dispute(question=question, text=form.cleaned_data["why"], on=on)


def context(question: Question, on: date) -> dict[str, Any]:
    """Return what the page shows: how far it is, and every word that passed."""
    question.refresh_from_db()
    main = question.into or question
    return {
        "question": question,
        "main": main,
        "face": face(question, on),
        "main_face": face(main, on),
        "thing": asked_about.of(question),
        "steps": question.steps.select_related("unit", "to", "post__unit"),
        "item": item(main, on),
    }
