"""The one cast of the tests: Dahe village, its town, the county office, and the people in them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sunledger.units.models import Holding, Post, Power, Reach, Unit, User

SINCE = date(2020, 1, 1)
TODAY = date(2024, 3, 4)  # a Monday, and a working day


def at(days: int = 0) -> datetime:
    """Return a moment so many days after today, in the morning of the site's time."""
    return datetime(TODAY.year, TODAY.month, TODAY.day, 2, tzinfo=UTC) + timedelta(days=days)


def day(days: int = 0) -> date:
    """Return a day so many days after today."""
    return TODAY + timedelta(days=days)


def person(username: str, name: str, unit: Unit, *powers: Power, reach: Reach = Reach.OWN) -> User:
    """Return a new person with a post of their own in a unit."""
    user = User.objects.create(username=username, name=name)
    post = Post.objects.create(
        unit=unit, name=f"{username} 岗", name_en=username, powers=list(powers), reach=reach
    )
    Holding.objects.create(post=post, user=user, since=SINCE)
    return user


@dataclass(frozen=True)
class Cast:
    """Who plays."""

    county: Unit
    bureau: Unit  # a county bureau, beside the town
    town: Unit
    village: Unit  # Dahe
    hamlet: Unit  # another village of the same town
    lead: User  # the county's officer: opens, assigns, closes, decides, screens
    worker: User  # the town's: answers
    second_worker: User
    checker: User  # the county's: verifies
    inspector: User  # the bureau's: verifies
    clerk: User  # the village's: enters


def make_cast() -> Cast:
    """Return the cast, fresh in the database."""
    county = Unit.objects.create(code="q", name="清河县", name_en="Qinghe County")
    bureau = Unit.objects.create(
        code="q-b", name="县财政局", name_en="Finance Bureau", parent=county
    )
    town = Unit.objects.create(code="q-l", name="柳河镇", name_en="Liuhe Town", parent=county)
    village = Unit.objects.create(code="q-l-d", name="大河村", name_en="Dahe Village", parent=town)
    hamlet = Unit.objects.create(code="q-l-x", name="小河村", name_en="Xiaohe Village", parent=town)
    leading = (Power.ASSIGN, Power.DECIDE, Power.SCREEN)
    return Cast(
        county=county,
        bureau=bureau,
        town=town,
        village=village,
        hamlet=hamlet,
        lead=person("lead", "县办", county, *leading, reach=Reach.BELOW),
        worker=person("worker", "镇干部", town, Power.ANSWER, Power.REVIEW),
        second_worker=person("worker2", "镇长", town, Power.ANSWER),
        checker=person("checker", "县核查", county, Power.VERIFY),
        inspector=person("inspector", "局核查", bureau, Power.VERIFY, Power.ANSWER),
        clerk=person("clerk", "村会计", village, Power.ENTER),
    )
