"""How every action on a question begins and ends: held, checked, written down, said in public."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sunledger.ledger.refusals import Conflict, NotNow
from sunledger.seal import actions as seal
from sunledger.units.models import Post, User
from sunledger.voices.questions import face, gate, steps
from sunledger.voices.questions.models import Question, Step
from sunledger.voices.questions.steps import BY_THE_ASKER, Move


@dataclass(frozen=True)
class Turn:
    """Somebody, or the clock, about to do something with a question nobody else can touch now."""

    question: Question
    move: Move
    on: date
    by: User | None = None
    post: Post | None = None


def begin(question: Question, move: Move, by: User, on: date) -> Turn:
    """Hold the question until the transaction ends, and see that the person may do this now."""
    seen = question.turn
    hold(question)
    if question.turn != seen:
        raise Conflict(
            _("Meanwhile this question was moved on, and it is now %(state)s. Look at it again.")
            % {"state": question.get_state_display()}
        )
    return Turn(question, move, on, by, gate.check(question, move, by, on))


def hold(question: Question) -> None:
    """Let nobody else act on it until the transaction ends."""
    question.refresh_from_db(from_queryset=Question.objects.select_for_update())


def finish(turn: Turn, text: str = "", **more: Any) -> Question:
    """Write the step, say it, and bring the question to where it leads.

    `more` is what the step tells beside its words; a unit in `to` is the one that answers next.
    """
    question = turn.question
    way = steps.way(question.state, turn.move)
    if way is None:  # cannot be: the gate has looked
        raise NotNow(steps.why_not_now(question.state, turn.move))
    say([*unsaid(question), write(turn, way.to, text, **more)])
    question.state = way.to
    question.at = more.get("to") or question.at
    question.turn += 1
    question.save()
    return question


def write(turn: Turn, state: str, text: str, **more: Any) -> Step:
    """Return the step, under the unit that had to answer as it was done; not yet kept."""
    last = turn.question.steps.order_by("-number").values_list("number", flat=True).first()
    return Step(
        question=turn.question,
        number=(last or 0) + 1,
        move=turn.move,
        state=state,
        unit=turn.question.at,
        by=turn.by,
        post=turn.post,
        on=turn.on,
        text=text,
        **more,
    )


def unsaid(question: Question) -> list[Step]:
    """Return the steps of who asked that were not yet said, in their order."""
    rows = question.steps.filter(leaf=None).order_by("number")
    return list(rows.select_related("unit", "to", "post"))


def say(found: list[Step]) -> None:
    """Say steps in public, but for what who asked does now, and keep them."""
    for step in found:
        is_new = step.pk is None
        if not (is_new and step.move in BY_THE_ASKER):
            what, facts = face.what(step)
            step.leaf = seal.say(what, **facts)
        step.save(force_insert=is_new, update_fields=None if is_new else ["leaf"])
