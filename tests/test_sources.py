"""Sources: a TOML file, its rows through the door, a run over them, and a lead on the desk."""

import io
import json
import re
import sqlite3
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from sunledger.jobs.progress import Progress
from sunledger.ledger.models import Item
from sunledger.screening import actions as screening
from sunledger.screening import heldtables, source
from sunledger.screening.door import Door, holds_number, site_key, why_impossible
from sunledger.screening.models import Lead
from sunledger.screening.refusals import NotNow
from sunledger.screening.source import SourceError
from tests.screening_story import Story, make_story
from tests.test_workbook_sheets import ods_cell, open_document

TODAY = date(2026, 11, 22)
HOW_TO = Path(__file__).resolve().parents[1] / "docs" / "how-to" / "add-a-source.md"
WANG, LI, OLD = "110101195003070013", "110101194806150020", "110101480615002"
ACCOUNT = "6222020200012345678"
BENEFITS = """
title = { zh = "低保发放", en = "Basic support" }
table = "benefits"
where = "benefits.csv"
unit = "q"
body = "q-l-d"
ground = { zh = "数据共享清单", en = "The list of shared data" }
held_until = 2099-12-31
private = true
[columns]
person = "身份证号"
name = "姓名"
month = "月份"
amount = "金额"
account = "账号"
[fixed]
scheme = "dibao"
scheme_name = "低保"
"""
ROWS = [
    ["身份证号", "姓名", "月份", "金额", "账号"],
    *([WANG, "王秀英", f"2024-{month:02}", "400", ACCOUNT] for month in range(3, 8)),
    [LI, "李桂兰", "2024年4月", "400.00", "6217000010001234567"],
]


@pytest.fixture
def site(tmp_path: Path, settings: Any) -> Path:
    """Return the folder of a site without sources."""
    for part in ("sources", "data"):
        (tmp_path / part).mkdir()
    settings.SUNLEDGER_SOURCES = tmp_path / "sources"
    settings.SUNLEDGER_DATA = tmp_path / "data"
    settings.SUNLEDGER_TABLES = tmp_path / "tables"
    settings.SUNLEDGER_TABLE_KEY = tmp_path / "table_key"
    return tmp_path


