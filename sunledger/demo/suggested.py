"""What people of the made-up province suggested: a dozen, in every state there is."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from sunledger.core.days import add_working_days
from sunledger.demo.fill import Filled
from sunledger.demo.heard import hear
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import About, Item
from sunledger.units.models import Unit
from sunledger.voices import actions as voices
from sunledger.voices.models import Voice

COUNTY, OFFICE, TOWN, VILLAGE = "990101", "990101-sj", "990101001", "990101001001"
ANSWER = "建议收悉，已到现场看过。"


@dataclass(frozen=True)
class Suggested:
    """The town of the demonstration, and the working days before the day on which it plays."""

    filled: Filled
    on: date

    def day(self, ago: int) -> date:
        """Return the day so many working days ago."""
        return add_working_days(self.on, -ago)

    def at(self, ago: int, hour: int = 10) -> datetime:
        """Return a moment of that day's morning."""
        return datetime.combine(self.day(ago), time(hour), timezone.get_current_timezone())

    def unit(self, code: str) -> Unit:
        """Return a unit."""
        return self.filled.units[code]

    def who(self, place: str, role: str) -> Any:
        """Return the person of a post."""
        return self.filled.people.at(place, role)

    def given(self, ago: int, theme: str, title: str, text: str, **more: Any) -> Voice:
        """Return a suggestion that the town received so many working days ago."""
        giver = more.pop("giver", "public")
        words: dict[str, Any] = {"unit": self.unit(TOWN), "known": True, "about": None}
        words["may_publish"] = True
        words |= {"theme": theme, "title": title, "text": text}
        return voices.hear(giver=giver, at=self.at(ago), **(words | more)).voice

    def answered(self, voice: Voice, ago: int, answer: str = ANSWER) -> Voice:
        """Return it answered by the town."""
        clerk = self.who(TOWN, "listener")
        return voices.answer(voice=voice, answer=answer, by=clerk, on=self.day(ago))

    def shown(self, voice: Voice, ago: int) -> Voice:
        """Return it published, word for word."""
        clerk = self.who(TOWN, "listener")
        voice.refresh_from_db()
        return voices.show(
            voice=voice, title=voice.title, text=voice.text, by=clerk, on=self.day(ago)
        )

    def adopted(self, voice: Voice, ago: int, title: str, partly: bool = False) -> Item:
        """Return the item that the town made of it."""
        return voices.adopt(
            voice=voice,
            answer=f"{ANSWER}{'先做其中一部分。' if partly else '已列入今年的工作。'}",
            by=self.who(TOWN, "listener"),
            at=self.at(ago, 11),
            partly=partly,
            title=title,
            problem=f"{title}，由镇里办理，完成后请审计办公室现场核查。",
            target="",
            doer=self.unit(TOWN),
            checker=self.unit(OFFICE),
            due=add_working_days(self.on, 15),
            needs=[],
        )

    def ended(self, item: Item, ago: int, result: str) -> Item:
        """Return the item done by the town, checked by the audit office, closed by the county."""
        mayor, auditor = self.who(TOWN, "mayor"), self.who(OFFICE, "auditor")
        item = ledger.answer(item=item, note="已完成，请核查。", by=mayor, at=self.at(ago))
        at = self.at(ago - 1)
        item = ledger.verify(item=item, note="现场看过，属实。", by=auditor, at=at)
        officer = self.who(COUNTY, "officer")
        closing = {"result": result, "exemption": "便民小事，不另行公示。"}
        hear(item, About.RESULT, officer, at, self.at(ago - 2))
        return ledger.close(item=item, by=officer, at=self.at(ago - 2), **closing)


def suggest(filled: Filled, on: date) -> None:
    """Let a dozen suggestions be given, and most of them be answered."""
    here = Suggested(filled, on)
    _still_open(here)
    _elsewhere(here)
    _answered(here)
    _adopted(here)


def _still_open(here: Suggested) -> None:
    """One of today, one acknowledged, one with a question, one that lies too long."""
    clerk = here.who(TOWN, "listener")
    here.given(0, "roads", "赶集日加一班车", "逢五逢十赶集，下午回村的车只有一班，常常挤不上。")
    heard = here.given(4, "health", "卫生室周末开半天", "周末卫生室不开门，老人量血压要去县里。")
    voices.acknowledge(voice=heard, by=clerk, on=here.day(3), note="已收到，正与卫生院商量。")
    asked = here.given(6, "water", "河边设两个垃圾箱", "河边散步的人多，没有地方扔垃圾。")
    question = "您说的是桥东还是桥西一段？"
    voices.ask(voice=asked, question=question, by=clerk, on=here.day(5))
    voices.reply(voice=asked, text="桥东，靠近码头那一段。", on=here.day(3))
    here.given(25, "farming", "水渠清淤", "北边水渠淤了，浇地时水上不来。", giver="enterprise")


