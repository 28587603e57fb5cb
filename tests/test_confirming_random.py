"""Random people do random things on the confirming page: nothing is lost, nothing opens twice."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunledger.decisions import adopting, confirming, intake, readprogram, spans, turns
from sunledger.decisions.aliases import Meant
from sunledger.decisions.confirming import Said
from sunledger.decisions.models import Decision, Entry, EntryState, Meeting, Proposal
from sunledger.decisions.quotation import Place
from sunledger.decisions.shares import shares
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import NotNow, Refused
from sunledger.units.models import User
from tests.cast import Cast, at, make_cast
from tests.confirming_story import HELD, ONE, confirmed


class Desk:
    """Some people before one meeting; some of them hold old pages, some may do nothing here."""

    def __init__(self, cast: Cast, meeting: Meeting, seed: int) -> None:
        self.cast, self.meeting, self.draw = cast, meeting, Random(seed)
        self.days = 0
        self.done: Counter[str] = Counter()

    def act(self) -> None:
        """Let somebody do something to something; a refusal changes nothing."""
        name = self.draw.choice([*ACTS])
        by = self.draw.choice([self.cast.lead] * 5 + [self.cast.worker])
        with suppress(Refused), transaction.atomic():
            ACTS[name](self, by)
            self.done[name] += 1
            assert by == self.cast.lead

    @property
    def entry(self) -> Entry:
        return self.draw.choice(list(self.meeting.entries.all()))

    @property
    def turn(self) -> int | None:
        """Return the turn that the page of the person shows: mostly any, sometimes an old one."""
        return self.draw.choice([None, None, None, 1, 2])

    def place(self) -> tuple[int, int]:
        start = self.draw.randrange(-3, len(self.meeting.text))
        return start, start + self.draw.randrange(-2, 60)

    def given(self) -> Said:
        units = self.draw.sample(
            [self.cast.town, self.cast.bureau, self.cast.village], self.draw.randrange(1, 3)
        )
        due = self.draw.choice([None, HELD + timedelta(days=self.draw.randrange(20, 300))])
        return Said(owner=Meant(tuple(units)), due=due, target=self.draw.choice(["", "50个"]))

    def reject(self, by: User) -> None:
        confirming.reject(entry=self.entry, reason="已办。", by=by, turn=self.turn)

    def accept(self, by: User) -> None:
        given = self.draw.choice([None, self.given()])
        confirming.accept(entry=self.entry, given=given, by=by, turn=self.turn)

    def settle(self, by: User) -> None:
        confirming.settle(entry=self.entry, given=self.given(), by=by, turn=self.turn)

    def respan(self, by: User) -> None:
        start, end = self.place()
        confirming.respan(entry=self.entry, start=start, end=end, by=by, turn=self.turn)

    def step(self, by: User) -> None:
        entry, edge = self.entry, self.draw.choice(["start", "end"])
        here = Place(entry.start, entry.end)
        place = spans.stepped(self.meeting.text, here, edge, self.draw.choice([-1, 1]))
        confirming.respan(entry=entry, start=place.start, end=place.end, by=by)

    def split(self, by: User) -> None:
        entry = self.entry
        place = self.draw.randrange(entry.start - 1, entry.end + 2)
        confirming.split(entry=entry, place=place, by=by, turn=self.turn)

    def merge(self, by: User) -> None:
        confirming.merge(entry=self.entry, other=self.entry, by=by, turn=self.turn)

    def add(self, by: User) -> None:
        start, end = self.place()
        confirming.add(meeting=self.meeting, start=start, end=end, by=by)

    def adopt(self, by: User) -> None:
        checker = self.draw.choice([None, self.cast.county])
        adopting.adopt_confirmed(meeting=self.meeting, checker=checker, by=by, at=at())

    def same(self, by: User) -> None:
        adopted = list(Decision.objects.all())
        if not adopted:
            raise NotNow("Nothing was adopted yet.")
        confirming.call_same(entry=self.entry, decision=self.draw.choice(adopted), by=by)


ACTS: dict[str, Callable[[Desk, User], object]] = {
    "accept": Desk.accept,
    "settle": Desk.settle,
    "reject": Desk.reject,
    "respan": Desk.respan,
    "step": Desk.step,
    "split": Desk.split,
    "merge": Desk.merge,
    "add": Desk.add,
    "adopt": Desk.adopt,
    "same": Desk.same,
    "exhort": lambda desk, by: confirming.exhort(entry=desk.entry, by=by, turn=desk.turn),
    "task": lambda desk, by: confirming.make_task(entry=desk.entry, by=by, turn=desk.turn),
    "take back": lambda desk, by: confirming.take_back(entry=desk.entry, by=by),
    "new": lambda desk, by: confirming.call_new(entry=desk.entry, by=by),
    "plain": lambda desk, by: confirming.accept_plain(meeting=desk.meeting, by=by),
    "undo": lambda desk, by: turns.undo(meeting=desk.meeting, by=by),
    "undo again": lambda desk, by: turns.undo(meeting=desk.meeting, by=by),
}


def look(meeting: Meeting, proposed: list[tuple[int, str]]) -> None:
    """See that all holds that must always hold."""
    text = meeting.text
    assert list(Proposal.objects.order_by("pk").values_list("pk", "quotation")) == proposed
    for entry in Entry.objects.all():
        assert entry.quotation == text[entry.start : entry.end]
        assert entry.quotation.strip() == entry.quotation
        is_adopted = entry.state == EntryState.ADOPTED
        assert is_adopted == entry.decisions.exists()
    for proposal in Proposal.objects.all():
        live = Entry.objects.live().filter(proposals=proposal)
        assert live.exists(), "a proposal is lost"
    counted = shares(Proposal.objects.all(), Entry.objects.all())
    assert sum(counted.counts.values()) == len(proposed)
    for decision in Decision.objects.all():
        assert decision.quotation == text[decision.start : decision.end]
        assert Item.objects.filter(source=f"decision:{decision.code}").count() == 1
    places = Decision.objects.values_list("start", "end", "owner")
    assert len(set(places)) == len(places) == Item.objects.count(), "an item was opened twice"


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process: that another one does it is tried elsewhere, and takes longer."""
    monkeypatch.setattr(intake, "_found", readprogram.found)


@pytest.mark.django_db
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**40))
def test_random_edits_lose_nothing_misquote_nothing_and_open_nothing_twice(seed: int) -> None:
    with transaction.atomic():
        cast = make_cast()
        (meeting,) = confirmed(cast, ONE)
        proposed = list(Proposal.objects.order_by("pk").values_list("pk", "quotation"))
        desk = Desk(cast, meeting, seed)
        for number in range(40):
            desk.act()
            if number % 5 == 0:
                look(meeting, proposed)
        look(meeting, proposed)
        while turns.undoable(meeting):
            turns.undo(meeting=meeting, by=cast.lead)
        look(meeting, proposed)
        assert desk.done
        transaction.set_rollback(True)
