"""What was published of works goes out as the standards say, and comes back as it went."""

import io
import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sunledger.disclosure import actions
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Batch, Record
from sunledger.disclosure.shape import STAGES, Category
from sunledger.screening.contracting.followthemoney import Graph
from sunledger.screening.contracting.lines import Line
from sunledger.screening.contracting.parties import firms, won
from sunledger.screening.contracting.processes import Process, processes
from sunledger.screening.contracting.releases import Writer
from sunledger.screening.contracting.stages import Json
from sunledger.screening.contracting.writing import compiled
from sunledger.units.models import Unit
from tests.answers import hand_on
from tests.disclosure_story import Story, make_story
from tests.test_ocds_merging import reference

ZONE = ZoneInfo("Asia/Shanghai")
BUILDER, OTHER, PERSON = "青泉建筑有限公司", "白溪建设有限公司", "王小明"
KNOWN = frozenset([BUILDER, OTHER])
AT = datetime(2024, 3, 1, tzinfo=UTC)


def line(code: str, stage: str, on: str, said: int = 0, **parts: Any) -> Line:
    """Return a line of a village's ditch."""
    again = parts.pop("again", 0)
    unit = parts.pop("unit", "dahe")
    whole = {"title": "村东排水渠", "on": on, **parts}
    return Line(code, again, unit, "大河村", stage, AT + timedelta(days=said), "CNY", whole)


DITCH = (
    line("r1", "planning", "2024-03-08", 0, amount=186_000_00, reason="雨季积水"),
    line("r2", "offers", "2024-03-20", 1, supplier=BUILDER, amount=179_800_00, won="中标"),
    line("r3", "offers", "2024-03-20", 1, supplier=OTHER, amount=183_500_50, won="未中标"),
    line("r4", "contract", "2024-03-26", 2, supplier=BUILDER, amount=179_800_00, number="GC-01",
         until="2024-06-30"),
    line("r5", "change", "2024-05-06", 3, supplier=BUILDER, amount=9_600_00, reason="加盖板"),
    line("r6", "settlement", "2024-07-05", 4, supplier=BUILDER, amount=189_400_00),
)  # fmt: skip


def writer() -> Writer:
    return Writer("ocds-abc123", ZONE, KNOWN)


def only(lines: tuple[Line, ...]) -> Process:
    (process,) = processes(lines)
    return process


def test_a_ditch_is_one_process_from_its_need_to_its_final_account() -> None:
    today = compiled(writer(), only(DITCH))
    assert today["ocid"] == "ocds-abc123-dahe-r1"
    assert today["planning"]["budget"]["amount"] == {"amount": 186000, "currency": "CNY"}
    assert [bid["value"]["amount"] for bid in today["bids"]["details"]] == [179800, 183500.5]
    (award,) = today["awards"]
    assert award["suppliers"][0]["name"] == BUILDER
    (contract,) = today["contracts"]
    assert contract["awardID"] == award["id"]
    assert contract["value"]["amount"] == 189400, "with what was added"
    assert contract["implementation"]["finalValue"]["amount"] == 189400
    assert contract["implementation"]["endDate"] == "2024-07-05T23:59:59+08:00"
    assert contract["period"]["endDate"] == "2024-06-30T23:59:59+08:00", "as it was agreed"
    assert contract["status"] == "terminated"
    assert contract["amendments"][0]["rationale"] == "加盖板"
    assert contract["dateSigned"] == "2024-03-26T23:59:59+08:00"


def test_it_says_what_the_release_schema_requires_of_every_release() -> None:
    for release in writer().releases(only(DITCH)):
        assert {"ocid", "id", "date", "tag", "initiationType"} <= release.keys()
        parties = {one["id"] for one in release["parties"]}
        assert set(referred(release)) <= parties
        for contract in release.get("contracts", []):
            assert contract["id"]
            assert contract["awardID"]


def referred(release: Json) -> Iterator[str]:
    """Give the ids of the organisations that a release refers to."""
    yield release["buyer"]["id"]
    for part in (*release.get("awards", []), *release.get("bids", {}).get("details", [])):
        for one in (*part.get("suppliers", []), *part.get("tenderers", [])):
            yield one["id"]


def test_the_reference_implementation_merges_them_alike() -> None:
    process = only((*DITCH, line("r4", "contract", "2024-03-26", 9, again=1, supplier=BUILDER,
                                 amount=178_000_00, number="GC-01")))  # fmt: skip
    releases = list(writer().releases(process))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = reference(releases, "1.1")
    assert compiled(writer(), process) == made
    assert made["contracts"][0]["value"]["amount"] == 178000 + 9600


def test_what_is_built_again_next_year_is_another_process() -> None:
    again = (
        line("s1", "planning", "2025-03-08", 400, amount=90_000_00),
        line("s2", "contract", "2025-04-01", 401, supplier=OTHER, amount=88_000_00),
        line("s3", "settlement", "2025-08-01", 402, supplier=OTHER, amount=88_000_00),
    )
    first, second = processes((*again, *DITCH))
    assert [one.code for one in first.lines] == [one.code for one in DITCH]
    assert [one.code for one in second.lines] == ["s1", "s2", "s3"]