def _elsewhere(here: Suggested) -> None:
    """One passed on to the county, one whose author does not know the unit, one about the unit."""
    clerk = here.who(TOWN, "listener")
    passed = here.given(5, "business", "办照材料少交一次", "开店办照，同样的材料交了三次。")
    reason = "办照由县里统一受理，请县里答复。"
    voices.pass_on(voice=passed, unit=here.unit(COUNTY), reason=reason, by=clerk, on=here.day(4))
    here.given(2, "office", "热线中午也有人接", "中午打热线没人接。", unit=None, known=False)
    here.given(
        3, "money", "村账贴到人多的地方", "村账贴在办公室里面，平时看不到。",
        unit=here.unit(VILLAGE), about=here.unit(VILLAGE),
    )  # fmt: skip


def _answered(here: Suggested) -> None:
    """Answered and published, not adopted, kept from the public twice, one of a deputy."""
    clerk = here.who(TOWN, "listener")
    title, text = "公开栏换大一点的字", "公开栏的字太小，老人看不清。"
    here.shown(here.answered(here.given(12, "money", title, text), 8), 7)
    refused = here.given(
        14, "roads", "在老街设停车场", "老街没有地方停车，建议把小广场改成停车场。"
    )
    reason = "小广场是老人和孩子活动的地方，不宜改作停车场；老街东头另有车位。"
    voices.not_adopt(voice=refused, reason=reason, by=clerk, on=here.day(9))
    here.shown(refused, 8)
    here.answered(
        here.given(11, "office", "窗口少说两句", "办事时窗口的人说话太急。", may_publish=False), 6
    )
    title, text = "给邻居装扶手", "我家东边第二户的老人腿脚不好，建议门口装扶手。"
    kept = here.answered(here.given(13, "health", title, text), 10)
    reason = "写到了一户人家的情况。"
    voices.keep_in(voice=kept, reason=reason, by=clerk, on=here.day(9))
    _of_a_deputy(here)


def _of_a_deputy(here: Suggested) -> None:
    """A deputy of the congress gives one under the post, and it is answered."""
    deputy = here.who(COUNTY, "deputy")
    voice = voices.give(
        by=deputy,
        post=deputy.holdings.get().post,
        at=here.at(10),
        unit=here.unit(TOWN),
        known=True,
        about=None,
        theme="school",
        title="放学时学校门口有人值守",
        text="放学时学校门口车多，建议镇里安排人值守半小时。",
        may_publish=True,
    )
    here.shown(here.answered(voice, 4, "自下周一起，每个上学日下午安排两人值守。"), 3)


def _adopted(here: Suggested) -> None:
    """Four that became items: two done, with the author's view, one in work, one joined with it."""
    title, text = "村口小桥装路灯", "村口小桥晚上很黑，建议两头各装一盏路灯。"
    lamps = here.given(30, "roads", title, text)
    item = here.adopted(lamps, 26, "小桥两头装路灯")
    here.ended(item, 12, "小桥两头各装一盏路灯，已亮。")
    voices.say_view(voice=lamps, view="satisfied", text="亮了，谢谢。", on=here.day(8))
    here.shown(lamps, 8)

    title, text = "广场装健身器材", "建议在文化广场装十件健身器材，再修一条步道。"
    partly = here.given(34, "health", title, text, giver="enterprise")
    item = here.adopted(partly, 28, "文化广场装健身器材", partly=True)
    here.ended(item, 15, "装了六件器材；步道明年再议。")
    voices.say_view(voice=partly, view="not_satisfied", text="步道没有修。", on=here.day(11))
    here.shown(partly, 11)

    title, text = "集市设公平秤", "集市上没有公平秤，买卖常为斤两争执。"
    scales = here.given(9, "business", title, text)
    same = here.given(8, "business", "集市要有公平秤", "赶集买菜缺斤少两，建议设一台公平秤。")
    by = here.who(TOWN, "listener")
    voices.merge(voice=same, into=scales, by=by, on=here.day(7))
    here.adopted(scales, 6, "集市设一台公平秤")
    here.shown(scales, 5)
