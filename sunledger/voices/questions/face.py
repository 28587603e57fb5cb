"""What the world sees of a question, and the facts of it that are said in public.

That something was asked, about what, by when it is answered and who must: that is public at once,
without a word of who asked. The words, and those of the answer, are public after a second look.
What somebody does who is not signed in is said with the night, so that the log tells its day and
not its moment.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from sunledger.ledger.face import Face as ItemFace
from sunledger.ledger.face import face as item_face
from sunledger.units.models import Unit
from sunledger.voices import ending
from sunledger.voices.questions import about, rules
from sunledger.voices.questions.models import Question, QuestionQuerySet, Step
from sunledger.voices.questions.steps import Move, State
from sunledger.voices.questions.words import Kind, Light, Outcome, Subject

SAID, SHOWN = "question", "question_shown"


@dataclass(frozen=True)
class Face:
    """The public side of a question."""

    code: str
    kind: Kind
    subject: Subject
    unit: Unit
    at: Unit
    state: State
    light: Light
    asked_on: date
    answer_by: date
    level_by: date
    ordered_by: date | None
    answered_on: date | None
    rises: int
    disputed_on: date | None
    outcome: Outcome | None
    text: str  # after the second look
    answer: str  # after the second look
    hidden: str  # why there are no words: "wish", "wait", or the reason that was given
    joined: int  # how many others ask the same
    into: str
    corrected: bool  # since it was asked
    withdrawn: bool

    @property
    def is_open(self) -> bool:
        """Whether it has no answer."""
        return self.answered_on is None and not self.into


def face(question: Question, on: date) -> Face:
    """Return what the world sees of a question."""
    return Face(
        code=question.code,
        kind=Kind(question.kind),
        subject=Subject(question.subject),
        unit=question.unit,
        at=question.at,
        state=State(question.state),
        light=rules.light(question, on),
        asked_on=question.asked_on,
        answer_by=question.answer_by,
        level_by=question.level_by,
        ordered_by=question.ordered_by,
        answered_on=question.answered_on,
        rises=question.rises,
        disputed_on=question.disputed_on,
        outcome=Outcome(question.outcome) if question.outcome else None,
        text=question.shown_text,
        answer=question.shown_answer,
        hidden=_hidden(question),
        joined=question.joined.count(),
        into=question.into.code if question.into else "",
        corrected=bool(about.corrections(question)),
        withdrawn=question.batch is not None and not about.still_there(question),
    )


def item(question: Question, on: date) -> ItemFace | None:
    """Return the item that an objection became, as far as it is public."""
    found = ending.last_items([question.item]).get(question.item) if question.item else None
    return item_face(found, on) if found else None


def shown(rows: QuestionQuerySet) -> QuestionQuerySet:
    """Return questions with what their faces ask for."""
    return rows.select_related("unit", "at", "into", "batch", "record", "exemption")


def steps(question: Question) -> "QuerySet[Step]":
    """Return the steps as the world sees them: all but their private words."""
    return question.steps.select_related("unit", "to", "post__unit").defer("text")


def facts(step: Step) -> dict[str, Any]:
    """Return the facts of a step: about what, who must answer, by when; no word of who asked."""
    question = step.question
    of = question.record or question.exemption or question.batch
    return {
        "question": question.code,
        "kind": question.kind,
        "about": question.subject,
        "of": of.code if of else f"{question.category} {question.period}",
        "pinned": question.pinned,
        "unit": question.unit.code,
        "number": step.number,
        "move": step.move,
        "state": step.state,
        "at": step.unit.code,
        "to": step.to.code if step.to else None,
        "until": step.until,
        "outcome": step.outcome or None,
        "link": step.link or None,
        "post": step.post.code if step.post else None,
        "on": step.on,
    }


def shown_facts(step: Step) -> dict[str, Any]:
    """Return the facts of a publication: the words as they were published, and the answer."""
    return {
        "question": step.question.code,
        "number": step.number,
        "text": step.shown_text,
        "answer": step.shown_answer,
        "shown": step.on,
    }


def what(step: Step) -> tuple[str, dict[str, Any]]:
    """Return what is said of a step."""
    return (SHOWN, shown_facts(step)) if step.move == Move.SHOW else (SAID, facts(step))


def _hidden(question: Question) -> str:
    if not question.may_show:
        return "wish"
    if question.kept_in:
        return question.kept_in
    return "" if question.shown_on else "wait"
