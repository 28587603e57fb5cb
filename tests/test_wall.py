"""The wall map: every item once, in its month, and each number leads to what it counts."""

from collections import Counter
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunledger.ledger import clock, wall
from sunledger.ledger.models import Item
from tests import ledger_story as story
from tests.cast import Cast, day, make_cast

pytestmark = pytest.mark.django_db
TODAY = day()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def put(cast: Cast, where: str, due: date | None) -> Item:
    """Return an open item about a unit, due on a day."""
    item = story.opened(cast) if due is None else story.assigned(cast)
    more = {"checker": cast.bureau if where == "county" else cast.county} if due else {}
    unit = getattr(cast, where)
    Item.objects.filter(pk=item.pk).update(unit=unit, due=due, due_first=due, **more)
    return item


PLACES = st.sampled_from(["county", "bureau", "town", "village", "hamlet"])
DAYS = st.none() | st.dates(date(2023, 11, 1), date(2025, 2, 28))


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.tuples(PLACES, DAYS), max_size=12))
def test_the_fields_add_up_to_the_items_counted_one_by_one(
    cast: Cast, made: list[tuple[str, date | None]]
) -> None:
    before = Item.objects.count()
    items = [put(cast, where, due) for where, due in made]
    asked = wall.shown(Item.objects.filter(pk__in=[i.pk for i in items]), cast.county, ended=False)
    drawn = wall.wall(asked, cast.county, TODAY, TODAY)
    seen = Counter(
        {
            (row.unit.code, field.column, light): count
            for row in drawn.rows
            for field in row.fields
            for light, count in field.counts
        }
    )
    assert seen == slowly(cast, [i.pk for i in items])
    assert drawn.total == len(made)
    assert Item.objects.count() == before + len(made)


def slowly(cast: Cast, pks: list[int]) -> Counter[tuple[str, str, clock.Light]]:
    """Count the same by walking over the items."""
    found: Counter[tuple[str, str, clock.Light]] = Counter()
    for item in Item.objects.filter(pk__in=pks).select_related("unit__parent"):
        line = item.unit
        while line.parent and line.parent != cast.county:
            line = line.parent
        if item.due is None:
            column = wall.NO_DAY
        elif item.due < date(2024, 3, 1):
            column = wall.EARLIER
        elif item.due >= date(2024, 9, 1):
            column = wall.LATER
        else:
            column = item.due.isoformat()[:7]
        found[line.code, column, clock.light(item, TODAY)] += 1
    return found


def test_what_has_ended_stands_on_the_wall_only_when_asked_for(cast: Cast) -> None:
    story.closed(cast)
    assert not wall.wall(
        wall.shown(Item.objects.all(), cast.county, ended=False), cast.county, TODAY, TODAY
    ).rows
    (row,) = wall.wall(
        wall.shown(Item.objects.all(), cast.county, ended=True), cast.county, TODAY, TODAY
    ).rows
    assert [light for field in row.fields for light, _n in field.counts] == [clock.Light.GREY]


def test_the_public_wall_shows_only_what_the_world_may_follow(cast: Cast, client: Client) -> None:
    story.opened(cast, title="内部线索")
    shown = story.opened(cast, title="公开事项", public=True)
    page = client.get(f"/wall/{cast.county.code}/items/").content.decode()
    assert "公开事项" in page
    assert "内部线索" not in page
    assert f"/items/{shown.code}/" in page


def test_each_number_leads_to_the_items_it_counts(cast: Cast, client: Client) -> None:
    client.force_login(cast.lead)
    put(cast, "village", timezone.localdate())
    put(cast, "hamlet", None)
    page = client.get(f"/desk/wall/{cast.county.code}/")
    for row in page.context["wall"].rows:
        for field in row.fields:
            for light, count in field.counts:
                own = "&own=1" if row.unit == cast.county else ""
                rows = client.get(
                    f"/desk/wall/{row.unit.code}/items/?column={field.column}&light={light}{own}"
                )
                assert rows.context["page"].paginator.count == count


@pytest.mark.parametrize("said", ["from=2024-13", "from=x", "from=0001-01", "drive=no", "light=9"])
def test_an_address_without_sense_is_no_error(cast: Cast, client: Client, said: str) -> None:
    assert client.get(f"/wall/?{said}").status_code == 200
    assert client.get(f"/wall/{cast.county.code}/items/?{said}").status_code == 200
