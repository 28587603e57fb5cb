"""Of several meetings in one text each has its own facts, and no day that the text leaves open."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from sunledger.decisions.reading.reader import document_of, read
from sunledger.decisions.readout.propose import propose
from sunledger.decisions.readout.schema import Meeting

SHARED = Path(__file__).resolve().parents[2] / "shared" / "readouts"
ASKED = "会议强调，各镇要公开账目，逐笔登记收款人。"
WANTED = "The meeting emphasized that every town must publish its accounts."


def met(text: str) -> tuple[Meeting, ...]:
    """Return the meetings of a text."""
    return propose(document_of(text)).meetings


def test_each_meeting_of_a_text_has_its_own_day_chair_and_matter() -> None:
    text = (
        "Release time: March 9, 2024 Source: Dahe Daily\n\n"
        "On March 3, the Dahe Town Committee held a meeting of all staff to convey the spirit of"
        " the County Audit Conference. Wang Ping, Secretary of the Dahe Town Committee and Director"
        f" of the Office of Accounts presided over the meeting. {WANTED}\n\n"
        "On March 4, the Xihe Town Committee held a meeting of all staff to convey the spirit of"
        f" the Provincial Water Meeting. Li An presided over the meeting. {WANTED}\n\n"
        f"The Donghe Town Committee held a meeting of all staff. {WANTED}"
    )
    one, two, three = met(text)
    assert [each.date for each in (one, two, three)] == ["On March 3", "On March 4", ""]
    assert [each.date_iso for each in (one, two, three)] == ["2024-03-03", "2024-03-04", None]
    assert [each.chair for each in (one, two, three)] == ["Wang Ping", "Li An", ""]
    assert one.conveys == ("County Audit Conference",)
    assert two.conveys == ("Provincial Water Meeting",)
    assert three.conveys == ()


def test_in_chinese_too() -> None:
    one, two = met(
        f"3月4日，大河县纪委常委会召开会议，传达学习县委全会精神。{ASKED}\n\n"
        f"3月5日，大河县政府办公室召开主任办公会议，传达学习市政府会议精神。{ASKED}"
    )
    assert [one.date, two.date] == ["3月4日", "3月5日"]
    assert (one.date_iso, two.date_iso) == (None, None)
    assert one.conveys != two.conveys


def test_a_body_that_met_on_two_days_met_twice() -> None:
    one, two = met(
        f"2024年3月4日，大河县委常委会召开会议。{ASKED}\n\n"
        f"2024年3月18日，大河县委常委会召开会议。{ASKED}"
    )
    assert (one.date_iso, two.date_iso) == ("2024-03-04", "2024-03-18")


@pytest.mark.parametrize(
    "head",
    [
        "发布时间：2024-03-06 来源：大河日报\n",
        "大河日报3月6日讯\n",
        "您好，欢迎来到大河网！2024年3月6日 星期三\n",
    ],
)
def test_the_day_of_publication_is_no_day_of_a_meeting(head: str) -> None:
    (one,) = met(f"{head}大河县委常委会召开会议。{ASKED}")
    assert (one.date, one.date_iso) == ("", None)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        (f"发布时间：2024-03-06\n3月4日，大河县委常委会召开会议。{ASKED}", "2024-03-04"),
        # A day later than that of publication was in another year.
        (f"发布时间：2024-01-02\n12月30日，大河县委常委会召开会议。{ASKED}", None),
        # The year of the work that is planned in winter is not that of the meeting.
        (f"12月20日，大河县委常委会召开会议，部署2025年工作。{ASKED}", None),
        # Nor is the year of a deadline.
        ("12月20日，大河县委常委会召开会议。会议强调，各镇要在2025年6月30日前公开账目。", None),
        # Two years: which is meant is not said.
        (f"3月4日，大河县委常委会召开会议，回顾2023年3月1日、2022年3月1日部署。{ASKED}", None),
        (f"2024年3月4日，大河县委常委会召开会议。{ASKED}", "2024-03-04"),
    ],
)
def test_a_year_is_taken_only_where_the_text_is_sure_of_it(text: str, iso: str | None) -> None:
    assert met(text)[0].date_iso == iso


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", SHARED / "score_preds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(
    not (SHARED / "score_preds.py").exists(), reason="The labelled readouts are not here."
)
def test_the_facts_of_the_labelled_meetings_are_found_and_no_day_is_wrong() -> None:
    same, seen = _scorer().same, dict.fromkeys(("of", "body", "day", "iso", "chair", "wrong"), 0)
    for file in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        text = SHARED / "files" / f"{file.stem}.txt"
        left = list(propose(read(text.read_bytes(), text.name)).meetings)
        for fact in gold["meeting"]:
            named = [one for one in left if same(one.body, fact["body"])]
            one = (named or left or [Meeting("", "")])[0]
            left = [other for other in left if other is not one]
            seen["of"] += 1
            seen["body"] += same(one.body, fact["body"])
            seen["day"] += same(one.date, fact["date"])
            seen["iso"] += one.date_iso == fact["date_iso"]
            seen["chair"] += same(one.chair, fact["chair"] or "")
            seen["wrong"] += one.date_iso not in (None, fact["date_iso"])
    assert seen["wrong"] == 0
    assert seen["of"] == 22
    assert seen["iso"] >= 21
    assert seen["chair"] >= 20
    assert seen["body"] >= 19
    assert seen["day"] >= 16
