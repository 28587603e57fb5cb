"""Every screen of the shelf keeps what it promises: its examples, its words, the same twice."""

import re
from collections import Counter
from pathlib import Path

import pytest

from sunledger.screening import examples
from sunledger.screening.outcome import Outcome
from sunledger.screening.screen import Example, Screen, ScreenError, load, shelf
from sunledger.screening.shapes import SHAPES

SHELF = shelf()
EXAMPLES = [(screen, example) for screen in SHELF.values() for example in screen.examples]
each_screen = pytest.mark.parametrize("screen", SHELF.values(), ids=SHELF)

NEW_SCREEN = '''"""A payment of a whole million

A single payment is a million or more.

Why it matters
    It is a lot of money.

Innocent reasons
    A large project.

Source
    Made up for this test.
"""

from datetime import date

from narwhals import col

from sunledger.screening.outcome import Outcome
from sunledger.screening.screen import Example, Frame, Setting, Text

CHINESE = """一笔百万

单笔付款达到一百万。

为什么重要
    数额很大。

清白的理由
    大项目。

来源
    为本测试而设。
"""

SENTENCE = Text(
    "{payer} paid {payee} {amount:money} at once.",
    "{payer}一次付给{payee}{amount:money}。",
)
NEEDS = {"payments": ["amount", "payee"]}
SETTINGS = {
    "least": Setting(
        Text("the least amount", "最低金额"), date(2024, 1, 1), Text("Made up.", "虚构。"), "money"
    )
}
EXAMPLES = [
    Example(
        "a million",
        "code | payer | payee  | amount\\np1 | Dahe | Jia Co | 1,000,000",
        flagged=["Jia Co"],
    ),
    Example("less", "code | payer | payee  | amount\\np1 | Dahe | Jia Co | 999,999"),
    Example(
        "no amount",
        "code | payer | payee  | amount\\np1 | Dahe | Jia Co |",
        cannot=["no amount"],
    ),
]


def flags(payments: Frame, *, least: int = 1_000_000_00) -> Frame:
    """Return the payments of a million or more."""
    large = payments.filter(col("amount") >= least)
    return large.select(
        "code", "payer", "payee", "amount", lead="code", subject="payee", figure="amount"
    )
'''


@pytest.mark.parametrize(
    ("screen", "example"), EXAMPLES, ids=[f"{one.code}: {two.name}" for one, two in EXAMPLES]
)
def test_an_example_comes_out_as_it_says(screen: Screen, example: Example) -> None:
    with examples.engine(example) as engine:
        outcome = engine.run(screen, example.settings)
        each_row_has_one_state(outcome, example)
    assert sorted(lead.subject for lead in outcome.leads) == sorted(example.flagged)
    set_aside = sum(outcome.not_applicable.values()) + sum(outcome.cannot.values())
    assert outcome.seen == outcome.judged + set_aside
    for lead in outcome.leads:
        main = SHAPES[screen.tables[0]]
        # What was not published has no amount.
        assert lead.figure > 0 or not main.has("currency") or main.name == "publications"
        assert 0 < lead.strength <= 1
        for sentence in (lead.sentence_en, lead.sentence_zh):
            assert not set("{}—") & set(sentence), "a gap that nothing fills"


@each_screen
def test_a_screen_says_its_question_and_its_innocent_answers_in_both_languages(
    screen: Screen,
) -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for words in (screen.en, screen.zh):
        assert all((words.title, words.rule, words.why, words.innocent, words.source))
    assert chinese.search(screen.zh.innocent)
    assert not chinese.search(screen.en.innocent)
    assert all(
        reason.text.en and chinese.search(reason.text.zh) for reason in screen.reasons.values()
    )
    for setting in screen.settings.values():
        assert setting.source.en
        assert chinese.search(setting.what.zh + setting.source.zh)


