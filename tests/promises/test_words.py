"""What people write stays text: in pages, in files, in spreadsheets, under any name."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from sunledger.core.money import read_money
from sunledger.decisions import actions as decisions
from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.models import Batch
from sunledger.jobs import actions as jobs
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.seal import export
from sunledger.web.pages.downloads import harmless
from tests.answers import hand_on
from tests.cast import TODAY, at
from tests.disclosure_story import Story, make_story
from tests.pages_world import at as page_at

# Each carries the mark, so that what came of it can be found again on every page.
EVIL = [
    "<script>mark()</script>",
    '"><img src=x onerror=mark()>',
    "'><svg/onload=mark()>",
    "</script><script>mark()</script>",
    "<a hx-get=/desk/ hx-trigger=load>mark()</a>",
    "javascript:mark()//",
    "{{ mark }}{% mark() %}",
    "\u202emark()\u2066",
]
ALIVE = re.compile(r"<(script|img|svg|a|iframe)[^>]*(mark\(\)|src=x|hx-get=/desk/ )|<script>mark")
HEADINGS = "日期,凭证号,收款人,用途,金额\n"
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1+1", "＠SUM(1)"]


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def published(story: Story, rows: list[list[str]], period: str = "2024-03") -> Batch:
    """Return a sheet with those lines, all the way to the public."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    upload = disclosure.receive(
        unit=story.village,
        category="village-payments",
        period=period,
        file_name=f"{period}.csv",
        content=(HEADINGS + text.getvalue()).encode(),
        by=story.clerk,
    )
    assert upload.job
    jobs.run_here(upload.job)
    upload.refresh_from_db()
    assert upload.batch, upload.problems
    batch = hand_on(batch=upload.batch, by=story.clerk)
    return disclosure.publish(batch=batch, by=story.reviewer)


def line(number: int, payee: str, purpose: str) -> list[str]:
    return ["2024-03-04", f"v{number}", payee, purpose, "12.50"]


def public_pages(batch: Batch) -> dict[str, str]:
    """Return everything public that shows a sheet."""
    client = Client()
    record = batch.records.earliest("number")
    addresses = [page_at(name, batch.code) for name in
                 ("sheet", "sheet_csv", "sheet_spreadsheet", "sheet_json")]  # fmt: skip
    addresses += [page_at("record", one.code) for one in batch.records.all()]
    addresses += [page_at("unit", batch.unit.code), page_at("home"), page_at("search")]
    addresses += [
        page_at("seal_entry", record.leaf),
        page_at("seal_file", "facts.jsonl"),
    ]
    found = {}
    for address in addresses:
        answer = client.get(address, {"q": batch.unit.name} if "search" in address else {})
        found[address] = (answer.getvalue() if answer.streaming else answer.content).decode()
    return found


def test_s25_s27_what_is_written_in_a_sheet_is_never_run(story: Story) -> None:
    batch = published(story, [line(n, f"公司{n}", evil) for n, evil in enumerate(EVIL)])
    for address, page in public_pages(batch).items():
        if page.lstrip().startswith("<"):
            assert not ALIVE.search(page), address
    shown = public_pages(batch)[page_at("sheet", batch.code)]
    assert "&lt;script&gt;mark()" in shown


def test_s25_what_is_written_on_the_desk_is_never_run(story: Story) -> None:
    cast, client = story.cast, Client()
    addresses = []
    for evil in EVIL:
        item = ledger.open_item(
            source="desk", title=evil, problem=evil, unit=cast.village, by=cast.lead, at=at(),
            public=True,
        )  # fmt: skip
        ledger.attach(
            item=item, kind="document", title=evil, file_name=f"{evil}.html",
            content=evil.encode(), by=cast.lead, at=at(),
        )  # fmt: skip
        meeting = decisions.record_meeting(
            unit=cast.county, title=evil, held_on=TODAY, text=f"会议{evil}要求", by=cast.lead
        )
        addresses += [page_at("item", item.code), page_at("desk_item", item.code)]
        addresses += [page_at("desk_meeting", meeting.code)]
    client.force_login(cast.lead)
    for address in [*addresses, page_at("desk_items"), page_at("desk_meetings"), page_at("desk")]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert not ALIVE.search(answer.content.decode()), address


