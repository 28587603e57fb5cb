"""What the made-up bodies owe by the calendar, and when they publish it: most in time, some late.

The packs are adopted for the last three months, so that the pages of what is not published have
every light: a few villages never reported, one is exempt, and what falls due next is due soon.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from sunledger.core.days import add_working_days
from sunledger.core.periods import read_period
from sunledger.demo.books import CATEGORY
from sunledger.demo.people import People
from sunledger.demo.province import Place, Province
from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.actions.exemption import Wish
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.owed.duties import due_day
from sunledger.units.models import Unit, User

JOBS = "village-public-jobs"  # seldom any: most villages report that there were none
OWED = 3  # of the last months
ONE_LATE_IN = 9
SILENT = {"990101001002": (0,), "990101002001": (0, 1, 2), "990202001003": (2,)}  # months unsaid
EXEMPT = "990101001003"
WHY = "本村公益性岗位由镇里统一聘用和公开，村里不再设。"


def adopt(province: Province, units: dict[str, Unit], people: People, periods: list[str]) -> None:
    """Let each county adopt what its villages, schools and enterprises publish each month."""
    since = read_period(periods[-OWED]).start
    for county in province.of("county"):
        for kind, code in CATEGORY.items():
            disclosure.adopt(
                unit=units[county.code],
                pack=CATEGORIES[code].pack,
                since=since,
                by=people.at(county.code, "publisher"),
                categories=[code, JOBS] if kind == "village" else [code],
                kinds=[kind],
            )


def moment(place: Place, category: str, period: str, on: date) -> datetime:
    """Return when a body published a month: a few days after it, or some days too late."""
    random = Random(f"{place.code} {category} {period}")  # noqa: S311 - the same each time
    day = read_period(period).end + timedelta(random.randrange(3, 9))
    if not random.randrange(ONE_LATE_IN):
        day = add_working_days(due_day(CATEGORIES[category], period), random.randrange(1, 4))
    return datetime.combine(min(day, on), time(), timezone.get_current_timezone())


def be_exempt(units: dict[str, Unit], people: People, periods: Sequence[str], on: date) -> None:
    """Let one village be exempt, by a public decision with an end."""
    wish = Wish(
        category=JOBS,
        period=periods[-OWED],
        last_period=periods[-1],
        reason="not-applicable",
        words=WHY,
        until=on + timedelta(180),
    )
    asked = disclosure.ask_exemption(
        unit=units[EXEMPT], wish=wish, by=people.at(EXEMPT, "clerk"), on=on
    )
    town = units[EXEMPT].parent
    assert town is not None  # noqa: S101 - every village lies in a town
    disclosure.grant_exemption(exemption=asked, by=people.at(town.code, "reviewer"), on=on)


def report_none(
    province: Province, units: dict[str, Unit], people: People, periods: Sequence[str], on: date
) -> None:
    """Let the villages say that nobody held such a job; some say it late, some not at all."""
    for number, period in enumerate(periods[-OWED:]):
        for place in province.of("village"):
            if place.code == EXEMPT or number in SILENT.get(place.code, ()):
                continue
            _none(units[place.code], period, _desk(place, people), moment(place, JOBS, period, on))


def _desk(place: Place, people: People) -> tuple[User, User]:
    """Return who enters for a village, and who reviews."""
    return people.at(place.code, "clerk"), people.at(place.parent, "reviewer")


def _none(unit: Unit, period: str, desk: tuple[User, User], at: datetime) -> None:
    """Report that there was nothing, entered by one and published by another."""
    clerk, reviewer = desk
    batch = disclosure.report_nothing(unit=unit, category=JOBS, period=period, by=clerk)
    batch = disclosure.submit(batch=batch, by=clerk)
    disclosure.publish(batch=batch, by=reviewer, at=at)
