"""A list becomes items: once, whole, with their owners, ties, papers and what they repeat."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.utils import translation

from sunledger.jobs import actions as jobs
from sunledger.ledger.imports import actions as imports
from sunledger.ledger.imports.wishes import Wishes
from sunledger.ledger.models import Dependency, Import, Item, OwnerName, Repeat
from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.units import access
from sunledger.units.models import Holding, Post, Power, Reach, Unit
from tests.cast import SINCE, Cast, at, make_cast

HEAD = ("序号", "任务名称", "责任单位", "开始时间", "完成时限", "前置任务")
PLAN = (
    HEAD,
    ("1", "修好出村的路", "清河县", "2024-03-05", "2024-12-31", ""),
    ("1.1", "勘测", "柳河镇", "2024-03-05", "2024-04-30", ""),
    ("1.2", "施工", "柳河镇；县财政局", "2024-05-06", "2024-12-31", "1.1"),
    ("1.2.1", "打桩", "大河村", "2024-05-06", "2024-07-31", ""),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def sheet(*rows: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def handed_in(cast: Cast, *files: bytes, title: str = "三年行动", **wishes: Any) -> Import:
    """Return a list that the county handed in, read."""
    named = [(f"list{number}.csv", content) for number, content in enumerate(files)]
    imported = imports.receive(
        unit=cast.county, title=title, files=named, by=cast.lead, wishes=Wishes(**wishes), at=at()
    )
    assert imported.job is not None
    assert jobs.run_here(imported.job).state == "done", imported.job.error
    imported.refresh_from_db()
    return imported


def opened(cast: Cast, *files: bytes, **more: Any) -> dict[str, int]:
    return imports.open_now(imported=handed_in(cast, *files, **more), by=cast.lead, at=at())


def test_a_plan_becomes_a_tree_of_items_with_owners_days_and_ties(cast: Cast) -> None:
    found = opened(cast, sheet(*PLAN), drive="breakthroughs", public=True, checker="q-b")
    assert found == {"opened": 4, "known": 0, "earlier": 0}
    items = {item.title: item for item in Item.objects.all()}
    assert items["打桩"].parent == items["施工"]
    assert items["施工"].parent == items["修好出村的路"]
    assert items["施工"].doer == cast.town
    assert items["施工"].checker == cast.bureau
    assert str(items["勘测"].due) == "2024-04-30"
    assert {item.state for item in items.values()} == {"opened"}
    assert all(item.public and item.drive == "breakthroughs" for item in items.values())
    tie = Dependency.objects.get()
    assert (tie.item, tie.after) == (items["施工"], items["勘测"])
    assert items["施工"].duties.get().post.unit == cast.bureau
    assert items["打桩"].listed.line == 5
    assert [step.move for step in items["施工"].steps.all()] == ["open", "tie", "charge"]


def test_the_same_file_twice_opens_nothing_twice_and_a_longer_one_opens_the_rest(
    cast: Cast,
) -> None:
    opened(cast, sheet(*PLAN))
    again = handed_in(cast, sheet(*PLAN))
    assert imports.open_now(imported=again, by=cast.lead) == {
        "opened": 0, "known": 4, "earlier": 0,
    }  # fmt: skip
    more = (*PLAN, ("1.2.2", "铺面", "小河村", "2024-08-01", "2024-12-01", "1.2.1"))
    assert opened(cast, sheet(*more))["opened"] == 1
    assert Item.objects.get(title="铺面").parent == Item.objects.get(title="施工")
    assert Item.objects.count() == 5


def test_a_list_is_opened_once_even_when_asked_twice(cast: Cast) -> None:
    imported = handed_in(cast, sheet(*PLAN))
    imports.open_now(imported=imported, by=cast.lead)
    with pytest.raises(NotNow, match="This list is opened"):
        imports.open_now(imported=imported, by=cast.lead)
    with pytest.raises(NotNow, match="This list is opened"):
        imports.drop(imported=imported, by=cast.lead)


def test_nothing_is_half_opened_where_a_row_is_refused_or_an_owner_is_unknown(cast: Cast) -> None:
    wrong = handed_in(cast, sheet(*PLAN, ("9.9", "无父", "柳河镇", "", "", "")))
    with pytest.raises(NotNow, match=r"1 rows are refused \(lines 6\)"):
        imports.open_now(imported=wrong, by=cast.lead)
    stranger = handed_in(cast, sheet(*PLAN, ("2", "别处", "天上局", "", "", "")), title="又一份")
    with pytest.raises(NotNow, match="1 owners are not known: 天上局"):
        imports.open_now(imported=stranger, by=cast.lead)
    assert not Item.objects.exists()


def test_whom_a_name_means_is_said_once_and_remembered(cast: Cast) -> None:
    rows = (HEAD, ("1", "查账", "财政部门", "", "", ""), ("2", "对账", "财政部门", "", "", ""))
    first = handed_in(cast, sheet(*rows))
    imports.name_owners(imported=first, means={"财政部门": cast.bureau}, by=cast.lead)
    assert imports.open_now(imported=first, by=cast.lead)["opened"] == 2
    assert opened(cast, sheet(*rows), title="下一年")["opened"] == 2
    assert {item.unit for item in Item.objects.all()} == {cast.bureau}
    assert OwnerName.objects.count() == 1


def test_a_list_reaches_no_further_than_the_post_of_whoever_hands_it_in(cast: Cast) -> None:
    Unit.objects.create(code="z", name="邻县")
    with pytest.raises(NotNow, match="not known: 邻县"):
        opened(cast, sheet(HEAD, ("1", "越界", "邻县", "", "", "")))
    with pytest.raises(access.NotAllowed):
        imports.receive(
            unit=cast.county, title="越权", files=[("a.csv", b"x")], by=cast.worker, at=at()
        )
    with pytest.raises(Incomplete, match="not empty"):
        imports.receive(unit=cast.county, title="空", files=[("a.csv", b"")], by=cast.lead, at=at())


def test_two_units_with_one_list_know_only_their_own(cast: Cast) -> None:
    opened(cast, sheet(*PLAN[:1], ("1", "自查", "柳河镇", "", "", "")))
    post = Post.objects.create(unit=cast.town, name="镇办", powers=["assign"], reach=Reach.BELOW)
    Holding.objects.create(post=post, user=cast.second_worker, since=SINCE)
    theirs = imports.receive(
        unit=cast.town,
        title="三年行动",
        files=[("a.csv", sheet(HEAD, ("1", "自查", "大河村", "", "", "")))],
        by=cast.second_worker,
        at=at(),
    )
    assert theirs.job is not None
    jobs.run_here(theirs.job)
    theirs.refresh_from_db()
    found = imports.open_now(imported=theirs, by=cast.second_worker)
    assert found["opened"] == 1


REPORT = (
    ("report", "reference_number", "award_reference", "prior_references"),
    ("77-22", "2022-001", "A-1", "2021-004,2021-009"),
    ("77-22", "2022-001", "A-2", "2021-004,2021-009"),
    ("77-22", "2022-002", "A-1", "2021-004"),
)
TEXTS = (
    ("report", "reference_number", "text_of_finding"),
    ("77-22", "2022-001", "Title:Control over meals needs improvementType of Finding: weakness"),
    ("77-22", "2022-002", "Title:Reports are late"),
)
PLANS = (
    ("report", "reference_number", "planned_action"),
    (
        "77-22",
        "2022-001",
        "Department:EducationCorrective Action:Rules.Completion Date:June 30, 2024 and May 2025"
        "Agency Contact:Ann Example, Director of Meals, 207-555-0100",
    ),
    ("77-22", "2022-002", "Corrective Action:Hire.Completion Date:N/A"),
)


def test_findings_become_items_with_owners_days_papers_and_what_they_repeat(cast: Cast) -> None:
    post = Post.objects.create(unit=cast.county, name="管", powers=["admin"], reach=Reach.BELOW)
    Holding.objects.create(post=post, user=cast.lead, since=SINCE)
    files = (sheet(*REPORT), sheet(*TEXTS), sheet(*PLANS))
    found = opened(cast, *files, title="Audit 2022", under=cast.county.code)
    assert found == {"opened": 2, "known": 0, "earlier": 2}
    meals = Item.objects.get(title="2022-001 Control over meals needs improvement")
    assert (meals.unit.name, meals.unit.parent and meals.unit.parent.name) == ("Education", "77-22")
    assert str(meals.due) == "2025-05-31"
    assert [str(mark.due) for mark in meals.milestones.all()] == ["2024-06-30", "2025-05-31"]
    assert meals.basis == "A-1; A-2"
    assert [paper.text[:5] for paper in meals.evidence.all()] == ["Title", "Depar"]
    assert "Ann" not in meals.evidence.all()[1].text
    late = Item.objects.get(title="2022-002 Reports are late")
    assert late.due is None
    assert late.unit.name == "77-22"
    earlier = Item.objects.get(listed__reference="2021-004")
    assert {link.item for link in earlier.repeated_by.all()} == {meals, late}
    assert earlier.state == "merged"
    assert Repeat.objects.count() == 3


def test_an_earlier_finding_that_is_known_is_linked_and_not_opened_again(cast: Cast) -> None:
    OwnerName.objects.create(unit=cast.county, words="77-21", means=cast.town)
    OwnerName.objects.create(unit=cast.county, words="77-22", means=cast.town)
    before = (REPORT[0][:2], ("77-21", "2021-004"))
    opened(cast, sheet(*before), title="Audit 2021")
    now = (REPORT[0], ("77-22", "2022-002", "A", "2021-004"))
    assert opened(cast, sheet(*now), title="Audit 2022")["earlier"] == 0
    assert Repeat.objects.get().of.listed.imported.title == "Audit 2021"


def test_thousands_of_problems_are_opened_in_seconds_and_all_accounted_for(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    rows = [("批次", "问题", "责任单位", "时限", "企业意见")]
    rows += [("一", f"第{n}个问题", "柳河镇", "2024-12-31", "不满意") for n in range(3000)]
    imported = handed_in(cast, sheet(*rows), title="万件问题第一批")
    with django_assert_max_num_queries(300):
        assert imports.open_now(imported=imported, by=cast.lead)["opened"] == 3000
    items = Item.objects.filter(listed__imported=imported)
    assert items.count() == 3000
    assert "batch: 一\nview of whoever raised it: 不满意" in items[0].basis


def test_the_job_opens_what_was_asked_for_and_only_once(cast: Cast) -> None:
    imported = handed_in(cast, sheet(*PLAN))
    imports.ask_opening(imported=imported, by=cast.lead)
    assert imported.job is not None
    job = jobs.run_here(imported.job)
    assert (job.state, job.result["opened"]) == ("done", 4)


def test_power_alone_founds_units(cast: Cast) -> None:
    with pytest.raises(access.NotAllowed, match=str(Power.ADMIN.label)):
        opened(cast, sheet(*REPORT), title="Audit", under=cast.county.code)
    assert not Item.objects.exists()
