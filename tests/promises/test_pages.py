"""What nobody can do through the pages, whoever they are and whatever they send."""

import re
import time
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection, models
from django.test import Client
from django.urls.converters import IntConverter
from django.urls.resolvers import URLResolver, get_resolver

from sunledger.core.codes import new_code
from sunledger.disclosure.models import Batch, Upload
from sunledger.ledger.models import Item
from sunledger.units import actions as units
from sunledger.units.models import Holding, Power
from tests.beginning import begins_with
from tests.cast import person
from tests.pages_arguments import arguments
from tests.pages_world import World, address, at, make_world
from tests.test_pages_access import ROLES, ROWS

HIGH = 7_770_000  # where the numbers of rows begin, so that one that leaks is known
JUNK = [
    "\0", "'", '"; DROP TABLE units_unit; --', "%", "%00", "-1", "99999999999999999999", "1e9",
    "ⅷ", "\ud7ff\ue000", "{{7*7}}", "__class__", "[]", "..", "a" * 3000, "😀", "\r\nX: y",
]  # fmt: skip


pytestmark = begins_with(make_world)


@pytest.fixture
def world(begun: World) -> World:
    return begun


@pytest.fixture
def high_world(db: None) -> World:
    """The same site, where the rows of every table are numbered from far up."""
    with connection.cursor() as cursor:
        for model in _ours():
            table = model._meta.db_table
            if model._meta.auto_field is None:
                continue
            if connection.vendor == "sqlite":
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, HIGH]
                )
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, HIGH])
    return make_world()


def _ours() -> list[type[models.Model]]:
    """Return the models of our rooms, without those of the log, whose order is public."""
    found = [model for model in apps.get_models() if model.__module__.startswith("sunledger.")]
    return [model for model in found if model._meta.app_label != "seal"]


def _everything() -> str:
    """Return all rows of our rooms as one text, without what signing in writes.

    Nor with the day on which the address of a calendar was last asked for: its owner is to see
    whether somebody else reads it.
    """
    rows = [row for model in _ours() for row in model._default_manager.order_by("pk")]
    notes = r'"(last_login|asked_on)": (null|"[^"]*")'
    return re.sub(notes, "", serializers.serialize("json", rows))


def test_s1_a_page_that_is_not_yours_takes_no_form_of_yours(world: World) -> None:
    before = _everything()
    clients = {role: world.client(role) for role in ROLES}
    for (role, client), (name, row) in product(clients.items(), ROWS.items()):
        if row[role] in ("302", "404") and not name.startswith(("account", "mfa")):
            status = client.post(address(name, world), {"note": "x", "reason": "x"}).status_code
            assert status in (302, 404, 405), f"{role}, {name}: {status}"
    assert _everything() == before


def test_s1_reading_changes_nothing(world: World) -> None:
    before = _everything()
    for role in ("anonymous", "clerk", "officer"):
        client = world.client(role)
        for name in ROWS.keys() - {"account_logout"}:
            client.get(address(name, world))
    assert _everything() == before


def test_s2_not_there_and_not_yours_are_one_answer(world: World) -> None:
    clients = {role: world.client(role) for role in ("nobody", "root", "neighbour", "checker")}
    for (role, client), (name, row) in product(clients.items(), ROWS.items()):
        code = arguments(name, world.codes, world.cast).get("code", "")
        if row[role] != "404" or len(code) != len(new_code()):
            continue
        theirs, other = address(name, world), new_code()
        nobodys = theirs.replace(code, other)
        for ask in (client.get, client.post):
            one, two = ask(theirs), ask(nobodys)
            # A page that nobody ever sends to says so before it looks for anything.
            answers = {404} if ask == client.get else {404, 405}
            assert one.status_code == two.status_code, name
            assert one.status_code in answers, name
            assert one.content.replace(code.encode(), b"") == two.content.replace(
                other.encode(), b""
            ), name


def test_s7_who_leaves_a_post_is_out_of_its_pages_with_the_next_click(world: World) -> None:
    admin = person("keeper", "管理员", world.cast.county, Power.ADMIN)
    client = world.client("checker")
    path = address("desk_item", world)
    assert client.get(path).status_code == 200
    held = Holding.objects.get(user=world.people["checker"])
    units.relieve(holding=held, by=admin)
    assert client.get(path).status_code == 404


def test_s8_codes_carry_128_bits_and_no_two_are_alike() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(re.fullmatch(r"[a-z2-7]{26}", code) for code in codes)
    bits = ["".join(f"{'abcdefghijklmnopqrstuvwxyz234567'.index(c):05b}" for c in one)[:128]
            for one in codes]  # fmt: skip
    shares = [sum(one[place] == "1" for one in bits) / 1000 for place in range(128)]
    assert min(shares) > 0.4
    assert max(shares) < 0.6


