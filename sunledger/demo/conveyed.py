"""A meeting of the province on its way down three levels, with every kind of answer.

The counties get it from the province. One passes it on to its towns, its school and its enterprise;
one town passes it on to its villages. One village is done, one only studied it, Dahe is silent: its
secretary finds it on the desk.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sunledger.core.days import add_working_days
from sunledger.decisions import actions as decisions
from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.conveying.actions import Look, Whither
from sunledger.decisions.models import Decision, Matter, Receipt
from sunledger.demo.fill import Filled
from sunledger.demo.heard import hear
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import About
from sunledger.units.models import Unit, User

TITLE = "省监督工作推进会"
MEETING = """\
省监督工作推进会纪要

会议听取了村级小额采购公开情况的汇报。

会议决定，各地于十个工作日内公示村级路灯、绿化等小额采购的合同和价格，公示率达到100%。
"""
WORDS = "各地于十个工作日内公示村级路灯、绿化等小额采购的合同和价格，公示率达到100%"
TOP, COUNTY = "99", "990101"
TOWN, OTHER_TOWN = "990101001", "990101002"
DONE, STUDIED = "990101001002", "990101001003"
At = Callable[[date, int], datetime]


class Passing:
    """The province, its people, and the days of the way down."""

    def __init__(self, filled: Filled, on: date, at: At) -> None:
        self.people, self.units, self.on, self.at = filled.people, filled.units, on, at
        self.matter: Matter | None = None

    def moment(self, days: int, hour: int = 10) -> datetime:
        """Return a moment so many working days ago."""
        return self.at(add_working_days(self.on, -days), hour)

    def unit(self, code: str) -> Unit:
        """Return a unit."""
        return self.units[code]

    def receipt(self, code: str) -> Receipt:
        """Return what a unit has received."""
        return Receipt.objects.select_related("unit", "matter").get(
            matter=self.matter, unit=self.units[code]
        )

    def taken(self, code: str, role: str, days: int) -> dict[str, Any]:
        """Let a unit acknowledge; return what every answer of it begins with."""
        by = self.people.at(code, role)
        conveying.acknowledge(receipt=self.receipt(code), by=by, at=self.moment(days))
        return {"receipt": self.receipt(code), "by": by}

    def look(self, days: int, hour: int = 14) -> Look:
        """Return that something was said so many working days ago."""
        return Look(at=self.moment(days, hour))


def pass_down(filled: Filled, on: date, at: At) -> None:
    """Let the meeting go down, and each unit do what it does."""
    way = Passing(filled, on, at)
    chief = way.people.at(TOP, "chief")
    decision = _decided(way, chief)
    counties = conveying.of_kind(way.unit(TOP), "county")
    (sent,) = conveying.convey(
        meeting=decision.meeting,
        decisions=[decision],
        to=counties,
        by=chief,
        note="先公示合同，再核对价格。",
        at=way.moment(11, 17),
    )
    way.matter = sent.matter
    _counties(way, [unit.code for unit in counties.units if unit.code != COUNTY])
    _towns(way)
    _villages(way)


def _decided(way: Passing, chief: User) -> Decision:
    """Record the meeting with its one decision, and make it public."""
    held = add_working_days(way.on, -11)
    meeting = decisions.record_meeting(
        unit=way.unit(TOP),
        title=TITLE,
        held_on=held,
        text=MEETING,
        by=chief,
        at=way.at(held, 15),
    )
    decision = decisions.propose(
        meeting=meeting,
        quotation=WORDS,
        owner=way.unit(TOP),
        due=add_working_days(way.on, 5),
        target="公示率100%",
        by=chief,
    )
    decisions.adopt(decision=decision, by=chief, at=way.at(held, 16))
    decisions.make_public(meeting=meeting, by=chief, at=way.at(held, 16))
    return decision


def _counties(way: Passing, others: list[str]) -> None:
    """One county passes it on the next day; the others study it, sign late, or do nothing."""
    first = way.taken(COUNTY, "officer", 10)
    below = [way.unit(code) for code in (TOWN, OTHER_TOWN, f"{COUNTY}-xx", f"{COUNTY}-qy")]
    conveying.pass_on(**first, to=Whither(below), at=way.moment(10, 15))
    studied = way.taken(others[0], "officer", 10)
    note = "已召开专题会议传达学习。"
    conveying.words_only(**studied, note=note, look=way.look(8))
    way.taken(others[1], "officer", 7)


def _towns(way: Passing) -> None:
    """A town passes it on, the other opens an item; two bodies say it does not concern them."""
    first = way.taken(TOWN, "coordinator", 9)
    to = conveying.next_below(way.unit(TOWN))
    conveying.pass_on(**first, to=to, at=way.moment(9, 15))
    second = way.taken(OTHER_TOWN, "coordinator", 9)
    conveying.list_up(
        **second,
        title="公示全镇村级路灯、绿化采购合同",
        checker=way.unit(f"{COUNTY}-sj"),
        due=add_working_days(way.on, 3),
        look=way.look(8),
    )
    water = way.taken(f"{COUNTY}-qy", "manager", 9)
    reason = "本公司没有村级采购。"
    reply = conveying.not_ours(**water, reason=reason, look=way.look(9))
    officer = way.people.at(COUNTY, "officer")
    conveying.rule(reply=reply, accepted=True, by=officer, at=way.moment(7))
    school = way.taken(f"{COUNTY}-xx", "principal", 8)
    reason = "本校采购由县里统一公示。"
    conveying.not_ours(**school, reason=reason, look=way.look(7))


def _villages(way: Passing) -> None:
    """One village does it, one only studies it; Dahe has not said a word."""
    done = way.taken(DONE, "secretary", 8)
    reply = conveying.list_up(
        **done,
        title="公示本村路灯采购合同",
        checker=way.unit(f"{COUNTY}-sj"),
        due=add_working_days(way.on, -2),
        look=way.look(8),
    )
    _work_off(way, reply.items.get().item)
    studied = way.taken(STUDIED, "secretary", 6)
    conveying.words_only(**studied, note="已在村民代表会议上传达。", look=way.look(6))


def _work_off(way: Passing, item: Any) -> None:
    """Let the village answer, the auditor check, and the county close."""
    words = "三份合同和价格已贴在村务公开栏并上网。"
    head = way.people.at(DONE, "head")
    item = ledger.answer(item=item, note=words, by=head, at=way.moment(5))
    auditor = way.people.at(f"{COUNTY}-sj", "auditor")
    item = ledger.verify(item=item, note="已实地查看。", by=auditor, at=way.moment(4))
    officer = way.people.at(COUNTY, "officer")
    hear(item, About.RESULT, officer, way.moment(4), way.moment(3))
    ledger.close(
        item=item,
        result="三份路灯采购合同已全部公示。",
        by=officer,
        at=way.moment(3),
        exemption="结果已在村里公示。",
    )
