"""What the tests of queues begin with: a county's officer, and leads that runs raise in Dahe."""

from dataclasses import dataclass
from datetime import datetime

from sunledger.screening import queueing, storing
from sunledger.screening.models import Lead, Run, ScreenRun, Stack
from sunledger.screening.onshelf import screens
from sunledger.screening.outcome import Lead as Raised
from sunledger.units.models import Power, Reach, User
from tests.cast import Cast, at, make_cast, person
from tests.made_outcomes import lead as made
from tests.made_outcomes import outcome

DUPLICATE, ACCOUNT = "duplicate_payments", "shared_account"


@dataclass
class Story:
    """The people, and the runs."""

    cast: Cast
    second: User  # another of the county's who screens

    def raised(self, screen: str, name: str, **given: object) -> Raised:
        """Return a lead about Dahe, as a screen raises it."""
        return made(screen, name, **{"body": self.cast.village.code, **given})

    def run(self, leads: dict[Raised, str], when: datetime | None = None) -> dict[str, ScreenRun]:
        """Keep what screens raised, as a run over the county does; behind each lead its rows."""
        when = when or at()
        run = Run.objects.create(unit=self.cast.county, by=self.cast.lead, started_at=when)
        codes = dict.fromkeys([DUPLICATE, ACCOUNT, *(one.screen for one in leads)])
        kept = {}
        for code in codes:
            mine = {one: rows for one, rows in leads.items() if one.screen == code}
            kept[code] = storing.store(run, outcome(code, mine), when)
        queueing.restack(self.cast.county, screens(), when)
        return kept

    def many(self, count: int, screen: str = DUPLICATE) -> dict[Raised, str]:
        """Return so many leads that have nothing in common, the first the weightiest."""
        return {
            self.raised(screen, f"{n}", figure=10_000_00 - n * 100): f"{screen} {n}"
            for n in range(count)
        }


def make_story() -> Story:
    """Return the story before any run."""
    cast = make_cast()
    second = person("second", "县纪委", cast.county, Power.SCREEN, reach=Reach.BELOW)
    return Story(cast, second)


def up() -> list[str]:
    """Return the subjects of the stacks that are up, the first to look at first."""
    return [stack.subject for stack in Stack.objects.up().best_first()]


def states() -> dict[str, str]:
    """Return how each lead stands, by its subject."""
    return dict(Lead.objects.order_by("pk").values_list("subject", "state"))
