"""What the author of a suggestion sees and does, whether they come by a code or by their post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunledger.ledger.face import face as item_face
from sunledger.voices import actions as voices
from sunledger.voices import clock, ending, gate
from sunledger.voices.models import Voice
from sunledger.voices.said import WORDS
from sunledger.voices.steps import Move
from sunledger.voices.words import View
from sunledger.web.forms import Form, WordsField
from sunledger.web.gates import done


class ReplyForm(Form):
    """More words."""

    text = WordsField(
        label=_("Your reply, or something to add"),
        max_length=WORDS,
        help_text=_("No names, numbers or addresses of people."),
    )


class ViewForm(Form):
    """How the author found the ending."""

    view = forms.ChoiceField(
        label=_("Are you satisfied with how it ended?"),
        choices=View.choices,
        widget=forms.RadioSelect,
    )
    why = WordsField(
        label=_("Why"), max_length=WORDS, required=False, help_text=_("Only the unit reads it.")
    )


@dataclass
class Asked:
    """What an author may do now, with what was wrong in what they sent."""

    reply: ReplyForm | None
    view: ViewForm | None


def act(voice: Voice, given: Any, on: date) -> Asked:
    """Do what the author sent, if anything; return what they may do now."""
    do = given.get("do", "") if given else ""
    reply = ReplyForm(given if do == "reply" else None)
    view = ViewForm(given if do == "view" else None)
    if do == "reply" and done(
        reply, lambda: voices.reply(voice=voice, text=reply.cleaned_data["text"], on=on)
    ):
        reply = ReplyForm()
    if do == "view" and done(view, lambda: _say(voice, view.cleaned_data, on)):
        view = ViewForm()
    may_reply = not gate.why_author_not(voice, Move.REPLY)
    return Asked(
        reply if may_reply or reply.errors else None,
        view if view.errors or may_view(voice) else None,
    )


def _say(voice: Voice, said: dict[str, Any], on: date) -> object:
    return voices.say_view(voice=voice, view=said["view"], text=said["why"], on=on)


def may_view(voice: Voice) -> bool:
    """Whether it ended, and the author has not yet said how they found that ending."""
    end = ending.of(voice)
    fresh = not voice.view or voice.view_of != end.mark
    return end.is_over and fresh and not gate.why_author_not(voice, Move.VIEW)


def context(voice: Voice, on: date) -> dict[str, Any]:
    """Return what an author's page shows: how far it is, every word that passed, how it ended."""
    end, main = ending.of(voice), voice.into or voice
    return {
        "voice": voice,
        "main": main,
        "messages_of": voice.messages.select_related("unit", "post__unit"),
        "late": clock.is_late(voice, on),
        "next_day": clock.next_day(voice),
        "end": end,
        "item_face": item_face(end.item, on) if end.item else None,
        "joined": voice.joined.count(),
    }