def _counted(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Give the addresses in which a number can be counted up."""
    for pattern in resolver.url_patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _counted(pattern, here)
        elif any(isinstance(one, IntConverter) for one in pattern.pattern.converters.values()):
            yield here


def test_s8_only_the_log_is_counted_through() -> None:
    assert {path.partition("<")[0] for path in _counted(get_resolver())} == {"seal/"}


def test_s8_no_page_shows_the_number_of_a_row(high_world: World) -> None:
    clients = [high_world.client(role) for role in ("anonymous", "clerk", "reviewer", "officer")]
    for client, name in product(clients, ROWS.keys() - {"account_logout"}):
        answer = client.get(address(name, high_world))
        page = answer.getvalue() if answer.streaming else answer.content
        leaked = re.findall(rb"(?<![\w.])777\d{4}(?![\w.])", page)
        assert not leaked, f"{name}: {leaked[:3]}"


def _hidden(model: type[models.Model]) -> dict[str, str]:
    """Return a value for every column of a table, as an attacker would send them along."""
    words = {"state": "published", "public": "on", "turn": "99", "rows": "999999"}
    return {
        name: words.get(field.name, "1")
        for field in model._meta.concrete_fields
        for name in {field.name, field.attname}
    }


def test_s9_what_a_form_does_not_ask_for_is_not_taken(world: World) -> None:
    officer = world.client("officer")
    asked = {
        "title": "路灯",
        "problem": "灯不亮",
        "unit": world.cast.village.code,
        "currency": "CNY",
    }
    before = set(Item.objects.values_list("pk", flat=True))
    hidden = _hidden(Item)
    for name in ("kind", "drive", "theme", "target", "needs", "found_amount", "public", "due"):
        hidden.pop(name, None)
        hidden.pop(f"{name}_id", None)
    answer = officer.post(address("desk_item_new", world), hidden | asked)
    item = Item.objects.exclude(pk__in=before).get()
    assert answer.status_code == 302
    assert (item.state, item.turn, item.doer, item.checker) == ("opened", 1, None, None)
    assert (item.opened_by, item.answered_by, item.leaf) == (world.people["officer"], None, None)


def test_s9_an_upload_cannot_say_that_it_is_published(world: World) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    clerk = world.client("clerk")
    sheet = "日期,收款人,用途,金额\n2024-07-03,青泉商贸有限公司,水泥,12.00\n".encode()
    asked: dict[str, Any] = {
        "unit": world.cast.village.code,
        "category": "village-payments",
        "period": "2024-07",
        "file": SimpleUploadedFile("七月.csv", sheet),
    }
    for model in (Upload, Batch):
        asked = {k: v for k, v in _hidden(model).items() if k not in ("mapping", "nothing")} | asked
    answer = clerk.post(address("desk_upload", world), asked)
    upload = Upload.objects.latest("pk")
    assert answer.status_code == 302
    assert upload.period == "2024-07"
    assert upload.state in ("waiting", "reading")
    assert upload.batch is None
    assert upload.by == world.people["clerk"]


def test_s9_nobody_hands_in_for_a_unit_that_is_not_theirs(world: World) -> None:
    before = _everything()
    asked = {"category": "village-payments", "period": "2024-07", "nothing": "on"}
    asked["unit"] = world.cast.hamlet.code
    assert world.client("clerk").post(address("desk_upload", world), asked).status_code == 200
    assert _everything() == before


def test_s31_junk_in_an_address_is_never_our_fault(world: World) -> None:
    names = ("q", "page", "state", "screen", "outcome", "currency", "list", "unit", "next", "kind")
    lists: tuple[str, ...] = (
        "search",
        "results",
        "drive_rows",
        "sheet",
        "unit",
        "category",
        "desk_items",
    )
    lists += ("desk_leads", "desk_batches", "desk_upload")
    clients = {role: world.client(role) for role in ("anonymous", "officer", "clerk")}
    for (role, client), name, junk in product(clients.items(), lists, JUNK):
        if ROWS[name][role] == "200" and (role == "anonymous") != name.startswith("desk"):
            answer = client.get(address(name, world), dict.fromkeys(names, junk))
            assert answer.status_code in (200, 302, 400, 404), f"{name}: {junk[:20]!r}"


def test_s31_junk_in_a_form_is_a_sentence_and_no_fault_of_ours(world: World) -> None:
    officer, clerk = world.client("officer"), world.client("clerk")
    words = ("title", "problem", "unit", "due", "found_amount", "note", "currency", "held_on",
             "text", "turn", "period", "category", "mapping", "field", "new", "reason")  # fmt: skip
    forms = (
        (officer, "desk_item_new"),
        (officer, "desk_item_move"),
        (officer, "desk_meeting_new"),
        (clerk, "desk_upload"),
        (clerk, "desk_correction_ask"),
    )
    for (client, name), junk in product(forms, JUNK):
        answer = client.post(address(name, world), dict.fromkeys(words, junk))
        assert answer.status_code in (200, 302, 400), f"{name}: {junk[:20]!r}"


def test_s35_too_much_is_refused_at_once(world: World) -> None:
    client, begun = Client(), time.process_time()
    login = at("account_login")
    long = client.post(login, {"login": "clerk", "password": "x" * 1_000_000})
    many = client.post(login, {f"f{number}": "x" for number in range(10_000)})
    big = client.post(login, {"login": "x" * 3_000_000, "password": "x"})
    assert long.status_code in (200, 400, 413)
    assert many.status_code == 400
    assert big.status_code in (400, 413)
    assert time.process_time() - begun < 5


def test_s37_no_search_takes_long(world: World) -> None:
    client = Client()
    for words in ("a" * 4000, "a " * 2000, "(" * 3000, "%" * 4000, "大" * 1500):
        begun = time.process_time()
        assert client.get(at("search"), {"q": words}).status_code in (200, 400)
        assert time.process_time() - begun < 2, words[:10]
