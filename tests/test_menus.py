"""The menus: everyone is led to the pages that are theirs, and to no long row of others."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from sunledger.units.models import Power
from sunledger.web.templatetags.menus import DESK
from tests.beginning import begins_with
from tests.pages_world import World, at, make_world

ROLES = ("clerk", "reviewer", "officer", "worker", "checker")


pytestmark = begins_with(make_world)


@pytest.fixture
def world(begun: World) -> World:
    return begun


def menu(client: Client, path: str) -> list[str]:
    """Return where the rows of the desk's menu lead."""
    page = client.get(path, follow=True).content.decode()
    rows = re.search(r'<div class="desk">(.*?)</div>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]+)"', rows[1]) if rows else []


def test_every_link_of_the_menu_leads_to_a_page_that_the_person_may_open(world: World) -> None:
    for role in ROLES:
        client = world.client(role)
        first = menu(client, at("desk"))
        inside = {path for link in first for path in menu(client, link)}
        assert len(first) <= 9, role
        for path in {*first, *inside}:
            assert client.get(path, follow=True).status_code == 200, (role, path)


def test_whoever_has_much_to_do_finds_every_page_with_two_presses(world: World) -> None:
    client = world.client("officer")
    first = menu(client, at("desk"))
    found = {resolve(path).url_name for link in first for path in menu(client, link)}
    lacking = {Power.ENTER, Power.REVIEW, Power.ADMIN}  # what the officer's posts cannot
    every = [one for group in DESK for one in group.entries]
    theirs = {one.name for one in every if not one.powers or set(one.powers) - lacking}
    assert found == theirs


def test_whoever_has_little_to_do_finds_every_page_with_one_press(world: World) -> None:
    found = [resolve(path).url_name for path in menu(world.client("clerk"), at("desk"))]
    publishing = ["desk_owed", "desk_upload", "desk_entry", "desk_batches", "desk_corrections"]
    assert found == ["desk", *publishing, "desk_suggestions"]


def test_the_first_page_leads_to_what_there_is(db: None) -> None:
    page: Any = Client().get(at("home")).content.decode()
    begin = page[page.index('id="begin"') :]
    names = ["units", "results", "drives", "suggestions", "late", "wall", "meetings", "seal"]
    assert [name for name in names if f'href="{at(name)}"' not in begin] == []