@pytest.fixture
def english() -> Iterator[None]:
    """Let commands speak English."""
    with translation.override("en"):
        yield


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def csv_of(rows: list[list[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def put(site: Path, toml: str = BENEFITS, rows: Any = ROWS, code: str = "benefits") -> None:
    (site / "sources" / f"{code}.toml").write_text(toml, encoding="utf-8")
    (site / "data" / f"{code}.csv").write_text(csv_of(rows), encoding="utf-8")


def kept(site: Path, code: str = "benefits") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(site / "tables" / code / "rows.parquet").to_pylist()
    return rows


def from_how_to(kind: str) -> str:
    (text,) = re.findall(rf"```{kind}\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    return str(text)


def both(site: Path) -> None:
    """Load the register of deaths of the how-to, and support that went on after one of them."""
    put(site)
    (site / "sources" / "deaths.toml").write_text(from_how_to("toml"), encoding="utf-8")
    (site / "data" / "deaths.csv").write_text(from_how_to("csv"), encoding="utf-8")
    call_command("tables", "load", stdout=io.StringIO())


def test_from_sources_to_a_lead_on_the_desk(site: Path, story: Story, client: Client) -> None:
    both(site)
    assert len(kept(site, "deaths")) == 3
    run = story.run("paid_after_death")
    assert run.rows == 5 + 6 + 3
    lead = story.lead()
    assert (lead.unit, lead.subject, lead.figure) == (story.sheets.village, "王＊＊", 3 * 400_00)
    assert not {"person", "account"} & set(lead.evidence[0])
    client.force_login(story.officer)
    page = client.get(f"/en/desk/leads/{lead.code}/").content.decode()
    assert "2024-05" in page
    assert "400.00" in page
    for secret in (WANG, ACCOUNT, "王秀英"):
        assert secret not in page + json.dumps(lead.evidence, ensure_ascii=False)


def test_what_a_private_lead_becomes_repeats_no_row(site: Path, story: Story) -> None:
    both(site)
    story.run("paid_after_death")
    item = screening.take_up(lead=story.lead(), by=story.officer)
    assert "王" not in Item.objects.get(pk=item.pk).problem
    lead = Lead.objects.get()
    assert screening.look_again(lead=lead, by=story.officer)


def test_private_tables_are_read_for_those_alone_who_screen_where_they_are_held(
    site: Path, story: Story
) -> None:
    both(site)
    story.run("paid_after_death")
    run = screening.start_run(
        unit=story.sheets.cast.hamlet, by=story.outsider, asked=["paid_after_death"]
    )
    screening.run_screens(cast("Progress", _Progress()), run.code)
    assert "死亡登记" in run.screens.get().trouble or "补助发放" in run.screens.get().trouble
    assert run.screens.get().seen == 0
    assert story.lead().state == "open"  # and nobody cleared what the other run raised
    readable = heldtables.readable(story.outsider, TODAY)
    assert (readable.files, readable.withheld) == ({}, {"benefits", "deaths"})


class _Progress:
    """As much of a job's progress as a run asks for."""

    resume_point: dict[str, Any] = {}

    def total(self, _count: int) -> None: ...

    def step(self, *_args: Any) -> None: ...

    def save(self, _point: dict[str, Any]) -> None: ...


def test_looking_again_without_the_tables_clears_nothing(site: Path, story: Story) -> None:
    both(site)
    story.run("paid_after_death")
    Lead.objects.update(unit=story.sheets.cast.hamlet)
    with pytest.raises(NotNow):
        screening.look_again(lead=story.lead(), by=story.outsider)
    assert story.lead().state == "open"


@pytest.mark.usefixtures("english")
def test_nothing_kept_or_said_holds_a_number(site: Path, story: Story) -> None:
    hostile = [
        *ROWS,
        [WANG, LI, "2024-03", "400", ACCOUNT],  # a number where a name belongs
        [ACCOUNT, "x", WANG, "400", ""],
        [WANG, "x", "2024-03", LI + "元", ""],
        ["1.10101E+17", "x", "2024-03", "1", ""],
    ]
    put(site, rows=hostile)
    out = io.StringIO()
    call_command("tables", "load", "benefits", stdout=out)
    assert "6 rows; 4 left out" in out.getvalue()
    assert "benefits.csv:8" in out.getvalue()
    files = [one for one in (site / "tables").rglob("*") if one.is_file()]
    said = out.getvalue().encode() + b"".join(one.read_bytes() for one in files)
    said += repr(kept(site)).encode()  # Parquet packs its pages: the values themselves as well
    for secret in (WANG, LI, ACCOUNT, WANG[:15], "110101480615002"):
        assert secret.encode() not in said


def test_every_kind_of_file_gives_the_same_rows(site: Path, story: Story) -> None:
    put(site)
    heldtables.load("benefits", TODAY)
    first = kept(site)
    data = site / "data" / "benefits.csv"
    heads = ROWS[0]
    records = [dict(zip(heads, row, strict=True)) for row in ROWS[1:]]
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row, made.add_format({"num_format": "@"}))
    table = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), table)
    lines = [f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in ROWS]
    contents = {
        "xlsx": book.getvalue(),
        "ods": open_document("".join(lines)),
        "parquet": table.getvalue(),
        "jsonl": "\n".join(json.dumps(one) for one in records).encode(),
        "tsv": csv_of(ROWS).replace(",", "\t").encode("utf-16"),
        "txt": csv_of(ROWS).encode("gb18030"),
    }
    data.unlink()
    for ending, content in contents.items():
        (site / "data" / f"benefits.{ending}").write_bytes(content)
        put_toml(site, BENEFITS.replace("benefits.csv", f"benefits.{ending}"))
        heldtables.load("benefits", TODAY)
        assert kept(site) == first, ending


def put_toml(site: Path, toml: str) -> None:
    (site / "sources" / "benefits.toml").write_text(toml, encoding="utf-8")


def test_a_folder_is_one_source_and_a_database_is_read_by_its_name(
    site: Path, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "data" / "all").mkdir()
    for part in ("a", "b"):
        (site / "data" / "all" / f"{part}.csv").write_text(csv_of(ROWS), encoding="utf-8")
    put_toml(site, BENEFITS.replace("benefits.csv", "all"))
    assert heldtables.load("benefits", TODAY).rows == 12
    file = site / "register.sqlite3"
    with sqlite3.connect(file) as held:
        held.execute("CREATE TABLE paid (身份证号, 姓名, 月份, 金额, 账号)")
        held.executemany("INSERT INTO paid VALUES (?, ?, ?, ?, ?)", ROWS[1:])
    held.close()
    by_name = 'database = "SUPPORT_BOOKS"\nselect = "paid"'
    put_toml(site, BENEFITS.replace('where = "benefits.csv"', by_name))
    with pytest.raises(SourceError, match="SUPPORT_BOOKS"):
        heldtables.load("benefits", TODAY)
    monkeypatch.setenv("SUPPORT_BOOKS", f"sqlite:///{file}")
    assert heldtables.load("benefits", TODAY).rows == 6
    put_toml(site, BENEFITS.replace('where = "benefits.csv"', by_name.replace("paid", "gone")))
    with pytest.raises(SourceError) as refused:
        heldtables.load("benefits", TODAY)
    assert str(file) not in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"benefits"', '"benefit"', "there is no table"),
        ("private = true", "private = false", "tells persons apart"),
        ("[columns]", '[columns]\nshoe = "鞋"', "no column “shoe”"),
        ('where = "benefits.csv"', 'where = "/etc/passwd"', "where"),
        ('where = "benefits.csv"', 'where = "../secret_key"', "where"),
        ('where = "benefits.csv"', 'database = "postgres://u:secret@h/x"', "NAME"),
        ('where = "benefits.csv"', 'database = "D"\nselect = "drop table a"', "select"),
        ('body = "q-l-d"', "", "body"),
        ("held_until = 2099-12-31", "", "held_until"),
        ('"dibao"', f'"{WANG}"', "identity number"),
        ("[fixed]", 'malformed = "缺"\n[fixed]', "filled by Sunledger"),
        ("[columns]", "[reading]\nmoney = 'jiao'\n[columns]", "reading.money"),
        ("[columns]", "owner = 3\n[columns]", "owner"),
    ],
)
def test_a_source_that_lacks_something_is_refused_with_a_sentence(
    site: Path, old: str, new: str, words: str
) -> None:
    assert old in BENEFITS
    put_toml(site, BENEFITS.replace(old, new, 1))
    with pytest.raises(SourceError, match=words) as refused:
        source.read(site / "sources" / "benefits.toml")
    assert "benefits.toml" in str(refused.value)
    assert "secret@" not in str(refused.value)
    assert WANG not in str(refused.value)