def each_row_has_one_state(outcome: Outcome, example: Example) -> None:
    states = outcome.states().read_all().to_pylist()
    assert len({row["code"] for row in states}) == len(states) == outcome.seen
    counted = Counter(row["state"] for row in states)
    assert counted["flagged"] == outcome.flagged
    assert counted["not flagged"] == outcome.judged - outcome.flagged
    assert counted["not applicable"] == sum(outcome.not_applicable.values())
    assert counted["cannot be judged"] == sum(outcome.cannot.values())
    assert not set(example.cannot) - {row["why"] for row in states}


@each_screen
def test_the_same_rows_give_the_same_leads_twice(screen: Screen) -> None:
    example = next(example for example in screen.examples if example.flagged)
    assert examples.run(screen, example).leads == examples.run(screen, example).leads


def test_adding_a_screen_takes_one_file(tmp_path: Path) -> None:
    (tmp_path / "whole_million.py").write_text(NEW_SCREEN, encoding="utf-8")
    screens = shelf(tmp_path)
    screen = screens["whole_million"]
    assert examples.check(screen) == []
    assert screen.en.title == "A payment of a whole million"
    assert screen.zh.innocent == "大项目。"
    lead = examples.run(screen, screen.examples[0]).leads[0]
    assert lead.sentence_en == "Dahe paid Jia Co CNY 1,000,000.00 at once."
    assert lead.sentence_zh == "Dahe一次付给Jia Co1,000,000.00元。"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Innocent reasons", "Reasons", "lacks the section “Innocent reasons”"),
        ("清白的理由", "理由", "CHINESE lacks the section “清白的理由”"),
        ("payments: Frame", "paymnts: Frame", "asks for a table “paymnts”"),
        ('"amount", "payee"]}', '"amout"]}', "payments has no column “amout”"),
        ("least: int = 1_000_000_00", "least: int", "the setting “least” needs a default"),
        ('"least": Setting', '"leest": Setting', "must stand in SETTINGS"),
        ("EXAMPLES = [", "EXAMPLES = []\nOTHERS = [", "EXAMPLES needs one in which"),
        ("cannot=", "flagged=", "EXAMPLES needs one in which something cannot be judged"),
        ("SETTINGS = {", 'OPTIONAL = ["deaths"]\nSETTINGS = {', "OPTIONAL: “deaths” is none of"),
        ("SETTINGS = {", 'APART = ["person"]\nSETTINGS = {', "APART: “person” is none of"),
        ('"money"\n', '"coins"\n', "the kind is one of number, share, money, days"),
        ("SETTINGS = {", "ODD = {}['tax']\nSETTINGS = {", "there is nothing called 'tax'"),
        ("CHINESE =", "MANDARIN =", "it needs CHINESE, a text with the sections"),
        ("SENTENCE =", "PHRASE =", "it needs SENTENCE"),
        ("from narwhals import col", "from narwhals import cole", "it does not run"),
        ("def flags(", "def flag(", "it needs a function flags"),
    ],
)
def test_a_broken_screen_file_is_refused_with_a_sentence(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    file = tmp_path / "oops.py"
    file.write_text(NEW_SCREEN.replace(old, new), encoding="utf-8")
    with pytest.raises(ScreenError, match=re.escape(sentence)) as refused:
        load(file)
    assert str(refused.value).startswith("oops.py: ")


def test_an_example_that_comes_out_otherwise_is_told(tmp_path: Path) -> None:
    file = tmp_path / "oops.py"
    file.write_text(NEW_SCREEN.replace("999,999", "9,999,999"), encoding="utf-8")
    told = examples.check(load(file))
    assert told == ["screens/oops.py, “less”: it flags Jia Co, and should flag nothing"]


def test_a_screen_that_names_a_column_nobody_has_is_told_by_its_example(tmp_path: Path) -> None:
    file = tmp_path / "oops.py"
    file.write_text(NEW_SCREEN.replace('"payer", "payee", "amount", lead', "lead"), "utf-8")
    assert "flags() must return a column “amount”" in examples.check(load(file))[0]
    file.write_text(NEW_SCREEN.replace('col("amount") >= least', 'col("amuont") >= least'), "utf-8")
    assert "oops, flags(): " in examples.check(load(file))[0]
