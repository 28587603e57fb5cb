"""What the tests of what is owed begin with: two villages of a town owe the log of their seals."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sunledger.disclosure import actions
from sunledger.disclosure.actions.exemption import Wish
from sunledger.disclosure.models import Adoption, Batch, Exemption
from sunledger.disclosure.owed.duties import Asked
from sunledger.disclosure.owed.figures import Figures, figures, plan
from sunledger.disclosure.owed.lights import Cell, cells
from sunledger.units.models import Power, Reach, Unit, User
from tests.answers import hand_on
from tests.cast import person
from tests.disclosure_story import Story, make_story

LOG = "village-seal-log"
FIRST = date(2024, 1, 1)
ON = date(2024, 4, 20)  # March fell due on 10 April


@dataclass(frozen=True)
class OwedStory:
    """The story of disclosure, and who adopts for the county."""

    story: Story
    publisher: User  # the county's: reviews for all below

    @property
    def village(self) -> Unit:
        return self.story.village

    @property
    def hamlet(self) -> Unit:
        return self.story.cast.hamlet

    @property
    def county(self) -> Unit:
        return self.story.cast.county

    @property
    def town(self) -> Unit:
        return self.story.cast.town

    def adopt(self, unit: Unit | None = None, since: date = FIRST) -> Adoption:
        """Let the villages owe the log of their seals."""
        return actions.adopt(
            unit=unit or self.county,
            pack="village",
            categories=[LOG],
            since=since,
            by=self.publisher,
        )

    def nil(self, period: str, on: date, unit: Unit | None = None) -> Batch:
        """Report and publish on a day that there was nothing in a period."""
        unit = unit or self.village
        clerk = self.story.clerk if unit == self.village else self.story.stranger
        batch = actions.report_nothing(unit=unit, category=LOG, period=period, by=clerk)
        batch = hand_on(batch=batch, by=clerk)
        at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
        return actions.publish(batch=batch, by=self.story.reviewer, at=at)

    def exemption(self, period: str = "2024-02", until: date = date(2024, 6, 1)) -> Exemption:
        """Ask that February need not be published."""
        wish = Wish(LOG, period, "investigation", "县纪委书面要求暂不公开", until=until)
        return actions.ask_exemption(
            unit=self.village, wish=wish, by=self.story.clerk, on=date(2024, 3, 5)
        )

    def grant(self, exemption: Exemption) -> Exemption:
        """Grant it, as the county's reviewer."""
        return actions.grant_exemption(exemption=exemption, by=self.publisher, on=date(2024, 3, 6))


def make_owed() -> OwedStory:
    """Return the story's beginning, fresh in the database."""
    story = make_story()
    for unit in (story.village, story.cast.hamlet):
        unit.kind = "village"
        unit.save()
    below = Reach.BELOW
    return OwedStory(
        story, person("publisher", "县审核", story.cast.county, Power.REVIEW, reach=below)
    )


def asked(on: date = ON, year: int = 2024) -> Asked:
    """Return the question about a year as it stands on a day."""
    return Asked(on, date(year, 1, 1), date(year, 12, 31))


def of(unit: Unit, on: date = ON) -> Figures:
    """Return the figures of a unit with all below it."""
    unit.refresh_from_db()
    return figures([unit], plan(asked(on)))[unit.pk]


def row(unit: Unit, on: date = ON) -> dict[str, Cell]:
    """Return the cells of a unit by period."""
    return {cell.period: cell for cell in cells([unit], asked(on), due_only=False)}
