"""What was said of questions, said again from the rows, for `sunledger verify`."""

from collections.abc import Iterator

from sunledger.seal.verify import Restated
from sunledger.voices.questions import face
from sunledger.voices.questions.face import SAID, SHOWN
from sunledger.voices.questions.models import Step
from sunledger.voices.questions.steps import Move


def restated() -> Iterator[Restated]:
    """Give every step that was said, as the rows tell it today.

    What was asked today is said with the night; what an action said in its own moment always is.
    """
    rows = Step.objects.exclude(leaf=None, move__in=(Move.ASK, Move.DISPUTE))
    more = ("question__unit", "question__record", "question__batch", "question__exemption")
    rows = rows.select_related(*more, "unit", "to", "post")
    for step in rows.order_by("leaf").iterator(2000):
        label = f"{step.question.code} {step.number}"
        if step.move == Move.SHOW:
            words = face.shown_facts(step)
            yield Restated(leaf=step.leaf, what=SHOWN, facts=words, label=label)
        else:
            facts = face.facts(step)
            yield Restated(leaf=step.leaf, what=SAID, facts=facts, label=label)
