"""What people of the made-up province asked about published lines: one in every state there is."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from sunledger.core.days import add_working_days
from sunledger.demo.books import months_before
from sunledger.demo.fill import Filled
from sunledger.demo.owing import JOBS, OWED
from sunledger.disclosure.models import Record
from sunledger.voices.questions import about as subjects
from sunledger.voices.questions import actions as questions
from sunledger.voices.questions.about import About
from sunledger.voices.questions.models import Question

TOWN, VILLAGE = "990101001", "990101001001"


@dataclass(frozen=True)
class Questioned:
    """The village of the demonstration, its newest lines, and the working days before today."""

    filled: Filled
    on: date
    lines: list[Record]

    def day(self, ago: int) -> date:
        """Return the day so many working days ago."""
        return add_working_days(self.on, -ago)

    def at(self, ago: int) -> datetime:
        """Return a moment of that day's morning."""
        return datetime.combine(self.day(ago), time(10), timezone.get_current_timezone())

    def who(self, place: str, role: str) -> Any:
        """Return the person of a post."""
        return self.filled.people.at(place, role)

    def asked(self, ago: int, about: int | About, text: str, kind: str = "question") -> Question:
        """Return what was asked so many working days ago about one of the lines."""
        thing = subjects.of_record(self.lines[about].code) if isinstance(about, int) else about
        given = questions.ask(about=thing, kind=kind, text=text, may_show=True, at=self.at(ago))
        return given.question

    def answered(self, question: Question, ago: int, answer: str, **more: Any) -> Question:
        """Return it answered, by the village unless somebody else is named."""
        given = {"by": self.who(VILLAGE, "head"), "outcome": "explained"} | more
        question.refresh_from_db()
        return questions.answer(question=question, answer=answer, on=self.day(ago), **given)

    def shown(self, question: Question, ago: int, **more: Any) -> Question:
        """Return it published, word for word."""
        by = more.pop("by", self.who(VILLAGE, "head"))
        return questions.show(question=question, text=question.text, by=by, on=self.day(ago))


def question(filled: Filled, on: date) -> None:
    """Let people ask about lines of one village, and let some of it be answered."""
    unit = filled.units[VILLAGE]
    records = Record.objects.standing().filter(unit=unit, category="village-payments")
    records = records.filter(batch__published_at__date__lt=add_working_days(on, -16))
    here = Questioned(filled, on, list(records.order_by("-day", "pk")[:8]))
    _disputed(here)
    _answered(here)
    _late(here)
    _still_open(here)
    _about_what_lacks(here)
    questions.go_round(on)


def _disputed(here: Questioned) -> None:
    """One whose asker found no answer in it: the town answered."""
    clerk = here.who(TOWN, "listener")
    one = here.asked(16, 0, "这笔钱付给谁，干了什么活？")
    here.answered(one, 13, "按合同付款。")
    questions.dispute(question=one, on=here.day(12), text="没说干了什么活。")
    answer = "镇里查看了合同和验收单：付的是村道修补的尾款，验收单已附在报表后。"
    here.answered(one, 10, answer, by=clerk)
    here.shown(one, 9, by=clerk)


def _answered(here: Questioned) -> None:
    """One in time, with one that asked the same; an objection that was not accepted."""
    one = here.asked(9, 1, "用途写得太简单，能说明是哪一段路吗？")
    same = here.asked(8, 1, "是哪里的路？")
    head = here.who(VILLAGE, "head")
    questions.join(question=same, into=one, by=head, on=here.day(7))
    here.shown(here.answered(one, 6, "是村小学门口到小桥的一段，共二百一十米。"), 6)
    wrong = here.asked(10, 2, "金额比上个月高，应当退回。", kind="objection")
    answer = "本月多修了两处涵洞，单价与合同一致，清单见附件；金额无误。"
    here.shown(here.answered(wrong, 5, answer, outcome="refused"), 4)


def _late(here: Questioned) -> None:
    """One that the village let lie: it went up to the town by itself, which ordered an answer."""
    one = here.asked(8, 3, "凭证号和上一笔一样，是不是付了两次？", kind="question")
    questions.go_round(here.day(2))
    one.refresh_from_db()
    until = add_working_days(here.on, 2)
    by = here.who(TOWN, "listener")
    questions.order(question=one, until=until, by=by, on=here.day(1), note="请村里说明。")


def _still_open(here: Questioned) -> None:
    """One of yesterday, one that is due soon, and an objection to a whole sheet."""
    soon = here.asked(4, 4, "这家公司是怎么选的？")
    head = here.who(VILLAGE, "head")
    questions.acknowledge(question=soon, by=head, on=here.day(3), note="正在找比价单。")
    here.asked(1, 5, "这笔开支村民代表会议议过吗？")
    sheet = here.lines[6].batch
    text = "附件里没有验收单，请补上。"
    here.asked(1, subjects.of_sheet(sheet.code), text, kind="objection")


def _about_what_lacks(here: Questioned) -> None:
    """One about a red cell: what a village owed and has not published; it knows of it."""
    village = "990101001002"
    period = months_before(here.on, OWED)[0]
    about = subjects.of_missing(f"{village},{JOBS},{period}", here.day(3))
    one = here.asked(3, about, "这个月的公益性岗位报酬为什么一直没有公开？")
    by = here.who(village, "head")
    questions.acknowledge(question=one, by=by, on=here.day(2), note="正在核对，本周补报。")