def test_files_that_are_not_what_they_should_be_are_refused(site: Path, story: Story) -> None:
    put(site, rows=[["姓名", "月份"], ["王", "2024-01"]])
    with pytest.raises(SourceError, match="lacks the headings 身份证号"):
        heldtables.load("benefits", TODAY)
    put(site, rows=[[*ROWS[0], "姓名"], [*ROWS[1], "x"]])
    with pytest.raises(SourceError, match="twice"):
        heldtables.load("benefits", TODAY)
    for ending in ("parquet", "xlsx"):
        (site / "data" / f"benefits.{ending}").write_bytes(b"PK\x03\x04nothing")
        put_toml(site, BENEFITS.replace("benefits.csv", f"benefits.{ending}"))
        with pytest.raises(SourceError, match="benefits"):
            heldtables.load("benefits", TODAY)
    (site / "data" / "out.csv").symlink_to("/etc/hostname")
    put_toml(site, BENEFITS.replace("benefits.csv", "out.csv"))
    with pytest.raises(SourceError, match="out of"):
        heldtables.load("benefits", TODAY)
    (site / "data" / "benefits.jsonl").write_text('[]\n{"月份": \n{}\n' + "[" * 10_000, "utf-8")
    put_toml(site, BENEFITS.replace("benefits.csv", "benefits.jsonl"))
    taken = heldtables.load("benefits", TODAY)
    assert (taken.rows, taken.left_out) == (1, 3)


