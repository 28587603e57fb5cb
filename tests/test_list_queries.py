"""Lists are asked for in short ways: they hold what the long ways hold, and ask no more with it."""

from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sunledger.ledger import gate, lists, steps
from sunledger.ledger.models import Item
from sunledger.units.models import Unit, User
from tests.cast import TODAY, Cast, person
from tests.pages_world import at as address
from tests.time_world import County, make_items

pytestmark = pytest.mark.django_db
PAGES = ("desk", "desk_today", "desk_items", "desk_overdue", "late", "results")


@pytest.fixture
def county(cast: Cast) -> County:
    """Return the cast with three people more, of the county itself."""
    Unit.objects.create(code="q-o", name="县教育局", parent=cast.county)
    return County(cast, *(person(name, name, cast.county) for name in ("mayor", "head", "hand")))


def test_what_a_person_sees_is_the_same_asked_at_once_and_kind_by_kind(county: County) -> None:
    make_items(county, Random(5), 40)
    for user in User.objects.all():
        for states in (steps.OPEN, steps.ENDED):
            seen = gate.visible_to(user, TODAY).filter(state__in=states)
            assert {one for kind in gate.visible_in(user, TODAY, states) for one in kind} == set(
                seen
            )


def test_what_is_overdue_is_the_same_asked_at_once_and_kind_by_kind(county: County) -> None:
    make_items(county, Random(6), 40)
    found = set(lists.overdue(Item.objects.all(), TODAY))
    assert found
    assert found == set(Item.objects.overdue(on=TODAY))


def test_a_page_asks_no_more_of_the_database_for_more_rows(county: County, client: Client) -> None:
    client.force_login(county.cast.lead)
    make_items(county, Random(7), 15)
    before = {name: asked(client, name) for name in PAGES}
    make_items(county, Random(8), 15)
    assert {name: asked(client, name) for name in PAGES} == before


def asked(client: Client, name: str) -> int:
    """Return how many questions a page asks the database, once the session has begun."""
    client.get(address(name))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(name)).status_code == 200
    return len(queries)
