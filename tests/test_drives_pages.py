"""The pages of drives: from every figure to its items, and from an item to what happened."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sunledger.drives.drive import DRIVES
from sunledger.drives.figures import figures
from sunledger.jobs import actions as jobs
from sunledger.ledger import actions as ledger
from sunledger.ledger.imports import actions as imports
from sunledger.ledger.imports.wishes import Wishes
from sunledger.ledger.models import Item, Role
from sunledger.units.models import Post, Unit
from tests.cast import Cast, at, day
from tests.ledger_story import answered, assigned, closed, confirmed, opened, paused, verified

DRIVE = "business-environment"
LINK = re.compile(r'<a[^>]* href="([^"]+)"')
FIGURE = re.compile(r'<div class="figure"><dt><a href="([^"]+)">(.*?)</div>', re.DOTALL)


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """Items of the drive in many states, some in public, one of them led by a post."""
    for make in (opened, assigned, paused, answered, verified, closed, confirmed):
        make(cast, drive=DRIVE, kind="business")
    for make in (opened, assigned, paused, answered, verified):
        make(cast, drive=DRIVE, kind="business", public=True)
    item = assigned(cast, drive=DRIVE, public=True)
    leader = Post.objects.get(unit=cast.county, name="lead 岗")
    ledger.charge(item=item, role=Role.LEADER, post=leader, by=cast.lead, at=at(1))
    return cast


def pressed(client: Client, path: str) -> str:
    """Return the page to which a press leads."""
    answer = client.get(unescape(path))
    assert answer.status_code == 200, path
    return answer.content.decode()


def figures_on(page: str) -> Iterator[tuple[str, int]]:
    """Give the address and the number of every figure on a page."""
    for path, words in FIGURE.findall(page):
        number = re.search(r'class="value">\D*([\d,.]+)', words)
        assert number, words
        yield path, int(float(number[1].replace(",", "")))


def from_a_figure_to_what_happened(client: Client, page: str) -> int:
    """Press every figure of a page, and the first item behind it; return how many items told."""
    told = 0
    for path, _number in figures_on(page):
        rows = pressed(client, path)  # one press: the items behind the figure
        items = [link for link in LINK.findall(rows.split("<main")[1]) if "/items/" in link]
        for link in items[:1]:  # the second: what happened with one of them
            happened = pressed(client, link)
            assert 'class="steps"' in happened
            told += 1
    return told


def test_from_every_figure_two_presses_lead_to_what_happened(filled: Cast, client: Client) -> None:
    """A reader who has not signed in, on every drive, batch and level of the catalogue."""
    for one in DRIVES.values():
        places = [reverse("drive", args=[one.code])]
        places += [reverse("drive_batch", args=[one.code, batch.code]) for batch in one.batches]
        told = [from_a_figure_to_what_happened(client, pressed(client, path)) for path in places]
        if one.code == DRIVE:
            assert told[0] > 20
            assert told[1] > 20
    page = pressed(client, reverse("drive", args=[DRIVE]))
    shown = figures(DRIVES[DRIVE], timezone.localdate())
    assert len(list(figures_on(page))) == len(shown)


def test_the_number_on_a_page_is_the_number_of_its_rows(filled: Cast, client: Client) -> None:
    page = pressed(client, reverse("drive", args=[DRIVE]))
    for path, number in figures_on(page):
        rows = client.get(unescape(path)).context
        if rows["figure"].unit == "items":
            assert rows["count"] == number, path
            listed = rows["page"].paginator.count
            assert listed + rows["hidden"] + rows["sealed"] == number, path


def test_what_is_referred_is_counted_and_not_named(cast: Cast, client: Client) -> None:
    item = assigned(cast, drive=DRIVE, public=True, title="某局长之事")
    ledger.refer(item=item, to="监委", reason="涉嫌违法", by=cast.lead, at=at(1))
    answer = client.get(reverse("drive_rows", args=[DRIVE, "referred"]))
    assert (answer.context["count"], answer.context["sealed"], answer.context["hidden"]) == (
        1,
        1,
        0,
    )
    assert "某局长之事" not in answer.content.decode()


def test_a_batch_shows_its_stages_and_which_post_took_what(filled: Cast, client: Client) -> None:
    path = reverse("drive_batch", args=[DRIVE, "first"])
    page = client.get(path)
    staged = {figure.key: figure.value for figure in page.context["stages"]}
    assert staged == {"issued": 11, "taken": 1, "overdue": 5, "found_right": 4}
    (post,) = page.context["page"]
    assert (post.unit, post.items, post.found_right) == (filled.county, 1, 0)
    rows = client.get(
        reverse("drive_rows", args=[DRIVE, "taken"]), {"batch": "first", "leader": post.code}
    )
    assert rows.context["count"] == 1
    assert filled.lead.name not in page.content.decode()


def test_a_level_shows_target_done_and_load_by_code_and_only_what_is_public(
    cast: Cast, client: Client
) -> None:
    Unit.objects.filter(pk=cast.county.pk).update(kind="county")
    Unit.objects.create(code="a", name="甲县", kind="county")
    closed(cast, drive="micro-corruption")
    assigned(cast, drive="micro-corruption")
    page = client.get(reverse("drive_level", args=["micro-corruption", "county"]))
    shares = [(one.unit.code, one.target, one.items, one.done) for one in page.context["shares"]]
    assert shares == [("a", 100, 0, 0), ("q", 100, 1, 1)]
    rows = reverse("drive_rows", args=["micro-corruption", "settled"])
    assert client.get(rows, {"unit": "q"}).context["count"] == 1
    assert client.get(rows, {"unit": "a"}).context["count"] == 0


@pytest.mark.parametrize(
    "path",
    [
        "/drives/business-environment/batches/tenth/",
        "/drives/business-environment/levels/county/",
        "/drives/micro-corruption/levels/village/",
        "/drives/business-environment/items/?batch=x",
        "/drives/business-environment/items/?unit=x",
        "/drives/business-environment/items/?leader=x",
        "/drives/business-environment/nothing/",
    ],
)
def test_what_a_drive_does_not_have_is_not_there(db: None, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_list_is_handed_in_for_a_batch_and_a_line_may_name_another(cast: Cast) -> None:
    drive = DRIVES[DRIVE]
    first, second = drive.batches
    sheet = "问题,批次\n路灯不亮,\n路面破损,第二批\n".encode()
    imported = imports.receive(
        unit=cast.county,
        title="问题清单",
        files=[("问题.csv", sheet)],
        by=cast.lead,
        wishes=Wishes(drive=DRIVE, batch="first"),
        at=at(),
    )
    assert imported.job
    assert jobs.run_here(imported.job).state == "done"
    imported.refresh_from_db()
    imports.open_now(imported=imported, by=cast.lead, at=at())
    assert [one.title for one in drive.items(day(1), first)] == ["路灯不亮"]
    assert [one.title for one in drive.items(day(1), second)] == ["路面破损"]


def test_the_form_for_a_list_knows_the_batch_from_which_one_comes(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.lead)
    page = client.get(reverse("desk_import_new"), {"batch": f"{DRIVE}:first"}).content.decode()
    assert f'<option value="{DRIVE}:first" selected>' in page
    batch = client.get(reverse("drive_batch", args=[DRIVE, "first"])).content.decode()
    assert f"{reverse('desk_import_new')}?batch={DRIVE}:first" in batch


def test_a_list_says_of_which_batch_its_items_are(cast: Cast) -> None:
    drive = DRIVES[DRIVE]
    first, second = drive.batches
    by_day = opened(cast, drive=DRIVE)
    named = opened(cast, drive=DRIVE)
    strange = opened(cast, drive=DRIVE)
    Item.objects.filter(pk=named.pk).update(batch=second.title.zh)
    Item.objects.filter(pk=strange.pk).update(batch="第九批")
    assert set(drive.items(day(900), first)) == {by_day, strange}
    assert set(drive.items(day(900), second)) == {named}
