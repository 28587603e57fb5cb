"""A ledger filled before there were so many states is whole and guarded after migrating."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from tests.a_site import Site

# Rows as the first ledger kept them: one item that is assigned, one that is closed.
FILL = """
from django.db import connection, transaction
NOW = "2024-03-04 02:00:00+00:00"
def put(table, **row):
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(row))
        words = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
        cursor.execute(words, list(row.values()))
def change(**row):
    with connection.cursor() as cursor:
        sets = ", ".join(f"{name} = %s" for name in row)
        cursor.execute(f"UPDATE ledger_item SET {sets} WHERE code = 'done'", list(row.values()))
with transaction.atomic():
    for number, name in ((1, "worker"), (2, "checker")):
        put("units_user", id=number, username=name, name=name, password="x", is_superuser=False,
            is_staff=False, is_active=True, date_joined=NOW, email="")
    for number, code in ((1, "q"), (2, "q-l"), (3, "q-l-d")):
        put("units_unit", id=number, code=code, name=code, name_en="", kind="", path=f"{code}/",
            depth=0)
    for number, code in ((1, "going"), (2, "done")):
        put("ledger_item", id=number, code=code, source="x", title="t", problem="p", target="",
            drive="", theme="", kind="", needs="[]", public=False, state="opened", turn=1,
            opened_on="2024-03-04", opened_by_id=2, unit_id=3, doer_id=2, checker_id=1,
            due="2024-03-14", assigned_on="2024-03-04", currency="CNY", found_amount=0,
            future_amount=0, unrecovered="", outcome="", result="")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_item SET state = 'assigned'")
    change(state="answered", answered_by_id=1, answered_on="2024-03-06")
    change(state="verified", verified_by_id=2)
    change(state="closed", closed_by_id=2, closed_at=NOW, outcome="put_right", result="r", leaf=1)
"""
AFTER = """
from django.db import IntegrityError, transaction
from sunledger.ledger.models import Item, State
going, done = Item.objects.get(code="going"), Item.objects.get(code="done")
answer = [str(going.due_first), going.signed_on, str(done.due_first), str(done.signed_on)]
for rows, change in (
    (Item.objects.filter(code="done"), {"result": "x"}),
    (Item.objects.filter(code="going"), {"state": State.CLOSED}),
    (Item.objects.filter(code="going"), {"checker": 2}),
):
    try:
        with transaction.atomic():
            rows.update(**change)
        answer.append("changed")
    except IntegrityError:
        answer.append("refused")
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, empty=True)
    yield site
    site.drop()


def test_what_was_there_before_is_whole_and_guarded_afterwards(site: Site) -> None:
    site.run("migrate", "ledger", "0002")
    site.ask(FILL)
    site.run("migrate")
    first, unsigned, second, signed, *outcomes = site.ask(AFTER)
    assert (first, unsigned) == ("2024-03-14", None)
    assert (second, signed) == ("2024-03-14", "2024-03-06")
    assert outcomes == ["refused"] * 3


@pytest.mark.django_db
def test_every_guard_of_the_ledger_is_in_force_after_the_last_migration() -> None:
    names = {guard.name for guard in import_module(f"{HERE}.0005_guards_of_states").GUARDS}
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        held = {name for (name,) in cursor.fetchall()}
    assert names <= held


HERE = "sunledger.ledger.migrations"
