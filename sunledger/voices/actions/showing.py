"""The second look: what of a suggestion the world may read, and what it may not."""

import re
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sunledger.ledger.refusals import Incomplete
from sunledger.seal import actions as seal
from sunledger.units.models import User
from sunledger.voices import face
from sunledger.voices.actions.turn import begin, finish
from sunledger.voices.models import Voice
from sunledger.voices.said import TITLE, said
from sunledger.voices.steps import Move

_COVERED = re.compile("■+")


@transaction.atomic
def show(*, voice: Voice, title: str, text: str, by: User, on: date) -> Voice:
    """Publish it with its answer, after a second look for what is personal.

    Words can be covered with ■ and never put otherwise: they are the author's. What was kept in can
    be shown after all, also by a unit above where the one that kept it in is named.
    """
    turn = begin(voice, Move.SHOW, by, on)
    voice.shown_title = _covered(
        voice.title, said(title, _("in one line"), TITLE), _("in one line")
    )
    voice.shown_text = _covered(voice.text, said(text, _("suggestion")), _("suggestion"))
    voice.shown_answer, voice.kept_in = voice.answer, ""
    voice.shown_on = on
    voice.shown_leaf = seal.say(face.SHOWN, **face.shown(voice))
    return finish(turn)


@transaction.atomic
def keep_in(*, voice: Voice, reason: str, by: User, on: date) -> Voice:
    """Keep its words from the public, for a reason that is public."""
    turn = begin(voice, Move.KEEP_IN, by, on)
    voice.kept_in = said(reason, _("reason"), 400)
    return finish(turn, voice.kept_in)


def is_covered(whole: str, shown: str) -> bool:
    """Whether a text is another with some stretches covered, and nothing else changed."""
    first, *rest = _COVERED.split(shown)
    if not rest:
        return shown == whole
    *middle, last = rest
    if not whole.startswith(first) or not whole[len(first) :].endswith(last):
        return False
    here, end = len(first), len(whole) - len(last)
    for part in middle:
        found = whole.find(part, here + 1, end)
        if found < 0:
            return False
        here = found + len(part)
    return here < end


def _covered(whole: str, shown: str, what: str) -> str:
    if not is_covered(whole, shown):
        raise Incomplete(
            _("%(field)s: cover words with ■, and leave all others as the author wrote them.")
            % {"field": what}
        )
    return shown
