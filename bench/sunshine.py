"""A province reads: pages over four million sheets, beside Datasette on the same million lines.

    ./run bench sunshine
    DATABASE_URL=postgres://... ./run bench sunshine      (PostgreSQL instead of SQLite)
    SUNLEDGER_BENCH_VILLAGES=500 ./run bench sunshine     (a small province, to try it)
    SUNLEDGER_HOME=/srv/province ./run bench sunshine     (the site made there, or found there)

The site is made once, in five minutes or ten, and found again by the next run. Both are served as
each serves itself: ours by `sunledger serve` with two processes, Datasette by `datasette serve`,
which has one. Pages are asked for twice: as fast as they come, by four visitors at once, and a
hundred a second, at moments that fall as they fall; every visit is a connection of its own. A
machine has other work to do as well, so each figure stands twice: by the clock, and in
milliseconds of processor for each answer, which load changes less.

Datasette is given an index for every column that is asked about, an index of all parts of words
(FTS5, by signs in threes) for the column that is looked through, the same number of rows a page,
and a second run without suggesting facets, which ours does not do either.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bench.measure import work_folder
from bench.visits import Server, Visits, free_port, paced, visit

ON = datetime.now(ZoneInfo("Asia/Shanghai")).date()
VILLAGES = int(os.environ.get("SUNLEDGER_BENCH_VILLAGES", "16727"))
SECONDS = float(os.environ.get("SUNLEDGER_BENCH_SECONDS", "10"))
ASKED = 400  # different addresses of each kind
ROWS = 50
PACE = 100.0  # visits a second that have to be answered


def measure() -> None:
    """Make the province if it is not there, serve it, and print what reading costs."""
    home = _begin()
    from bench import sunshine_site

    print(f"\nSunshine: {sunshine_site.made(VILLAGES, ON)}", flush=True)
    peer = _peer(home)
    questions = _questions()
    port = free_port()
    serve = [sys.executable, "-m", "sunledger", "serve", "--processes", "2", "--threads", "2"]
    with Server("sunledger", [*serve, "--port", str(port)], "/en/", port) as ours:
        _head()
        asked = {name: [mine for mine, _theirs in both] for name, both in questions.items()}
        seen = {name: _both(name, ours, paths) for name, paths in (_pages() | asked).items()}
        visit(ours, [f"{_csv()}?amount_to=1"] * 4, 1)  # both processes load what writes files
        csv = _print("the table as CSV", visit(ours, [_csv()], 1, hands=1))
    theirs = {name: [theirs for _mine, theirs in both] for name, both in questions.items()}
    _beside(peer, theirs, seen, csv)


def _begin() -> Path:
    """Set Django up with a site of its own."""
    home = work_folder() / f"sunshine_{VILLAGES}_{ON:%Y_%m}"
    os.environ.setdefault("SUNLEDGER_HOME", str(home))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunledger.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return Path(os.environ["SUNLEDGER_HOME"])


def _pages() -> dict[str, list[str]]:
    """Return the pages of ours that are asked for."""
    from sunledger.units.models import Unit

    draw = Random(1)  # noqa: S311 - a seed is the point
    codes = {
        kind: list(Unit.objects.filter(kind=kind).order_by("code").values_list("code", flat=True))
        for kind in ("village", "town", "county", "city")
    }
    some = {kind: draw.sample(found, min(len(found), ASKED)) for kind, found in codes.items()}
    all_kinds = [code for found in some.values() for code in found[:100]]
    return {
        "a village's page": [f"/units/{code}/" for code in some["village"]],
        "pages above villages": [f"/units/{c}/" for k in ("town", "county", "city")
                                 for c in some[k][:100]],
        "not published": ["/not-published/", *(f"/not-published/{c}/" for c in all_kinds)],
        "a village's calendar": [f"/units/{code}/calendar/" for code in some["village"]],
        "a village's table": [f"/tables/{_TABLE}/{code}/" for code in some["village"]],
        "a branch's table": [f"/tables/{_TABLE}/{c}/" for k in ("county", "city")
                             for c in some[k]],
        "words anywhere": [f"/search/?{urlencode({'q': word})}" for word in _words(draw)],
    }  # fmt: skip


_TABLE = "village-payments"


def _words(draw: Random) -> list[str]:
    from bench.sunshine_site import PAYEES, PURPOSES

    whole = [draw.choice(PAYEES) + str(draw.randrange(40)) for _ in range(ASKED // 2)]
    return [*whole, *(draw.choice(PURPOSES)[:2] for _ in range(ASKED // 2))]


def _questions() -> dict[str, list[tuple[str, str]]]:
    """Return questions to the same table, as ours and as Datasette are asked them."""
    from bench.sunshine_site import PAYEES, PURPOSES, months_before

    draw = Random(2)  # noqa: S311 - a seed is the point
    months = list(months_before(ON))
    filtered: list[tuple[str, str]] = []
    by_words: list[tuple[str, str]] = []
    for number in range(ASKED):
        payee = draw.choice(PAYEES) + str(draw.randrange(40))
        low = draw.randrange(1_000, 90_000)
        purpose = draw.choice(PURPOSES)
        day = draw.choice(months).replace(day=draw.randrange(1, 28)).isoformat()
        kinds: list[tuple[dict[str, Any], dict[str, Any]]] = [
            ({"is.payee": payee}, {"payee__exact": payee}),
            (
                {"amount_from": low, "amount_to": low + 500, "sort": "-amount"},
                {"amount__gte": low * 100, "amount__lte": low * 100 + 50_000,
                 "_sort_desc": "amount"},
            ),
            ({"day_from": day, "day_to": day}, {"paid_on__exact": day, "_sort_desc": "paid_on"}),
        ]  # fmt: skip
        filtered.append(_asked(*kinds[number % len(kinds)]))
        by_words.append(_asked(
            {"f.purpose": purpose, "amount_from": low},
            {"_search_purpose": purpose, "amount__gte": low * 100},
        ))  # fmt: skip
    return {"a filtered table": filtered, "words in a column": by_words}


def _asked(mine: dict[str, Any], theirs: dict[str, Any]) -> tuple[str, str]:
    """Return the addresses of one question."""
    return (
        f"/tables/{_TABLE}/?{urlencode(mine)}",
        f"/payments/payments?{urlencode(theirs | {'_size': ROWS})}",
    )


def _csv() -> str:
    return f"/tables/{_TABLE}/files/raw.csv"


def _peer(home: Path) -> Path:
    """Return the same million lines as Datasette would be given them: a file with plain columns."""
    from django.db import connection

    file = home / "payments.db"
    if file.exists():
        return file
    fields = ("paid_on", "voucher", "payee", "purpose", "amount", "method")
    is_sqlite = connection.vendor == "sqlite"
    cells = (f"json_extract(r.\"values\", '$.{f}')" if is_sqlite else f"r.\"values\"->>'{f}'"
             for f in fields)  # fmt: skip
    part = home / "payments.part"
    part.unlink(missing_ok=True)
    columns = "code, unit, unit_name, period, line, currency, leaf"
    with connection.cursor() as cursor, sqlite3.connect(part) as to:
        to.execute(f"CREATE TABLE payments ({columns}, {', '.join(fields)}, PRIMARY KEY (code))")
        cursor.execute(
            "SELECT r.code, u.code, u.name, l.period, r.line, r.currency, r.leaf, "  # noqa: S608
            f"{', '.join(cells)} FROM disclosure_line l JOIN disclosure_record r "
            "ON r.id = l.record_id JOIN units_unit u ON u.id = l.unit_id WHERE l.category = %s "
            "ORDER BY l.record_id",
            [_TABLE],
        )
        marks = ", ".join("?" * (7 + len(fields)))
        while found := cursor.fetchmany(20_000):
            rows = ([*row[:11], int(row[11]), row[12]] for row in found)
            to.executemany(f"INSERT INTO payments VALUES ({marks})", rows)  # noqa: S608
        for column in ("payee", "amount", "paid_on", "unit", "period"):
            to.execute(f"CREATE INDEX by_{column} ON payments ({column})")
        to.execute(
            "CREATE VIRTUAL TABLE payments_fts USING FTS5 "
            """(purpose, content="payments", tokenize='trigram')"""
        )
        to.execute("INSERT INTO payments_fts (payments_fts) VALUES ('rebuild')")
    to.close()
    part.rename(file)
    return file


def _beside(
    file: Path, asked: dict[str, list[str]], ours: dict[str, Visits], our_csv: Visits
) -> None:
    """Ask Datasette the same, and print how many times as much ours answers."""
    datasette = Path(sys.executable).with_name("datasette")
    for label, more in (
        ("Datasette, as it comes", []),
        ("Datasette, no facets", ["--setting", "suggest_facets", "off"]),
    ):
        port = free_port()
        command = [str(datasette), "serve", str(file), "--port", str(port), *more]
        command += ["--setting", "max_csv_mb", "0"]
        print(label, flush=True)
        with Server(label, command, "/payments.json", port, may_give_up=True) as theirs:
            for name, paths in asked.items():
                found = _print(name, visit(theirs, paths, SECONDS))
                _ratio("requests a second", ours[name].a_second / found.a_second)
                _ratio("processor for each", found.cpu_ms / ours[name].cpu_ms)
            if not more:
                csv = visit(theirs, ["/payments/payments.csv?_stream=on"], 1, hands=1)
                _print("Datasette's CSV", csv)
                _ratio("CSV a CPU-second", _mb(our_csv) / _mb(csv))


def _both(name: str, ours: Server, paths: list[str]) -> Visits:
    """Ask for pages as fast as they come, then so many a second, and print what both cost."""
    fast = visit(ours, paths, SECONDS)
    return _print(name, fast, paced(ours, paths, PACE, SECONDS))


def _mb(visits: Visits) -> float:
    """Return the megabytes that a second of processor gave."""
    return visits.sent / 1e6 / (visits.cpu_ms * visits.count / 1000)


def _head() -> None:
    print(
        f"{'':24} {'answers':>8} {'a second':>9} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>8} "
        f"{'MB held':>8} {f'at {PACE:g}/s:':>10} {'p50 ms':>8} {'p99 ms':>8}",
        flush=True,
    )


def _print(name: str, one: Visits, at_pace: Visits | None = None) -> Visits:
    """Print what one kind of visit costs."""
    more = ""
    if at_pace:
        more = f" {at_pace.a_second:10.1f} {at_pace.half_ms:8.1f} {at_pace.last_ms:8.1f}"
    print(
        f"{name:24} {one.count:8} {one.a_second:9.1f} {one.half_ms:8.1f} {one.last_ms:8.1f} "
        f"{one.cpu_ms:8.1f} {one.megabytes:8.0f}{more}",
        flush=True,
    )
    if one.given_up:
        print(f"{'':24} {one.given_up} of them given up, each after a second")
    if one.sent > 20e6 and one.count < 20:
        print(f"{'':24} {one.sent / one.count / 1e6:.0f} MB each, {_mb(one):.1f} MB a CPU-second")
    return one


def _ratio(what: str, ratio: float) -> None:
    print(f"{'':24} {what}: {ratio:.1f} times", flush=True)


if __name__ == "__main__":
    measure()
