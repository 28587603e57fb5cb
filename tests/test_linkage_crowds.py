"""Who is the same where thousands share a code, a name, a day or a village: bounded, and right."""

import io
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from django.utils.translation import override

from sunledger.screening.linkage import crowds
from sunledger.screening.linkage.blocks import joined, key
from sunledger.screening.linkage.linking import Found, Link, link
from sunledger.screening.linkage.texts import column

SHARED = "91110000600037341L"  # a code that is right, and stands in every row
FIRST, SECOND = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许",
    "国建志秀军华强树新光远波忠亮贵安田海伟梅",
)
TRADES = ("建材", "商贸", "食品", "物流", "印刷")


def firms(many: int) -> list[str]:
    """Return so many names of firms that are not alike."""
    size = len(FIRST)
    return [
        f"{FIRST[at % size]}{SECOND[at // size % size]}{FIRST[at // size**2 % size]}"
        f"{TRADES[at % len(TRADES)]}有限公司"
        for at in range(many)
    ]


def taken(found: Found) -> set[tuple[int, int]]:
    return {(one.left, one.right) for one in found.links if one.chance >= 0.5}


def test_a_code_in_every_row_does_not_make_all_firms_one() -> None:
    names = firms(3_000)
    found = link("firm", {"name": names[:500], "code": [SHARED] * 500},
                 {"name": names, "code": [SHARED] * 3_000})  # fmt: skip
    right = {(at, at) for at in range(500)}
    assert len(taken(found) & right) >= 490
    assert len(taken(found) - right) <= 10
    assert found.shared == 1
    assert sum(found.cut.values()) > 0


def test_a_link_tells_that_its_code_counted_for_nothing() -> None:
    names = firms(100)
    found = link("firm", {"name": names[:1], "code": [SHARED]},
                 {"name": names, "code": [SHARED] * 100})  # fmt: skip
    told: Link = next(one for one in found.links if (one.left, one.right) == (0, 0))
    assert "so many names share" in told.why()
    assert "许多不同名称共用" in told.why("zh")


def test_a_placeholder_does_not_part_a_firm_from_its_own_code() -> None:
    names = firms(40)
    found = link("firm", {"name": names, "code": [SHARED] * 40},
                 {"name": names[:1], "code": ["91210200118306522A"]})  # fmt: skip
    assert (0, 0) in taken(found)


def test_a_firm_under_a_few_names_is_still_known_by_its_code() -> None:
    names = firms(5)
    found = link("firm", {"name": names[:1], "code": [SHARED]},
                 {"name": names[1:], "code": [SHARED] * 4})  # fmt: skip
    assert taken(found) == {(0, at) for at in range(4)}
    assert found.shared == 0


def test_many_spellings_of_one_name_do_not_make_its_code_a_placeholder() -> None:
    name = "沈阳盛京恒瑞医疗器械有限公司"
    spelt = [f"{name[:at]}{sign}{name[at + 1 :]}" for at in range(2, 10) for sign in "国建志"]
    at = np.ones(len(spelt), np.int32)
    assert not crowds.crowded([at, at], 2, [column(spelt), column(spelt)]).any()
    other = firms(len(spelt))
    assert crowds.crowded([at, at], 2, [column(other), column(other)]).tolist() == [False, True]


def test_one_person_paid_a_thousand_times_is_no_crowd() -> None:
    at = np.ones(1_000, np.int32)
    held = column(["王伟民", "王 伟民"] * 500)
    assert not crowds.crowded([at, at], 2, [held, held]).any()


def test_pairs_of_one_key_have_a_bound_and_what_is_beyond_it_is_told() -> None:
    keys = key(np.repeat(np.arange(110), [20] * 100 + [5] * 10))
    some = joined(keys, keys, most=300, room=1_000)
    assert len(some.left) == 10 * 5 * 5
    assert some.cut == 100 * 20 * 20


COMMON: Mapping[str, str] = {"name": "张伟", "born": "1900-01-01", "place": "清河县大河镇东沟村"}


@pytest.mark.parametrize("shared", COMMON)
def test_thousands_that_share_one_thing_are_found_by_the_others(shared: str) -> None:
    many, names = 20_000, [f"{a}{b}{c}" for a in FIRST for b in SECOND for c in SECOND]
    register = {
        "name": [names[at * 7 % len(names)] for at in range(many)],
        "born": [f"{1940 + at % 67}-{1 + at % 12:02}-{1 + at % 27:02}" for at in range(many)],
        "place": [f"清河县大河镇{FIRST[at % 20]}{SECOND[at // 20 % 20]}村" for at in range(many)],
        shared: [COMMON[shared]] * many,
    }
    lines = {name: values[:1_000] for name, values in register.items()}
    begun = time.process_time()
    found = link("person", lines, register)
    assert time.process_time() - begun < 30
    wrong = sum(
        any(register[name][one] != register[name][two] for name in register)
        for one, two in taken(found)
    )
    assert wrong <= 10
    every = list(zip(*register.values(), strict=True))
    alone = [at for at in range(1_000) if every.count(every[at]) == 1]
    assert len({one for one, two in taken(found) if one == two} & set(alone)) >= 0.9 * len(alone)


@pytest.mark.parametrize(("language", "says"), [("en", "Not counted"), ("zh-hans", "未予采信")])
def test_the_command_tells_how_many_codes_counted_for_nothing(
    tmp_path: Path, language: str, says: str
) -> None:
    rows = "".join(f"{name},{SHARED}\n" for name in firms(100))
    for file in ("a.csv", "b.csv"):
        (tmp_path / file).write_text(f"name,code\n{rows}", encoding="utf-8")
    out = io.StringIO()
    words = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--kind", "firm"]
    with override(language):
        call_command("link", *words, "--out", str(tmp_path / "links.csv"), stdout=out)
    told = next(line for line in out.getvalue().splitlines() if says in line)
    assert "1" in told
