"""Who is the same: what must hold of names, codes, links, clusters and of what people decided."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.screening.linkage import (
    decisions,
    habits,
    hannames,
    kin,
    shapes,
    signs,
)
from sunledger.screening.linkage.clusters import Edge, clusters
from sunledger.screening.linkage.decisions import Pair, Verdict
from sunledger.screening.linkage.linking import Link, NothingInCommon, link
from sunledger.screening.linkage.texts import plain
from sunledger.screening.linkage.tiers import Tier

VILLAGE = "清河县大河镇东沟村"


def people(*rows: str) -> dict[str, list[str]]:
    """Return a table of persons from lines of name, day and village."""
    cells = [row.split() for row in rows]
    return {
        "name": [cell[0] for cell in cells],
        "born": [cell[1] for cell in cells],
        "place": [cell[2] if len(cell) > 2 else VILLAGE for cell in cells],
    }


def only(line: str, *register: str) -> Link | None:
    """Return the link of a line with the first of a register, where there is one."""
    links = link("person", people(line), people(*register)).links
    return next((one for one in links if one.right == 0 and one.chance >= 0.5), None)


OTHERS = ("赵大勇 1955-07-01", "钱桂芝 1981-11-23", "孙立民 1966-02-14 太平县新民镇西沟村")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("王伟民 1972-03-04", "the names are the same"),
        ("王炜民 1972-03-04", "the names sound alike"),
        ("王伟明 1972-03-04", "the names sound alike in a dialect"),
        ("王偉民 1972-03-04", "the names are the same"),
        ("王民 1972-03-04", "a sign of the name is missing"),
        ("王民伟 1972-03-04", "two signs of the name changed places"),
        ("王伟民 1972-04-03", "month and day of birth changed places"),
        ("王伟民 1972-03-09", "one figure of the birth date differs"),
        ("王伟民 1972-01-01", "the year is the same, one is the first of January"),
        ("王伟民 1972-03-04 清河县大河镇西沟村", "another village of the same town"),
    ],
)
def test_a_slip_of_the_pen_still_finds_the_person_and_is_named(written: str, says: str) -> None:
    found = only(written, "王伟民 1972-03-04", *OTHERS)
    assert found is not None
    assert says in found.why("en")


@pytest.mark.parametrize(
    "written", ["王伟民 1940-09-30 太平县新民镇西沟村", "张桂兰 1972-03-04", "孙立民 1966-02-14"]
)
def test_another_person_is_not_found(written: str) -> None:
    assert only(written, "王伟民 1972-03-04", *OTHERS) is None


def test_names_turned_round_are_told_as_such_though_their_signs_are_like() -> None:
    found = only("王丽娜 1972-03-04", "王娜丽 1972-03-04", *OTHERS)
    assert found is not None
    assert "changed places" in found.why("en")


@pytest.mark.parametrize(
    ("sign", "like", "less"),
    [("国", "园", "伟"), ("宇", "字", "敏"), ("佳", "桂", "强")],
)
def test_signs_that_share_parts_or_corners_look_alike(sign: str, like: str, less: str) -> None:
    alike = shapes.likeness([sign, like, less])
    assert alike[0, 1] == alike[1, 0] >= signs.GRADES[0] > alike[0, 2]


def met(*pairs: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return pairs of names as rows of signs, and how common each sign is."""
    known = sorted({sign for pair in pairs for sign in pair if sign != "/"})
    sides = [[name.split("/")[side] for name in pairs] for side in (0, 1)]
    left, right = (
        np.array([[known.index(sign) + 1 for sign in name] for name in names], np.int16)
        for names in sides
    )
    return left, right, np.full(len(known) + 1, 0.01)


def test_two_signs_that_meet_often_are_written_for_one_another_here() -> None:
    met_often = met(*["王伟民/王会民"] * 6, *["李国庆/李建庆"] * 4, *["张玉兰/张玉兰"] * 50)
    found = habits.habits(*met_often)
    assert (len(found.one), found.looked) == (1, 60)
    assert found.often[0] == pytest.approx(6, abs=0.1)


