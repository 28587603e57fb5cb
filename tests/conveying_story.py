"""A county's decision on its way down: the town passes it on, one village works, one is silent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from sunledger.decisions import actions as decisions
from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.conveying.standing import stood
from sunledger.decisions.models import Conveyance, Decision, Matter, Meeting, Receipt
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.units.models import Power, Reach, Unit, User
from tests.cast import Cast, at, day, make_cast, person

TEXT = "会议决定，各单位于月底前核对付款凭证。会议要求，各村公布路灯合同。"
WORDS = "各单位于月底前核对付款凭证"
WORKS = (Power.DECIDE, Power.ASSIGN, Power.ANSWER)


@dataclass(frozen=True)
class Way:
    """The meeting, its decision, and who acts for each unit."""

    cast: Cast
    meeting: Meeting
    decision: Decision
    secretary: User  # the town's
    head: User  # Dahe's
    neighbour: User  # Xiaohe's
    chief: User  # the bureau's

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(decision=self.decision)

    def receipt(self, unit: Unit) -> Receipt:
        """Return what a unit has received, fresh."""
        return Receipt.objects.select_related("unit", "matter").get(
            unit=unit, matter__decision=self.decision
        )

    def sent(self, *units: Unit, when: datetime | None = None) -> Conveyance:
        """Let the county send the decision to units."""
        to = conveying.Whither(units)
        return conveying.convey(
            meeting=self.meeting,
            decisions=[self.decision],
            to=to,
            by=self.cast.lead,
            at=when or at(),
        )[0]

    def taken(self, unit: Unit, by: User, days: int = 0) -> Receipt:
        """Let a unit acknowledge what it has received."""
        receipt = self.receipt(unit)
        conveying.acknowledge(receipt=receipt, by=by, at=at(days))
        return self.receipt(unit)


def make_way(*, public: bool = False) -> Way:
    """Return a meeting with one adopted decision, and people who may act for their units."""
    cast = make_cast()
    meeting = decisions.record_meeting(
        unit=cast.county, title="常务会", held_on=day(-1), text=TEXT, by=cast.lead, at=at(-1)
    )
    decision = decisions.propose(
        meeting=meeting, quotation=WORDS, owner=cast.town, by=cast.lead, due=day(20)
    )
    decisions.adopt(decision=decision, checker=cast.county, by=cast.lead, at=at(-1))
    if public:
        decisions.make_public(meeting=meeting, by=cast.lead, at=at(-1))
    return Way(
        cast=cast,
        meeting=meeting,
        decision=decision,
        secretary=person("secretary", "镇党委", cast.town, *WORKS),
        head=person("head", "村支书", cast.village, *WORKS),
        neighbour=person("neighbour", "邻村支书", cast.hamlet, *WORKS),
        chief=person("chief", "局长", cast.bureau, *WORKS),
    )


def work_off(way: Way, item: Item, days: int) -> Item:
    """Let Dahe answer its item and the town find it done."""
    ledger.answer(item=item, note="已核对。", by=way.head, at=at(days))
    checker = person(f"checker-{item.pk}", "镇核查", way.cast.town, Power.VERIFY)
    ledger.verify(item=item, note="属实。", by=checker, at=at(days))
    closer = person(f"closer-{item.pk}", "镇督办", way.cast.town, Power.ASSIGN, reach=Reach.BELOW)
    return ledger.close(
        item=item, result="已核对。", by=closer, at=at(days), exemption="只涉及一个村。"
    )


def whole_story(*, public: bool = True) -> Way:
    """Tell it: the town passes on, Dahe works, Xiaohe is silent, the bureau is not concerned."""
    way = make_way(public=public)
    cast = way.cast
    way.sent(cast.town, cast.bureau)
    bureau = way.taken(cast.bureau, way.chief)
    conveying.not_ours(receipt=bureau, reason="本局没有村级账。", by=way.chief, look={"at": at(1)})
    town = way.taken(cast.town, way.secretary, 1)
    conveying.pass_on(receipt=town, to=conveying.next_below(cast.town), by=way.secretary, at=at(1))
    village = way.taken(cast.village, way.head, 2)
    reply = conveying.list_up(
        receipt=village,
        title="核对一季度凭证",
        doer=cast.village,
        checker=cast.town,
        due=day(10),
        by=way.head,
        look={"at": at(2)},
    )
    work_off(way, reply.items.get().item, 4)
    return way


@pytest.fixture
def way(db: None) -> Way:
    return make_way()


def stands(way: Way, unit: Unit, days: int) -> Any:
    """Return where a unit stands, so many days on."""
    return stood(Receipt.objects.filter(unit=unit), day(days)).get()