def test_s25_what_is_searched_for_is_never_run(db: None) -> None:
    for evil in EVIL:
        assert not ALIVE.search(Client().get(page_at("search"), {"q": evil}).content.decode())


def test_s28_s43_evidence_is_saved_and_never_shown(story: Story) -> None:
    cast, client = story.cast, Client()
    item: Item = ledger.open_item(
        source="desk", title="灯", problem="不亮", unit=cast.village, by=cast.lead, at=at()
    )
    client.force_login(cast.lead)
    for name, content in {
        "a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>mark()</script></svg>",
        "a.html": b"<script>mark()</script>",
        "a.pdf": b"%PDF-1.7 /JavaScript",
        "a.jpg": b"\xff\xd8\xff\xe0<script>mark()</script>",
    }.items():
        paper = ledger.attach(
            item=item, kind="document", title="纸", file_name=name, content=content,
            by=cast.lead, at=at(),
        )  # fmt: skip
        answer = client.get(page_at("desk_evidence", paper.code))
        assert answer.content == content
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]


def test_s42_a_formula_is_text_for_spreadsheets_and_itself_in_the_raw_file(story: Story) -> None:
    batch = published(story, [line(n, f"公司{n}", what) for n, what in enumerate(FORMULAS)])
    kept = [record.values["purpose"] for record in batch.records.order_by("number")]
    pages = public_pages(batch)
    raw = list(csv.DictReader(io.StringIO(pages[page_at("sheet_csv", batch.code)])))
    safe = pages[page_at("sheet_spreadsheet", batch.code)].removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(safe)))
    place = next(n for n, name in enumerate(rows[1]) if name.lstrip("'") == kept[0])
    assert [row["purpose"] for row in raw] == kept
    assert all(row[place].startswith("'") for row in rows[1:]), rows
    assert [row[place].removeprefix("'") for row in rows[1:]] == kept
    assert {read_money(row["amount"]) for row in raw} == {1250}


@pytest.mark.parametrize("cell", ["-12.5", "+3", -12, "12", "水泥", ""])
def test_s42_numbers_and_words_stay_as_they_are(cell: Any) -> None:
    assert harmless(cell) == cell


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\boot.ini", "a\0b.csv", "\u202evsc.exe", "C:\\x.csv", "x" * 4000,
     "\r\nSet-Cookie: a=b.csv", '".csv', "con"],
)  # fmt: skip
def test_s45_the_name_of_a_file_leads_nowhere(name: str, story: Story) -> None:
    cast, client = story.cast, Client()
    item: Item = ledger.open_item(
        source="desk", title="灯", problem="不亮", unit=cast.village, by=cast.lead, at=at()
    )
    paper = ledger.attach(
        item=item, kind="document", title="纸", file_name=name, content=b"x", by=cast.lead, at=at()
    )
    assert 0 < len(paper.file_name) <= 255
    assert not re.search(r"[/\\\0\r\n\u202a-\u202e\u2066-\u2069]", paper.file_name)
    client.force_login(cast.lead)
    answer = client.get(page_at("desk_evidence", paper.code))
    assert answer.status_code == 200
    assert "Set-Cookie: a" not in str(answer.headers)


def test_s48_a_masked_name_is_in_nothing_that_is_public(story: Story, tmp_path: Any) -> None:
    batch = published(story, [line(1, "王小明", "误工补助"), line(2, "欧阳小红", "误工补助")])
    export.write(tmp_path)
    files = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    for where, text in {**public_pages(batch), **files}.items():
        for name in ("王小明", "小明", "欧阳小红", "小红"):
            assert name not in text, where
            assert json.dumps(name)[1:-1] not in text, where
