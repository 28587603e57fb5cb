"""By when a suggestion is acknowledged and answered, in working days, and what is late.

The time for the answer runs from the first day and never begins anew: passing on gains nobody any
time, and nor does a question to the author. The time to acknowledge begins anew with each unit.
"""

from datetime import date

from django.conf import settings

from sunledger.core.days import add_working_days
from sunledger.voices.models import Voice
from sunledger.voices.steps import State


def acknowledge_by(arrived: date) -> date:
    """Return the last day on which a unit acknowledges what arrived on a day."""
    return _after(arrived, "acknowledge_days")


def answer_by(received: date) -> date:
    """Return the last day on which the author has an answer."""
    return _after(received, "answer_days")


def is_late(voice: Voice, on: date) -> bool:
    """Whether it should have been acknowledged, or answered, before this day."""
    if not voice.is_open:
        return False
    unheard = voice.state == State.RECEIVED and voice.acknowledge_by < on
    return unheard or voice.answer_by < on


def next_day(voice: Voice) -> date | None:
    """Return the next day by which something is due, if anything is."""
    if voice.state == State.RECEIVED:
        return min(voice.acknowledge_by, voice.answer_by)
    return voice.answer_by if voice.is_open else None


def _after(day: date, which: str) -> date:
    rules = settings.SUNLEDGER_VOICES
    return add_working_days(day, rules[which], rules["calendar"])
