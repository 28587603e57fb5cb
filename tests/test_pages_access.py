"""Every address, asked for by everyone: the answers stand in pages_matrix.txt, or the build fails.

The columns are roles: nobody is signed in but holds no post, root is a superuser without a post,
neighbour enters and reviews for another village, officer is the county's (opens, assigns, decides,
screens), worker the town's that answers, checker the county's that verifies.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from sunledger.core.texttable import read
from sunledger.units.models import Holding
from tests.beginning import begins_with
from tests.pages_arguments import arguments
from tests.pages_world import World, address, at, make_world

MATRIX = Path(__file__).parent / "pages_matrix.txt"
ROWS = {row["page"]: row for row in read(MATRIX.read_text(encoding="utf-8"))}
ROLES = [name for name in next(iter(ROWS.values())) if name != "page"]


pytestmark = begins_with(make_world)


@pytest.fixture
def world(begun: World) -> World:
    return begun


def names(resolver: URLResolver | None = None) -> Iterator[str]:
    """Give the name of every address; one without a name has none to give, and fails here."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield pattern.name
        else:
            yield from names(pattern)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(set(names())) == sorted(ROWS)


def test_everyone_gets_exactly_the_pages_that_are_theirs(world: World) -> None:
    wrong = []
    for role in ROLES:
        client = world.client(role)
        for name, row in ROWS.items():
            if name == "account_logout" and role != "anonymous":
                continue  # would end the visit
            path = address(name, world)
            status = client.get(path).status_code
            if str(status) != row[role]:
                wrong.append(f"{role}, {name}: {status} instead of {row[role]}")
    assert not wrong, "\n".join(wrong)


def test_a_form_from_elsewhere_is_refused_and_changes_nothing(world: World) -> None:
    clients = {role: world.client(role, enforce_csrf_checks=True) for role in ROLES}
    before = _everything()
    for role, client in clients.items():
        for name in ROWS:
            path = address(name, world)
            answer = client.post(path, {"do": "stop", "note": "x", "reason": "x"})
            assert answer.status_code == 403, f"{role}, {name}: {answer.status_code}"
    assert _everything() == before


def test_what_is_not_there_and_what_is_not_yours_look_the_same(world: World) -> None:
    client = world.client("neighbour")
    for name in ("desk_batch", "desk_item", "desk_upload_one", "desk_correction", "desk_job"):
        code = arguments(name, world.codes, world.cast)["code"]
        theirs = client.get(at(name, code))
        nobodys = client.get(at(name, "x" * len(code)))
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.content.replace(code.encode(), b"") == nobodys.content.replace(
            b"x" * len(code), b""
        )


def test_whoever_is_relieved_finds_the_desk_empty_at_the_next_click(world: World) -> None:
    clients = {role: world.client(role) for role in ROLES if role in world.people}
    Holding.objects.update(until=timezone.localdate() - timedelta(days=1))
    before = _everything()
    for role, client in clients.items():
        for name in (name for name in ROWS if name.startswith("desk_")):
            for answer in (client.get(address(name, world)), client.post(address(name, world))):
                assert answer.status_code in (302, 404, 405), f"{role}, {name}"
                assert "Location" not in answer or answer["Location"] == at("desk"), name
    assert _everything() == before


def _everything() -> str:
    """Return all rows of our own rooms as one text."""
    models = [model for model in apps.get_models() if model.__module__.startswith("sunledger.")]
    rows = [row for model in models for row in model._default_manager.order_by("pk")]
    return str(serializers.serialize("json", rows))
