"""Ways through the life of a question, for the tests of the room and of the pages over it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.models import Batch, Correction, Record
from sunledger.units.models import Power, Reach, Unit, User
from sunledger.voices.questions import about
from sunledger.voices.questions import actions as questions
from sunledger.voices.questions.actions import Heard
from sunledger.voices.questions.models import Question
from tests.cast import at, day, person
from tests.disclosure_story import Story, make_story

WORDS = "这笔水泥款为什么比上月多一倍？"
ANSWER = "本月多修了一段路，合同和验收单在村务公开栏。"


@dataclass(frozen=True)
class Asked:
    """A village that answers for itself, a published sheet, and those who answer above."""

    story: Story
    elder: User  # the village's: answers
    mayor: User  # the town's: answers
    chief: User  # the county's: answers, opens items
    batch: Batch

    @property
    def village(self) -> Unit:
        return self.story.village

    @property
    def record(self) -> Record:
        return self.batch.records.order_by("number")[0]

    def ask(self, days: int = 0, **more: Any) -> Heard:
        """Return a question about the first line, with its code."""
        given = {"about": about.of_record(self.record.code), "kind": "question"}
        given |= {"text": WORDS, "may_show": True}
        return questions.ask(at=at(days), **(given | more))  # type: ignore[arg-type]

    def asked(self, days: int = 0, **more: Any) -> Question:
        """Return a question about the first line."""
        return self.ask(days, **more).question

    def answered(self, question: Question, on: date | None = None, **more: Any) -> Question:
        """Return it answered by the village."""
        given: dict[str, Any] = {"outcome": "explained", "answer": ANSWER, "by": self.elder}
        return questions.answer(question=question, on=on or day(1), **(given | more))

    def corrected(self, new: str = "0.90") -> Correction:
        """Return a correction of the first line's amount that was made."""
        asked = disclosure.ask_correction(
            record=self.record, field="amount", new=new, reason="看错一位。", by=self.story.clerk
        )
        return disclosure.correct(correction=asked, by=self.story.reviewer)


def make_asked() -> Asked:
    """Return the beginning, fresh in the database."""
    story = make_story()
    leads = (Power.ANSWER, Power.ASSIGN)
    return Asked(
        story=story,
        elder=person("elder", "村书记", story.village, Power.ANSWER),
        mayor=person("mayor", "镇长助理", story.cast.town, Power.ANSWER),
        chief=person("chief", "县公开办", story.cast.county, *leads, reach=Reach.BELOW),
        batch=story.published(),
    )