def test_signs_that_many_twins_bear_are_no_habit() -> None:
    names = ["王国民/王建民"] * 6 + [f"李{sign}兰/李{sign}敏" for sign in "玉秀桂凤"]
    left, right, common = met(*names)
    assert len(habits.habits(left, right, common).one) == 1
    assert len(habits.habits(left, right, common * 40).one) == 0


def test_a_sign_often_miswritten_here_finds_whom_no_dictionary_would() -> None:
    names = ["王伟民", "李伟东", "赵伟才", "钱伟荣", "孙伟良", "周伟昌", "吴伟忠"]
    register = [f"{name} 19{50 + at}-03-04 清河县大河镇{at}村" for at, name in enumerate(names)]
    lines = [row.replace("伟", "会") for row in register]
    links = link("person", people(*lines), people(*register)).links
    found = {(one.left, one.right): one for one in links if one.chance >= 0.5}
    assert {(at, at) for at in range(len(names))} == set(found)
    assert "one sign is often written for the other here" in found[0, 0].why()


def test_a_surname_is_at_home_where_many_of_the_village_bear_it() -> None:
    held = np.array([1] * 30 + [2] * 30, np.int32), np.array([1] * 30 + [2] * 30, np.int32)
    asked = (np.array([1, 2, 1], np.int32), np.array([1, 1, 3], np.int32))
    lines, _register = kin.at_home((asked[0], held[0]), (asked[1], held[1]))
    assert lines[0] > 0.2
    assert lines[1] < -0.5
    assert lines[2] == pytest.approx(0, abs=0.01)


def test_every_link_says_why_in_both_languages() -> None:
    found = only("王炜民 1972-03-04 清河县大河镇西沟村", "王伟民 1972-03-04", *OTHERS)
    assert found is not None
    assert found.why("zh").split("，") == ["出生日期相同", "同乡镇不同村", "姓名音同"]
    assert (found.tier, found.tier.zh) == (Tier.SLIPS, "多处笔误")


def test_of_two_who_fit_alike_neither_is_taken() -> None:
    links = link(
        "person", people("王炜 1972-03-04"), people("王伟 1972-03-04", "王维 1972-03-04")
    ).links
    assert [one for one in links if one.chance >= 0.5] == []
    assert len(links) == 2


def test_a_rare_name_speaks_louder_than_a_common_one() -> None:
    common = [
        f"王伟 19{year:02}-0{month}-11 太平县新民镇西沟村"
        for year in range(40, 99)
        for month in range(1, 9)
    ]
    register = people("王伟 1972-03-04", "矫蕤 1972-03-04", *common)
    lines = people("王伟 1972-03-05 太平县河口镇南岭村", "矫蕤 1972-03-05 太平县河口镇南岭村")
    links = {(one.left, one.right): one.others for one in link("person", lines, register).links}
    assert links[1, 1] < links.get((0, 0), 9) - 0.5


@pytest.mark.parametrize(
    ("sign", "read"), [("单", "shan"), ("曾", "zeng"), ("仇", "qiu"), ("解", "xie")]
)
def test_surnames_are_read_as_surnames(sign: str, read: str) -> None:
    assert signs.readings(sign)[0] == read


@pytest.mark.parametrize(
    ("one", "two"), [("ni", "li"), ("zhang", "zan"), ("lin", "ling"), ("hua", "fa")]
)
def test_a_dialect_does_not_tell_some_syllables_apart(one: str, two: str) -> None:
    assert signs.merged(one) == signs.merged(two)


SYLLABLE = st.sampled_from(
    ["zhang", "shi", "ning", "rong", "hua", "huang", "lü", "er", "a", "weng"]
)


@given(SYLLABLE)
def test_merging_a_syllable_twice_changes_nothing_more(syllable: str) -> None:
    once = signs.merged(syllable)
    assert signs.merged(once) == once


@given(st.text(max_size=30))
def test_a_plain_text_is_plain(text: str) -> None:
    once = plain(text)
    assert plain(once) == once


