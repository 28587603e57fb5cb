"""Matters of one county that did not go straight on: one for each of the ways that an item can go.

They are small and made up, and each is taken by the people whose it is, on days before the day of
the demonstration, so that every page has something to show.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from sunledger.core.days import add_working_days
from sunledger.demo.fill import Filled
from sunledger.demo.heard import hear
from sunledger.ledger import actions as ledger
from sunledger.ledger import lookback
from sunledger.ledger.models import About, Item, Role
from sunledger.units.models import Post, Unit, User

DRIVE = "business-environment"
COUNTY, OFFICE, TOWN, OTHER_TOWN = "990101", "990101-sj", "990101001", "990101002"
LOOKED_AT = 3  # every third look-back that is due has been made


@dataclass(frozen=True)
class Aside:
    """The county, and the day from which everything is counted back, in working days."""

    filled: Filled
    on: date

    def who(self, place: str, role: str) -> User:
        """Return who holds a role somewhere."""
        return self.filled.people.at(place, role)

    def post(self, place: str, role: str) -> Post:
        """Return the post of that role."""
        return self.who(place, role).holdings.get().post

    def unit(self, code: str) -> Unit:
        """Return a unit."""
        return self.filled.units[code]

    def day(self, ago: int) -> date:
        """Return a day so many working days ago; below zero, to come."""
        return add_working_days(self.on, -ago)

    def at(self, ago: int) -> datetime:
        """Return a moment of that day."""
        return datetime.combine(self.day(ago), time(10), timezone.get_current_timezone())

    def by(self, role: str, ago: int) -> dict[str, Any]:
        """Return who acts and when: the county's officer, the town's mayor, the auditor."""
        place = {"officer": COUNTY, "mayor": TOWN, "auditor": OFFICE}[role]
        return {"by": self.who(place, role), "at": self.at(ago)}

    def given(self, title: str, problem: str, ago: int, due: int) -> Item:
        """Return an item that the town has in hand since a day, to be done by another."""
        officer, start = self.by("officer", ago), self.by("mayor", ago - 1)
        item = ledger.open_item(
            source="desk:",
            title=title,
            problem=problem,
            unit=self.unit(TOWN),
            drive=DRIVE,
            public=True,
            **officer,
        )
        town, office = self.unit(TOWN), self.unit(OFFICE)
        ledger.assign(item=item, doer=town, checker=office, due=self.day(due), **officer)
        return ledger.start(item=item, single_act="一次办完。", **start)

    def verified(self, title: str, problem: str, ago: int) -> Item:
        """Return an item that the town answered, and the office found true, six days later."""
        item = self.given(title, problem, ago, ago - 15)
        ledger.answer(item=item, note="已办完，企业已书面确认。", **self.by("mayor", ago - 4))
        note = "走访企业，情况属实。"
        return ledger.verify(item=item, note=note, **self.by("auditor", ago - 6))

    def closed(self, title: str, problem: str, ago: int, **closing: Any) -> Item:
        """Return it closed after its public notice."""
        item = self.verified(title, problem, ago)
        hear(item, About.RESULT, self.who(COUNTY, "officer"), self.at(ago - 6), self.at(ago - 7))
        ledger.notify(item=item, **self.by("officer", ago - 7))
        closing.setdefault("result", f"{title}，已办结。")
        return ledger.close(item=item, **closing, **self.by("officer", ago - 14))


@transaction.atomic
def go_aside(filled: Filled, on: date) -> Aside:
    """Let each matter go its way."""
    here = Aside(filled, on)
    _resting(here)
    _on_the_way(here)
    _elsewhere(here)
    _over(here)
    return here


def _resting(here: Aside) -> None:
    """One is paused, one has got more time, one takes years."""
    item = here.given("腾退占用的企业门前场地", "占道堆料影响企业装卸。", 20, -5)
    for role, post in (
        (Role.LEADER, here.post(COUNTY, "officer")),
        (Role.HANDLER, here.post(TOWN, "mayor")),
        (Role.OVERSEER, here.post("99", "inspector")),
    ):
        ledger.charge(item=item, role=role, post=post, **here.by("officer", 18))
    ledger.pause(
        item=item, reason="连续降雨，场地不能清运。", until=here.day(-6), **here.by("officer", 5)
    )
    item = here.given("兑现拖欠的路灯维修款", "维修款到期未付。", 24, 2)
    until = here.day(-12)
    ledger.ask_time(item=item, reason="分两期支付。", until=until, **here.by("mayor", 5))
    ledger.grant_time(item=item, note="首期已付，同意。", **here.by("officer", 4))
    item = here.given("为工业小区另建变电站", "企业反映电压不稳。", 40, 10)
    ledger.prolong(
        item=item,
        reason="立项、选址、施工需两年，先临时增容。",
        due=here.day(-400),
        review_on=here.day(-25),
        **here.by("officer", 30),
    )


def _on_the_way(here: Aside) -> None:
    """One is in public notice; one went to another town and was accepted there."""
    item = here.verified("补发两家企业的用工补贴", "补贴通过审核后半年未发。", 9)
    hear(item, About.RESULT, here.who(COUNTY, "officer"), here.at(3), here.at(2))
    ledger.notify(item=item, **here.by("officer", 2))
    item = here.given("更换企业门牌和导航地址", "门牌重号，快递误投。", 12, -8)
    to = here.unit(OTHER_TOWN)
    ledger.transfer(item=item, to=to, reason="厂区在邻镇地界。", **here.by("mayor", 9))
    ledger.accept(item=item, by=here.who(OTHER_TOWN, "mayor"), at=here.at(8))


def _elsewhere(here: Aside) -> None:
    """One belongs to another authority; one is given up; one is part of another."""
    item = here.given("核查一份围标的举报", "投标文件由同一台电脑制作。", 15, -5)
    reason = "涉嫌违法，依职权移送。"
    ledger.refer(item=item, to="有管辖权的监察机关", reason=reason, **here.by("officer", 10))
    item = here.given("恢复已停用的便民班车", "职工上下班不便。", 30, 6)
    reason = "线路客流不足，运营企业已退出，改为错时拼车，本项不再办理。"
    # The town was asked, and let its days go by.
    hear(item, About.NOT_DONE, here.who(COUNTY, "officer"), here.at(12), matter=reason)
    ledger.give_up(item=item, reason=reason, **here.by("officer", 5))
    whole = here.given("统一清理涉企重复检查", "同一事项一季内查了三次。", 16, -10)
    part = here.given("减少对一家企业的重复检查", "同一事项一季内查了三次。", 14, -10)
    ledger.merge(item=part, into=whole, reason="是同一件事。", **here.by("officer", 11))


def _over(here: Aside) -> None:
    """Two were looked at again: one had stayed right, one had not. In one nothing was wrong."""
    item = here.closed("退还多收的投标保证金", "中标后保证金逾期未退。", 90)
    finding = "回访三家企业，均已到账。"
    ledger.confirm(item=item, finding=finding, **here.by("auditor", 50))
    item = here.closed("拆除企业路口的限高杆", "限高杆挡住货车。", 80)
    finding = "限高杆拆后又装，整改不实。"
    officer = here.who(COUNTY, "officer")
    hear(item, About.SHAM, officer, here.at(33), here.at(31), matter=finding)
    ledger.expose(item=item, finding=finding, **here.by("auditor", 30))
    here.closed(
        "核对一笔被投诉的检测收费",
        "企业反映重复收费。",
        60,
        outcome="unfounded",
        result="两次收费对应两批样品，没有重复收费。",
        clearing="经核查，该镇没有重复收费，特此澄清。",
    )


@transaction.atomic
def look_back(here: Aside) -> None:
    """Let a part of the look-backs that are due be made; the rest wait on the desks."""
    due = list(lookback.all_due(here.on).select_related("item__checker"))
    for item in {look.item for look in due[::LOOKED_AT]}:
        _look_again(here, item)


def _look_again(here: Aside, item: Item) -> None:
    """Confirm, as the unit that checked it, that what was put right has stayed so."""
    checker = item.checker
    if checker and (checker.code, "auditor") in here.filled.people.held:
        by = here.who(checker.code, "auditor")
        ledger.confirm(item=item, finding="现场回访，情况保持。", by=by, at=here.at(1))
