"""Names in letters that are neither Chinese nor Latin: equal ones match, others do not."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.screening.linkage import texts
from sunledger.screening.linkage.linking import link
from sunledger.screening.linkage.texts import plain

DAY = "1972-03-04"
OTHERS = [f"{one} {two}" for one in ("Anna", "Jan", "Maria", "Ewa") for two in ("Nowak", "Lis")]
DAYS = [f"19{50 + at}-05-06" for at in range(len(OTHERS))]


def taken(one: str, two: str, *, day: bool = True) -> bool:
    """Whether two names, of one day of birth or without, are taken for one."""
    left, right = {"name": [one]}, {"name": [two, *OTHERS]}
    if day:
        left, right = left | {"born": [DAY]}, right | {"born": [DAY, *DAYS]}
    return any(one.right == 0 and one.chance >= 0.5 for one in link("person", left, right).links)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("김민수", unicodedata.normalize("NFD", "김민수")),
        ("ﾀﾅｶ ﾕｷ", "タナカ ユキ"),
        ("タナカ ユキ", "たなか ゆき"),
        ("محمد علي", "محمد علی"),
        ("مُحَمَّد علي", "محمد علي"),
        ("أحمد حسن", "احمد حسن"),
        ("محـــمد علي", "محمد علي"),
        ("ﻣﺤﻤﺪ علي", "محمد علي"),
        ("فاطمة الزهراء", "فاطمه الزهراء"),
        ("مەھەممەت تۇرسۇن", "مه\u200cھه\u200cممه\u200cت تۇرسۇن"),
        ("Фёдор Ершов", "ФЕДОР ЕРШОВ"),
        ("Nguyễn Văn Ánh", unicodedata.normalize("NFD", "nguyễn văn ánh")),
        ("Nguyễn Văn Đức", "Nguyen Van Duc"),
        ("Қайрат Әбенов", "ҚАЙРАТ ӘБЕНОВ"),
        ("Гүлнар Өмірова", "Gulnar Omirova"),
        ("Нұрлан Тоқаев", "Nurlan Toqaev"),
        ("राम कुमार", "राम कुमार"),
        ("สมชาย ใจดี", "สมชาย ใจดี"),
    ],
)
def test_one_name_is_one_in_whatever_form_its_letters_come(one: str, two: str) -> None:
    assert taken(one, two)
    assert taken(one, two, day=False)
    assert taken(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("김민수", "박지영"),
        ("김민수", "김민호"),
        ("김민수", "이민수"),
        ("タナカ ユキ", "サトウ ケン"),
        ("محمد علي", "فاطمة حسن"),
        ("محمد علي", "محمد حسن"),
        ("مەھەممەت تۇرسۇن", "ئايگۈل ياسىن"),
        ("Фёдор Ершов", "Анна Петрова"),
        ("Қайрат Әбенов", "Гүлнар Өмірова"),
        ("Nguyễn Văn Ánh", "Trần Thị Hoa"),
        ("Nguyễn Văn Ánh", "Nguyễn Văn Hùng"),
        ("राम कुमार", "सीता देवी"),
        ("राम कुमार", "रमा कामरे"),
    ],
)
def test_two_names_of_one_day_are_two(one: str, two: str) -> None:
    assert not taken(one, two)


def test_a_mark_that_makes_another_sound_is_kept() -> None:
    assert plain("ガ") == plain("か\u3099") != plain("カ")
    assert plain("कि") != plain("का")


@pytest.mark.parametrize("kind", ["person", "firm"])
@pytest.mark.parametrize(
    "name", ["김", "ᄀ", "ـــ", "\u0650", "\u3099", "ि", "Ё", "ß" * 400, "ﷺ", "𐒻𐓘", "က္က", "Ǆ"]
)
def test_no_letters_break_the_run(kind: str, name: str) -> None:
    table = {"name": [name, "김민수", "محمد علي"]}
    link(kind, table, {"name": table["name"][::-1]})
    link(kind, table)


WORDS = st.lists(st.text("abc -é張", min_size=0, max_size=3), max_size=4).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_texts_whose_words_begin_otherwise_are_rightly_passed_over(written: list[str]) -> None:
    """What is passed over before its words are looked at would have been said to differ."""
    column = texts.column(written)
    field = texts.Texts("name", column, column)
    both = [(one, two) for one in range(len(field.words)) for two in range(len(field.words))]
    one, two = (np.array(side, np.int32) for side in zip(*both, strict=True))
    may = field._may_agree(one, two)
    for (a, b), is_looked_at in zip(both, may, strict=True):
        if not is_looked_at:
            assert texts._of_words(field.words[a], field.words[b]) == texts.DIFFERS
