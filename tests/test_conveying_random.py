"""Random trees and people: nothing is lost on the way, nothing goes round, every count is so."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from sunledger.core.days import is_working_day
from sunledger.decisions import actions as decisions
from sunledger.decisions import restate
from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.conveying import chain, figures
from sunledger.decisions.conveying.figures import Level
from sunledger.decisions.models import Made, Matter, Meeting, Receipt, Sending
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item, Outcome
from sunledger.ledger.refusals import Refused
from sunledger.seal.verify import check_facts
from sunledger.units.models import Power, Reach, Unit, User
from tests.cast import at, day, person

pytestmark = pytest.mark.django_db
ACTS = ("send", "take", "take", "take", "pass", "pass", "list", "list", "words", "not_ours",
        "not_ours", "rule", "rule", "close", "reopen", "public", "move")  # fmt: skip


class World:
    """A tree of units, each with somebody who may act for it, and one meeting at the top."""

    def __init__(self, draw: Random) -> None:
        self.draw, self.days = draw, 0
        self.units = [Unit.objects.create(code="u", name="u")]
        for number in range(draw.randrange(3, 12)):
            above = draw.choice(self.units)
            code = f"u{number}"
            self.units.append(Unit.objects.create(code=code, name=code, parent=above))
        powers = (Power.DECIDE, Power.ASSIGN, Power.ANSWER)
        self.people = {unit.pk: person(unit.code, unit.code, unit, *powers) for unit in self.units}
        top = self.units[0]
        self.checker = person("v", "v", Unit.objects.create(code="v", name="v"), Power.VERIFY)
        self.closer = person("w", "w", top, Power.ASSIGN, reach=Reach.BELOW)
        self.meeting: Meeting = decisions.record_meeting(
            unit=top, title="会", held_on=day(), text="做事。", by=self.people[top.pk], at=at()
        )
        self.sent: set[tuple[int, int]] = set()  # who sent it to whom, as the test saw it

    def acts(self, count: int) -> None:
        """Let random people do random things; what is refused changes nothing."""
        for _number in range(count):
            self.days += self.draw.choice([0, 0, 1, 2])
            before = self.known()
            try:
                with transaction.atomic():
                    getattr(self, "act_" + self.draw.choice(ACTS))()
            except (Refused, IndexError):
                assert self.known() == before

    def known(self) -> tuple[int, int, int]:
        """Return how many rows there are."""
        return Receipt.objects.count(), Sending.objects.count(), Made.objects.count()

    def by(self, unit: Unit) -> User:
        """Return who acts: mostly whom the unit has, now and then anybody."""
        anyone = self.draw.choice(list(self.people.values()))
        return self.draw.choice([self.people[unit.pk]] * 6 + [anyone])

    def receipt(self) -> Receipt:
        return self.draw.choice(list(Receipt.objects.select_related("unit", "matter")))

    def to(self) -> conveying.Whither:
        return conveying.Whither(self.draw.sample(self.units, self.draw.randrange(1, 4)))

    def act_send(self) -> None:
        to, top = self.to(), self.units[0]
        conveying.convey(meeting=self.meeting, to=to, by=self.by(top), at=at(self.days))
        self.sent |= {(top.pk, unit.pk) for unit in to.units}

    def act_pass(self) -> None:
        one = self.receipt()
        to = self.draw.choice([self.to(), conveying.next_below(one.unit)])
        have = {unit for sender, unit in self.sent if sender == one.unit_id}
        conveying.pass_on(receipt=one, to=to, by=self.by(one.unit), at=at(self.days))
        self.sent |= {(one.unit_id, unit.pk) for unit in to.units if unit.pk not in have}

    def act_take(self) -> None:
        one = self.receipt()
        conveying.acknowledge(receipt=one, by=self.by(one.unit), at=at(self.days))

    def act_list(self) -> None:
        one = self.receipt()
        if one.pk % 3 == 0:
            return  # a unit that never makes anything of anything
        unit = Unit.objects.get(code="v")
        conveying.list_up(
            receipt=one, title="事", checker=unit, due=day(self.days + 5), by=self.by(one.unit),
            look={"at": at(self.days)},
        )  # fmt: skip

    def act_words(self) -> None:
        one = self.receipt()
        look = conveying.Look(at=at(self.days))
        conveying.words_only(receipt=one, note="学了。", by=self.by(one.unit), look=look)

    def act_not_ours(self) -> None:
        one = self.receipt()
        look = conveying.Look(at=at(self.days))
        conveying.not_ours(receipt=one, reason="无关。", by=self.by(one.unit), look=look)

    def act_rule(self) -> None:
        one = self.receipt()
        reply = self.draw.choice(list(one.replies.all()))
        by = self.by(one.sendings.all()[0].sender)
        yes = self.draw.random() < 0.5
        conveying.rule(reply=reply, accepted=yes, reason="因为。", by=by, at=at(self.days))

    def act_close(self) -> None:
        item = self.draw.choice(list(Item.objects.still_open()))
        common: dict[str, Any] = {"item": item, "at": at(self.days)}
        ledger.answer(note="做了。", by=self.people[item.unit_id], **common)
        ledger.verify(note="属实。", by=self.checker, **common)
        outcome = self.draw.choice([Outcome.PUT_RIGHT, Outcome.PUT_RIGHT, Outcome.NOT_DONE])
        ledger.close(result="结果。", outcome=outcome, by=self.closer, exemption="小事。", **common)

    def act_reopen(self) -> None:
        item = self.draw.choice(list(Item.objects.closed()))
        ledger.reopen(item=item, reason="又坏了。", by=self.closer, at=at(self.days))

    def act_public(self) -> None:
        if self.draw.random() < 0.3:
            decisions.make_public(
                meeting=self.meeting, by=self.people[self.units[0].pk], at=at(self.days)
            )

    def act_move(self) -> None:
        """Somebody moves a unit about in the tree while things are on their way."""
        unit, parent = self.draw.sample(self.units, 2)
        unit.refresh_from_db()
        parent.refresh_from_db()
        if unit.parent_id and not parent.is_under(unit):
            unit.parent = parent
            unit.save()
        for one in self.units:
            one.refresh_from_db()


@given(st.integers(0, 2**40))
@settings(max_examples=12)
def test_nothing_is_lost_nothing_goes_round_and_every_count_is_so(seed: int) -> None:
    with transaction.atomic():
        world = World(Random(seed))
        world.acts(50)
        matter = Matter.objects.first()
        if matter is not None:
            nothing_is_lost(world)
            nothing_goes_round()
            on = day(world.days)
            found = figures.levels(matter.receipts.all(), on)
            assert [seen(one) for one in found] == slowly(matter, on)
            for show in chain.SHOWN:
                rows = chain.shown(chain.on_the_way(matter), on, show)
                assert rows.count() == getattr(figures.total(found), show)
        assert not check_facts(restate.restated())
        transaction.set_rollback(True)


def nothing_is_lost(world: World) -> None:
    """Every unit to which it was sent has it once, from each of those who sent it."""
    rows = set(Sending.objects.values_list("sender", "receipt__unit"))
    assert rows == world.sent
    assert {unit for _sender, unit in rows} == set(Receipt.objects.values_list("unit", flat=True))


def nothing_goes_round() -> None:
    """Whoever goes up from sender to sender comes to the top and never to where they were."""
    above: dict[int, set[int]] = {}
    for sender, unit in Sending.objects.values_list("sender", "receipt__unit"):
        above.setdefault(unit, set()).add(sender)
    for unit, senders in above.items():
        reached: set[int] = set()
        ahead = set(senders)
        while ahead:
            assert unit not in ahead
            reached |= ahead
            ahead = {one for sender in ahead for one in above.get(sender, ())} - reached


def seen(level: Level) -> tuple[int, ...]:
    """Return the figures of a level in a row."""
    signing = level.signing or (0, 0, 0)
    return (
        level.level or 0, level.reached, level.acknowledged, level.signed_late, level.overdue,
        level.passed, level.with_items, level.excused, level.asked, level.nothing, level.late,
        level.stopped, level.items, level.done, level.hidden, *signing,
    )  # fmt: skip


def slowly(matter: Matter, on: date) -> list[tuple[int, ...]]:
    """Count the same by hand, unit by unit, in plain words."""
    levels: dict[int, list[Receipt]] = {}
    for one in matter.receipts.all():
        levels.setdefault(one.level, []).append(one)
    return [_by_hand(level, levels[level], on) for level in sorted(levels)]


def _by_hand(level: int, receipts: list[Receipt], on: date) -> tuple[int, ...]:
    sums = [0] * 11
    items: list[Item] = []
    days: list[int] = []
    for one in receipts:
        taken = getattr(one, "acknowledgement", None)
        made = [_latest(made.item) for made in one.made.select_related("item")]
        items += made
        refused = list(one.replies.filter(kind="not_ours"))
        excused = not made and any(
            getattr(r, "ruling", None) and r.ruling.accepted for r in refused
        )
        asked = not made and not excused and any(not getattr(r, "ruling", None) for r in refused)
        nothing = not made and not excused and not asked
        passed = one.passed_on.exists()
        late = nothing and one.answer_by < on and one.acknowledge_by < on
        overdue = taken is None and one.acknowledge_by < on
        stopped = nothing and not passed and (late or overdue)
        signed_late = taken is not None and taken.on > one.acknowledge_by
        marks = (True, taken is not None, signed_late, overdue, passed, made, excused, asked,
                 nothing, late, stopped)  # fmt: skip
        sums = [total + bool(mark) for total, mark in zip(sums, marks, strict=True)]
        if taken is not None:
            days.append(_working_days(one.on, taken.on))
    done = sum(
        item.outcome == "put_right" and item.state in ("closed", "confirmed") for item in items
    )
    hidden = len(items) - Item.objects.in_public().filter(pk__in=[i.pk for i in items]).count()
    return (level, *sums, len(items), done, hidden, *_middle(sorted(days)))


def _latest(item: Item) -> Item:
    """Return the item that stands in its place now, two steps on at most."""
    for _step in range(2):
        item = item.followed_by.order_by("-pk").first() or item
    return item


def _working_days(start: date, end: date) -> int:
    count = 0
    while start < end:
        start += timedelta(days=1)
        count += is_working_day(start)
    return count


def _middle(days: Iterable[int]) -> tuple[int, int, int]:
    days = list(days)
    return (days[(len(days) - 1) // 2], days[-1], len(days)) if days else (0, 0, 0)
