"""What the tests of pilots begin with: a village with many invoices that look as if paid twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import About, Item
from sunledger.screening import actions as screening
from sunledger.screening import course, switching
from sunledger.screening.course import Standing
from sunledger.screening.models import Lead, Reason, ScreenRun
from sunledger.screening.screen import Screen
from tests.ledger_story import heard
from tests.screening_story import Story, make_story

TWICE = "duplicate_payments"


@dataclass
class Pilot:
    """A story with a screen that is new to it."""

    story: Story

    @property
    def screen(self) -> Screen:
        return screening.screens()[TWICE]

    def pairs(self, count: int, period: str = "2024-08", first: int = 0) -> None:
        """Publish a sheet in which so many invoices stand twice; every other number is longer."""
        lines = []
        for number in range(count):
            voucher = f"P-{first + number:0{4 + number % 2}}"
            for on in (3, 17):
                day, amount = f"{period}-{on:02}", 3000_00 + 17 * number
                lines.append((day, voucher, f"第{number}合作社", "种苗", amount))
        self.story.publish(period, lines)

    def run(self) -> ScreenRun:
        """Run the screen, and return what came of it."""
        return self.story.run(TWICE).screens.get(screen=TWICE)

    def open(self) -> list[Lead]:
        return list(Lead.objects.open().order_by("key"))

    def standing(self) -> Standing:
        return course.standing(TWICE, self.screen.version, timezone.localdate())

    def wrong(self, count: int) -> None:
        """Dismiss so many of the open leads as unfounded."""
        for lead in self.open()[:count]:
            self.dismissed(lead)

    def dismissed(self, lead: Lead) -> None:
        """Dismiss a lead as unfounded."""
        by = self.story.officer
        screening.dismiss(lead=lead, reason=Reason.UNFOUNDED, note="两份合同。", by=by)

    def right(self, count: int) -> None:
        """Let so many of the open leads be looked into, answered, and found to be so."""
        for lead in self.open()[:count]:
            self.found_so(self.take_up(lead))

    def take_up(self, lead: Lead) -> Item:
        """Make an item of a lead, and give it out."""
        cast, due = self.story.sheets.cast, timezone.localdate() + timedelta(days=30)
        return screening.take_up(
            lead=lead, by=self.story.officer, doer=cast.town, checker=cast.bureau, due=due
        )

    def found_so(self, item: Item) -> Item:
        """Answer an item, and close it as not done: it was so, and the money is gone."""
        cast = self.story.sheets.cast
        item = ledger.answer(item=item, note="属实。", by=cast.worker)
        item = ledger.send_back(item=item, reason="请追回。", by=cast.inspector)
        return self.give_up(item)

    def give_up(self, item: Item) -> Item:
        """Close an item as not done, once those it names were heard."""
        item = heard(item, self.story.officer, about=About.NOT_DONE)
        return ledger.give_up(item=item, reason="供应商已注销。", by=self.story.officer)

    def switch(self, to: str, reason: str = "看过样本。", at: datetime | None = None) -> None:
        switching.switch(screen=self.screen, to=to, reason=reason, by=self.story.officer, at=at)


def make_pilot() -> Pilot:
    """Return the story."""
    return Pilot(make_story())