def test_two_tenders_of_one_title_are_told_apart_by_their_numbers() -> None:
    lines = (
        line("a", "tender", "2024-03-01", number="T-1"),
        line("b", "tender", "2024-03-02", number="T-2"),
    )
    assert len(list(processes(lines))) == 2


def test_a_line_published_late_changes_no_id() -> None:
    late = line("r0", "planning", "2024-01-01", 50, amount=1)
    assert only((late, *DITCH)).id == only(DITCH).id == "dahe-r1"


DAYS = st.dates(datetime(2023, 1, 1).date(), datetime(2025, 1, 1).date())  # noqa: DTZ001


@given(
    st.lists(
        st.tuples(st.sampled_from(STAGES), DAYS, st.sampled_from(["沟", "路"]), st.booleans()),
        max_size=12,
    )
)
def test_no_line_is_lost_and_none_stands_twice(rows: list[tuple[str, Any, str, bool]]) -> None:
    lines = [
        line(f"x{n}", stage, day.isoformat(), n, title=title, supplier=BUILDER if named else None)
        for n, (stage, day, title, named) in enumerate(rows)
    ]
    found = list(processes(lines))
    assert sorted(one.code for part in found for one in part.lines) == sorted(x.code for x in lines)
    for process in found:
        assert len(list(writer().releases(process))) == len(process.lines)


def test_a_person_who_is_paid_is_no_entity_and_has_no_id_that_joins() -> None:
    lines = (
        line("p1", "contract", "2024-03-26", supplier=PERSON, amount=5_000_00),
        line("p2", "contract", "2024-05-26", supplier=PERSON, amount=5_000_00, title="修路"),
    )
    assert firms([PERSON, BUILDER]) == {BUILDER}
    ids = {
        one["id"]
        for process in processes(lines)
        for release in writer().releases(process)
        for one in release["parties"]
        if one["name"] == PERSON
    }
    assert ids == {"person-p1", "person-p2"}
    graph = Graph("site", KNOWN)
    entities = list(graph.of_processes(processes(lines)))
    assert {one["schema"] for one in entities} == {"PublicBody", "Contract"}
    assert PERSON not in json.dumps(entities, ensure_ascii=False)
    assert graph.left_out == {"persons": 2}


@pytest.mark.parametrize(
    ("said", "meant"),
    [("中标", True), ("未中标", False), ("是", True), ("否", False), ("待定", None), ("", None)],
)
def test_only_words_that_say_so_are_an_award(said: str, meant: bool | None) -> None:
    assert won(said) is meant


def test_the_graph_names_a_firm_once_and_pays_what_the_account_came_to() -> None:
    entities = list(Graph("site", KNOWN).of_processes([only(DITCH)]))
    assert [one["schema"] for one in entities] == [
        "PublicBody", "Contract", "Organization", "ContractAward",
    ]  # fmt: skip
    _body, contract, firm, award = entities
    assert award["properties"]["contract"] == [contract["id"]]
    assert award["properties"]["supplier"] == [firm["id"]]
    assert award["properties"]["amount"] == ["189400.00"]


def test_every_category_that_names_a_stage_has_a_title_and_a_day() -> None:
    named = [one for one in CATEGORIES.values() if one.contracting]
    assert {one.contracting["stage"] for one in named} == set(STAGES)
    for one in named:
        assert one.field(one.contracting["on"]).kind == "day"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"stage": "dreaming", "title": "matter", "on": "day"}, "the stage is one of"),
        ({"stage": "contract", "title": "nothing", "on": "day"}, "no field is called"),
        ({"stage": "contract", "title": "matter"}, "which field is the on"),
        ({"stage": "contract", "title": "matter", "on": "matter"}, "the kind day"),
        ({"stage": "contract", "title": "matter", "on": "day", "amount": "day"}, "the kind money"),
        ({"stage": "contract", "title": "matter", "on": "day", "price": "day"}, "there is no"),
    ],
)
def test_a_category_that_says_it_wrongly_is_refused(said: dict[str, str], why: str) -> None:
    good: Category = CATEGORIES["enterprise-contract-changes"]
    with pytest.raises(ValueError, match=why):
        replace(good, contracting=said)


# On a site ----------------------------------------------------------------------------------------


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def published(story: Story) -> Record:
    """Publish that a village needs a ditch."""
    batch = Batch.objects.create(
        unit=story.village,
        category="village-works-need",
        category_version="2026-1",
        period="2024-03-08",
        file_name="need.csv",
        file_sha256="0" * 64,
        rows=1,
        rows_read=2,
        totals={},
        entered_by=story.clerk,
        entered_post=story.clerk.holdings.earliest("pk").post,
    )
    values = {
        "held_on": "2024-03-08",
        "project": "排水渠",
        "reason": "积水",
        "estimate": 186_000_00,
        "votes_for": 38,
    }
    Record.objects.create(
        batch=batch, unit=batch.unit, category=batch.category, number=1, line=2, values=values
    )
    hand_on(batch=batch, by=story.clerk)
    actions.publish(batch=batch, by=story.reviewer)
    return batch.records.get()


