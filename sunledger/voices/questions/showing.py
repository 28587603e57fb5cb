"""The second look: what of a question and of its answer the world may read."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sunledger.ledger.refusals import Incomplete
from sunledger.units.models import User
from sunledger.voices.actions.showing import is_covered
from sunledger.voices.questions.models import Question
from sunledger.voices.questions.steps import Move, State
from sunledger.voices.questions.turn import begin, finish
from sunledger.voices.said import said


@transaction.atomic
def show(*, question: Question, by: User, on: date, text: str = "") -> Question:
    """Publish the words after a second look, with the answer once there is one.

    Words can be covered with ■ and never put otherwise: they are of who asked. What was published
    once stays as it is, so a second look at an answer shows the answer alone.
    """
    turn = begin(question, Move.SHOW, by, on)
    more = {}
    if question.shown_on is None:
        words = said(text, _("words"))
        if not is_covered(question.text, words):
            raise Incomplete(
                _("%(field)s: cover words with ■, and leave all others as the author wrote them.")
                % {"field": _("words")}
            )
        question.shown_text, question.shown_on = words, on
        more["shown_text"] = words
    question.kept_in = ""
    if question.state == State.ANSWERED:
        question.shown_answer = more["shown_answer"] = question.answer
    return finish(turn, **more)


@transaction.atomic
def keep_in(*, question: Question, reason: str, by: User, on: date) -> Question:
    """Keep the words from the public, for a reason that is public."""
    turn = begin(question, Move.KEEP_IN, by, on)
    question.kept_in = said(reason, _("reason"), 400)
    return finish(turn, question.kept_in)
