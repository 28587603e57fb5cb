"""What the unit does: acknowledges, asks, answers, passes on, joins what is the same."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.seal import actions as seal
from sunledger.units.models import Unit, User
from sunledger.voices import clock, face, routing, steps
from sunledger.voices.actions.turn import Turn, begin, finish
from sunledger.voices.models import Voice
from sunledger.voices.said import perhaps_said, said
from sunledger.voices.steps import DECIDED, OPEN, Move


@transaction.atomic
def acknowledge(*, voice: Voice, by: User, on: date, note: str = "") -> Voice:
    """Tell the author that somebody has read it and deals with it."""
    turn = begin(voice, Move.ACKNOWLEDGE, by, on)
    return finish(turn, perhaps_said(note, _("note")))


@transaction.atomic
def ask(*, voice: Voice, question: str, by: User, on: date) -> Voice:
    """Ask the author something. The time for the answer runs on."""
    turn = begin(voice, Move.ASK, by, on)
    return finish(turn, said(question, _("question")))


@transaction.atomic
def answer(*, voice: Voice, answer: str, by: User, on: date) -> Voice:
    """Answer what asks for nothing to be done."""
    return decide(begin(voice, Move.ANSWER, by, on), answer)


@transaction.atomic
def not_adopt(*, voice: Voice, reason: str, by: User, on: date) -> Voice:
    """Say that it is not adopted, and why."""
    return decide(begin(voice, Move.NOT_ADOPT, by, on), reason)


@transaction.atomic
def merge(*, voice: Voice, into: Voice, by: User, on: date) -> Voice:
    """Join it with another that says the same; its author follows that one from now on."""
    turn = begin(voice, Move.MERGE, by, on)
    into.refresh_from_db(from_queryset=Voice.objects.select_for_update())
    if into.pk == voice.pk or into.kind != voice.kind or into.unit_id != voice.unit_id:
        raise Incomplete(_("Join it with another suggestion that the same unit answers."))
    if voice.joined.exists():
        raise NotNow(_("Others were joined with this one. Join that one with this instead."))
    if into.state not in (*OPEN, *DECIDED) or into.forgotten_on is not None:
        raise NotNow(_("That one was joined with another itself. Join it with that other one."))
    voice.into = into
    return decide(turn, "")


@transaction.atomic
def pass_on(*, voice: Voice, unit: Unit, reason: str, by: User, on: date) -> Voice:
    """Pass it on to the unit whose matter it is. The time for the answer runs on.

    It never comes back to a unit that had it, and is passed on only so many times.
    """
    turn = begin(voice, Move.PASS_ON, by, on)
    had = set(voice.messages.values_list("unit", flat=True))
    if unit.pk in had:
        raise NotNow(_("%(unit)s had it already. Whoever has it now answers it.") % {"unit": unit})
    if not routing.answers_itself(unit, on):
        raise NotNow(_("Nobody in %(unit)s can answer. Choose the unit above it.") % {"unit": unit})
    voice.passes += 1
    voice.acknowledge_by = clock.acknowledge_by(on)
    return finish(turn, said(reason, _("reason")), unit)


def decide(turn: Turn, words: str) -> Voice:
    """Write down how it was decided, and say it in public: the fact, without any words."""
    voice = turn.voice
    voice.answer = "" if turn.move == Move.MERGE else said(words, _("answer"))
    voice.decided_on = turn.on
    voice.leaf = seal.say(face.DECIDED, **face.decided(voice, steps.ENDS[turn.move]))
    return finish(turn, voice.answer)