NAMES = st.text(alphabet="王李张刘伟炜民明兰南国建军芳娜", min_size=1, max_size=5)


@given(st.lists(NAMES, min_size=2, max_size=6, unique=True))
def test_two_names_agree_in_both_directions_alike(names: list[str]) -> None:
    once = np.ones(len(names), np.int64)
    held = hannames.HanNames(names, names, (once, once))
    pairs = list(itertools.product(range(len(names)), repeat=2))
    left, right = (np.array(side, np.int32) for side in zip(*pairs, strict=True))
    there, back = held.compare(left, right)[0], held.compare(right, left)[0]
    assert there.tolist() == back.tolist()


def test_nothing_to_join_by_is_refused() -> None:
    with pytest.raises(NothingInCommon, match="names or of codes"):
        link("person", {"born": ["1972-03-04"]}, {"born": ["1972-03-04"]})


def test_two_runs_and_another_order_of_the_register_say_the_same() -> None:
    lines = people("王炜民 1972-03-04", "李秀兰 1950-05-06", "张强 1961-01-02")
    register = ["王伟民 1972-03-04", "李秀蘭 1950-05-07", "张弘 1961-01-02", *OTHERS]

    def told(rows: list[str]) -> list[tuple[Any, ...]]:
        links = link("person", lines, people(*rows)).links
        return sorted((one.left, rows[one.right], one.chance, one.why()) for one in links)

    assert told(register) == told(register) == told(register[::-1])


# --- clusters and decisions -------------------------------------------------------------------


def test_who_is_the_same_as_the_same_is_the_same() -> None:
    assert clusters([Edge(1, 2, 0.9), Edge(2, 3, 0.9)]) == {1: 1, 2: 1, 3: 1}


def test_one_weak_link_does_not_make_two_families_one() -> None:
    families = [(1, 2, 3, 4), (5, 6, 7, 8)]
    edges = [Edge(a, b, 0.99) for one in families for a, b in itertools.combinations(one, 2)]
    found = clusters([*edges, Edge(4, 5, 0.6)])
    assert {found[row] for row in families[0]} == {1}
    assert {found[row] for row in families[1]} == {5}


def test_a_refused_pair_is_never_in_one_cluster() -> None:
    edges = [Edge(1, 2, 0.99), Edge(2, 3, 0.98)]
    found = clusters(edges, refused=[(1, 3)])
    assert found[1] != found[3]


@given(st.permutations([Edge(1, 2, 0.9), Edge(2, 3, 0.8), Edge(4, 5, 0.7), Edge(3, 4, 0.55)]))
def test_clusters_do_not_depend_on_the_order_of_links(edges: list[Edge]) -> None:
    assert clusters(edges) == clusters(sorted(edges))


def test_a_refused_link_never_comes_back_and_a_confirmed_one_stays() -> None:
    refused = decisions.fingerprint({"name": "王伟"}, {"name": "王炜"}, b"k")
    kept = decisions.fingerprint({"name": "李明"}, {"name": "李鸣"}, b"k")
    said = {refused: Verdict.DIFFERENT, kept: Verdict.SAME}
    found = decisions.decide([Pair(refused, 0.9999), Pair(kept, 0.01), Pair("x", 0.7)], said)
    assert [one.stands for one in found] == [False, True, True]
    assert [one.by_a_person for one in found] == [True, True, False]


def test_the_fingerprint_of_a_pair_has_no_direction_and_no_spaces() -> None:
    one, two = {"name": "王 伟", "born": "1972"}, {"born": "1973", "name": "王炜"}
    there = decisions.fingerprint(one, two, b"k")
    assert there == decisions.fingerprint(two, one, b"k")
    assert there == decisions.fingerprint({"born": "1972", "name": "王  伟 "}, two, b"k")
    assert there != decisions.fingerprint(one, two, b"another")


def test_a_pair_that_is_said_to_be_both_is_refused() -> None:
    with pytest.raises(decisions.Contradiction, match="to be different"):
        decisions.read([("a", "same"), ("a", "different")])