def test_a_published_line_and_its_correction_are_two_releases(story: Story, tmp_path: Path) -> None:
    record = published(story)
    asked = actions.ask_correction(
        record=record,
        field="estimate",
        new="196000.00",
        reason="预算多写了一个零，按决议更正",
        by=story.clerk,
    )
    actions.correct(correction=asked, by=story.reviewer)
    answer = Client().get(reverse("unit_contracting", args=[story.village.code]))
    package = json.loads(b"".join(answer))
    first, second = package["releases"]
    assert (first["tag"], second["tag"]) == (["planning"], ["planningUpdate"])
    assert first["planning"]["budget"]["amount"]["amount"] == 186000
    assert second["planning"]["budget"]["amount"]["amount"] == 196000
    assert first["ocid"] == second["ocid"]
    assert package["publisher"] == {"name": story.village.name}
    out = tmp_path / "compiled.jsonl"
    call_command("contracting", form="compiled", out=out, stdout=io.StringIO())
    (today,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert today["planning"]["budget"]["amount"]["amount"] == 196000


def test_a_unit_that_published_works_says_where_its_file_is(story: Story) -> None:
    batch = story.draft()
    hand_on(batch=batch, by=story.clerk)
    actions.publish(batch=batch, by=story.reviewer)
    file = reverse("unit_contracting", args=[story.village.code])
    page = reverse("unit", args=[story.village.code])
    assert file not in Client().get(page).content.decode(), "its payments alone are no works"
    record = published(story)
    assert file in Client().get(page).content.decode()
    actions.withdraw(batch=record.batch, reason="重复公开的表，撤回", by=story.reviewer)
    assert file not in Client().get(page).content.decode()
    assert Client().get(file).status_code == 404


def test_our_own_reader_reads_the_package(story: Story, tmp_path: Path) -> None:
    published(story)
    out, said = tmp_path / "releases.json", io.StringIO()
    call_command("contracting", unit=story.cast.county.code, out=out, stdout=said)
    assert "no registered prefix" in said.getvalue() or "尚未登记" in said.getvalue()
    call_command("ocds", str(out), tables=tmp_path / "tables", stdout=io.StringIO())


def test_what_cannot_be_written_is_refused_in_one_sentence(story: Story, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("contracting", out=tmp_path / "nowhere" / "x.json", stdout=io.StringIO())
    with pytest.raises(CommandError, match="nobody"):
        call_command("contracting", unit="nobody", out=tmp_path / "x", stdout=io.StringIO())
    assert not list(tmp_path.iterdir())


def test_a_unit_without_works_has_no_package(story: Story, tmp_path: Path) -> None:
    unit = Unit.objects.earliest("pk")
    assert Client().get(reverse("unit_contracting", args=[unit.code])).status_code == 404
    for form in ("releases", "compiled"):
        with pytest.raises(CommandError, match=r"No works or purchases|还没有公开"):
            call_command("contracting", form=form, out=tmp_path / "x.json", stdout=io.StringIO())
    assert not list(tmp_path.iterdir()), "no package stands without a release"


def test_files_of_two_months_fit_together() -> None:
    def ids(lines: tuple[Line, ...]) -> set[str]:
        return {one["id"] for one in Graph("site", KNOWN).of_processes(processes(lines))}

    next_year = line("s2", "contract", "2025-04-01", 401, supplier=BUILDER, amount=88_000_00)
    assert ids(DITCH) < ids((*DITCH, next_year))
    assert not ids(DITCH) & {
        one["id"] for one in Graph("elsewhere", KNOWN).of_processes(processes(DITCH))
    }


def test_a_line_that_names_nobody_is_no_line_about_a_person() -> None:
    graph = Graph("site", KNOWN)
    rows = [{"code": "x", "body": "a", "body_name": "A", "payee": payee} for payee in (None, "")]
    assert not list(graph.of_payments(rows))
    assert graph.left_out == {"unnamed": 2}


@pytest.mark.parametrize(("seen_by", "many"), [("staff", 0), ("residents", 0), ("public", 3)])
def test_what_not_all_may_read_is_in_no_file_for_all(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen_by: Any, many: int
) -> None:
    category = CATEGORIES["village-payments"]
    monkeypatch.setitem(CATEGORIES, category.code, replace(category, visibility=seen_by))
    batch = story.draft()
    hand_on(batch=batch, by=story.clerk)
    actions.publish(batch=batch, by=story.reviewer)
    batch.refresh_from_db()
    assert batch.visibility == seen_by
    out = tmp_path / "entities.json"
    call_command("contracting", form="ftm", out=out, stdout=io.StringIO())
    assert out.read_text(encoding="utf-8").count('"Payment"') == many