def test_a_load_that_fails_leaves_what_was_kept(site: Path, story: Story) -> None:
    put(site)
    heldtables.load("benefits", TODAY)
    put(site, rows=[["nothing"]])
    with pytest.raises(CommandError, match="lacks the headings"):
        call_command("tables", "load")
    assert len(kept(site)) == 6
    assert [one.name for one in (site / "tables").iterdir()] == ["benefits"]


def test_what_is_past_its_day_is_read_by_nobody_and_erased(site: Path, story: Story) -> None:
    put(site)
    heldtables.load("benefits", TODAY)
    put_toml(site, BENEFITS.replace("2099-12-31", "2026-11-21"))
    assert heldtables.readable(story.officer, TODAY).files == {}
    with pytest.raises(SourceError, match="to be held until"):
        heldtables.load("benefits", TODAY)
    call_command("tables", "forget", "--on", "2026-11-21", stdout=io.StringIO())
    assert len(kept(site)) == 6
    call_command("forget", "--on", "2026-11-22", stdout=io.StringIO())
    assert not (site / "tables" / "benefits").exists()
    put(site)
    heldtables.load("benefits", TODAY)
    (site / "sources" / "benefits.toml").unlink()
    assert heldtables.forget(TODAY) == ["benefits"]


def test_two_rows_of_one_code_are_refused(site: Path, story: Story) -> None:
    put(site, BENEFITS.replace("[columns]", '[columns]\ncode = "账号"'))
    with pytest.raises(SourceError) as refused:
        heldtables.load("benefits", TODAY)
    assert ACCOUNT not in str(refused.value)


def test_the_door_knows_one_person_in_every_spelling_and_no_account_as_a_person() -> None:
    door = Door(b"k" * 32)
    wide = LI.translate({48 + n: 0xFF10 + n for n in range(10)})
    spellings = [LI, OLD, f" {LI[:6]} {LI[6:]}", wide]
    assert len({door.person(one).key for one in spellings}) == 1
    with_x = "11010119500307003X"
    assert why_impossible(with_x) == ""
    assert len({door.person(with_x[:17] + end).key for end in "XxＸ×"}) == 1
    kinds = [door.key(LI, kind) for kind in ("account", "telephone", "household", "device")]
    assert len({door.person(LI).key, *kinds}) == 5
    assert door.key("+86 138-0013-8000", "telephone") == door.key("13800138000", "telephone")
    assert door.key("+86 138-0013-8000", "account") != door.key("13800138000", "account")
    assert all(0 <= key < 2**63 for key in kinds if key is not None)
    assert Door(b"o" * 32).person(LI).key != door.person(LI).key


def test_the_door_says_why_a_number_cannot_exist_and_what_a_good_one_tells() -> None:
    door = Door(b"k" * 32)
    about = door.person(LI)
    assert (about.malformed, about.born, about.sex) == (None, date(1948, 6, 15), "F")
    assert door.person(WANG[:17] + "9").malformed == "校验码不对"
    assert door.person("990101195003070013").malformed == "没有这个地区"
    assert door.person("110101195002300013").malformed == "没有这一天"
    assert door.person("1101011950030700").malformed == "位数不对"
    assert door.person("G12345678").malformed is None  # a passport
    for filler in ("无", "0000", "-", "NULL", "***"):
        assert door.person(filler).key is None
    assert holds_number(f"付{WANG}款")
    assert not holds_number("FP-202403040017")


def test_the_key_is_made_once_and_for_the_site_alone(tmp_path: Path) -> None:
    file = tmp_path / "table_key"
    assert site_key(file) == site_key(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"short")
    with pytest.raises(ValueError, match="no key"):
        site_key(file)


@pytest.mark.usefixtures("english")
def test_the_command_lists_what_is_kept_and_checks_without_keeping(
    site: Path, story: Story
) -> None:
    with pytest.raises(CommandError, match="no sources"):
        call_command("tables", "load")
    put(site)
    out = io.StringIO()
    call_command("tables", "check", stdout=out)
    call_command("tables", "list", stdout=out)
    assert not (site / "tables").exists()
    call_command("tables", "load", stdout=out)
    call_command("tables", "list", stdout=out)
    assert "benefits: 6 rows; 0 left out" in out.getvalue()
    assert "held until 2099-12-31" in out.getvalue()
    with pytest.raises(CommandError, match="Nothing is kept"):
        call_command("tables", "forget", "other")
