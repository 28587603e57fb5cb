"""Who is the same firm, on names as strangers write them; and on rows that repeat, or are odd."""

import numpy as np
import pytest

from sunledger.screening.linkage import hannames, signs
from sunledger.screening.linkage.firmname import LONGEST, parse
from sunledger.screening.linkage.linking import link
from sunledger.screening.linkage.onesign import OneSign

HELD = "沈阳盛京恒瑞医疗器械有限公司"
PLACES, TRADES = ("厦门", "泉州", "福州", "惠州", "南宁"), ("贸易", "食品", "物流", "印刷", "服装")
OTHERS = [
    f"{place}{a}{b}{trade}有限公司"
    for place in PLACES
    for trade in TRADES
    for a in "海闽川渝"
    for b in "隆茂嘉禾"
]


def of(name: str, held: str = HELD) -> str:
    """Return how two names of firms agree, and nothing where they are not taken for one."""
    links = link("firm", {"name": [name]}, {"name": [held, *OTHERS]}).links
    return next((one.why("zh") for one in links if one.right == 0 and one.chance >= 0.5), "")


@pytest.mark.parametrize(
    "name",
    [
        f"1.{HELD}", f"（3）{HELD}", f"{HELD}。", f"{HELD}*", f"\u200b{HELD}\ufeff",
        f"{HELD}（原恒瑞器械厂）",
        f"{HELD} Shengjing Hengrui Medical Co., Ltd.", f"{HELD}（Shengjing Hengrui Medical）",
        "沈阳盛京恒瑞医疗器械有限公司原名：沈阳恒瑞器械厂",
        "沈阳盛京恒瑞医疗器械有限公司 曾用名 恒瑞器械厂",
    ],
)  # fmt: skip
def test_what_stands_around_a_firm_is_no_part_of_its_name(name: str) -> None:
    assert of(name) == "名称相同"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("沈阳市第一建筑工程公司", "沈阳市第1建筑工程公司"),
        ("沈阳第壹建筑工程有限公司", "沈阳第一建筑工程有限公司"),
        ("中铁十九局集团有限公司", "中铁19局集团有限公司"),
        ("⻰达⻋辆有限公司", "龙达车辆有限公司"),
        ("Ｋｏｓｔｒａｖａ　Ｌｔｄ", "Kostrava Ltd"),
        ("Kos\u200btrava Ltd", "Kostrava Ltd"),
        ("Corporación Andina Sociedad Anónima Cerrada", "CORPORACION ANDINA S.A.C."),
        ("Quispe Empresa Individual de Responsabilidad Limitada", "Quispe E.I.R.L."),
        ("Ångström Verktyg Aktiebolag", "Angstrom Verktyg AB"),
        ("ООО «Костравафарм»", "OOO Kostravafarm"),
        ("Общество с ограниченной ответственностью «Костравафарм»", "ООО Костравафарм"),
        ("Kostrava Pharma Ltd (formerly Zelmed Ltd)", "Kostrava Pharma Ltd"),
        ("Kostrava Pharma Ltd T/A Zelmed", "Kostrava Pharma Limited"),
    ],
)
def test_a_firm_is_the_same_under_other_signs(one: str, two: str) -> None:
    assert parse(one).core == parse(two).core


def test_numbers_that_differ_are_two_firms() -> None:
    cores = [
        parse(f"中铁{number}局集团有限公司").core for number in ("9", "19", "18", "十九", "20")
    ]
    assert len(set(cores)) == 4


def test_figures_beside_letters_or_over_a_hundred_stay() -> None:
    assert parse("360度广告有限公司").core == "360度广告"
    assert "3M" in parse("3M中国有限公司").core


@pytest.mark.parametrize(
    "name",
    [
        "沈阳盛京恒瑞医疗器械集团有限公司", "沈阳盛京恒瑞医疗器械有限公司大连分公司",
        "沈阳盛京恒瑞医疗器械厂",
        "大连盛京恒瑞医疗器械有限公司", "沈阳盛京恒瑞医疗器械有限公司工会委员会",
    ],
)  # fmt: skip
def test_a_group_a_branch_and_works_are_other_firms(name: str) -> None:
    assert of(name) == ""


def test_a_peruvian_firm_of_one_owner_is_no_company() -> None:
    assert of("INVERSIONES QUISPE ZELAYA E.I.R.L.", "Inversiones Quispe Zelaya S.A.C.") == ""
    assert of("INVERSIONES QUISPE ZELAYA SAC", "Inversiones Quispe Zelaya S.A.C.") != ""


# --- rows that repeat ----------------------------------------------------------------------------


def test_a_firm_in_a_thousand_rows_is_found_in_each_of_them() -> None:
    book = {"name": [HELD, *OTHERS[:50]] + [HELD.replace("有限公司", "公司")] * 1_000}
    links = link("firm", book).links
    found = {one.right for one in links if one.left == 0 and one.chance >= 0.5} | {
        one.right for one in links if one.left == 51 and one.chance >= 0.5
    }
    assert found == set(range(51, 1_051))
    assert len(links) <= 1_100


def test_lines_that_repeat_are_each_linked_to_the_register() -> None:
    lines = {"name": [HELD] * 300}
    links = link("firm", lines, {"name": [*OTHERS, HELD]}).links
    assert [(one.left, one.right) for one in links] == [(at, len(OTHERS)) for at in range(300)]


def test_a_name_in_many_rows_of_both_lists_is_not_all_with_all() -> None:
    links = link("firm", {"name": [HELD] * 2_000}, {"name": [HELD] * 2_000}).links
    assert len(links) == 2_000


def test_repeated_rows_say_the_same_as_one() -> None:
    names = [HELD, HELD.replace("恒瑞", "恒锐"), *OTHERS]
    once = link("firm", {"name": names}).links
    more = link("firm", {"name": names + names[:1] * 3}).links
    told = {(one.left, one.right): one.why() for one in more}
    assert {(one.left, one.right): one.why() for one in once}.items() <= told.items()
    assert {(0, len(names) + at) for at in range(3)} <= told.keys()


def test_a_person_who_stands_twice_in_the_register_is_found_twice() -> None:
    row = {"name": "矫炜蕤", "born": "1972-03-04", "place": "清河县大河镇东沟村"}
    held = {key: [value] * 12 + ["", "x"] for key, value in row.items()}
    links = link("person", {key: [value] for key, value in row.items()}, held).links
    assert [one.right for one in links if one.chance > 0.9] == list(range(12))


def test_two_of_one_name_with_other_numbers_are_rivals_all_the_same() -> None:
    row = {"name": "王伟", "born": "1972-03-04", "place": "清河县大河镇东沟村"}
    held = {key: [value] * 2 for key, value in row.items()}
    held["identity"] = ["110105194912310021", "11010519491231003X"]
    line = {key: [value] for key, value in row.items()} | {"identity": [""]}
    assert [one for one in link("person", line, held).links if one.chance > 0.5] == []


# --- hard fare -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["person", "firm"])
@pytest.mark.parametrize("values", [[None, None], ["", ""], ["\u200b", "🙂"], ["x" * 20_000] * 2])
def test_columns_of_nothing_and_of_anything_are_read(kind: str, values: list[str]) -> None:
    names = ("name", "born", "place", "code", "phone", "email", "address")
    table = {name: list(values) for name in names}
    link(kind, table, table)
    link(kind, table)


def test_a_list_of_names_alone_may_be_long() -> None:
    names = [f"{a}{b}{c}" for a in "王李张刘陈" for b in "国建志秀丽" * 10 for c in "军华强民" * 10]
    assert link("person", {"name": names[:2_500]}, {"name": names[:2_500]}).compared >= 0


def test_western_names_with_day_and_place_are_joined() -> None:
    table = {
        "name": ["Anna Kowalska", "Jan Nowak"],
        "born": ["1972-03-04"] * 2,
        "place": ["Lublin"] * 2,
    }
    links = link("person", table, table).links
    assert {(one.left, one.right) for one in links if one.chance > 0.5} == {(0, 0), (1, 1)}


def test_more_signs_than_are_told_apart_are_no_other_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "MOST", 10)
    names = [f"王{sign}民" for sign in "伟炜国建志秀丽军华强树立新利生光远振兴忠"]
    once = np.ones(len(names), np.int64)
    held = hannames.HanNames(names, names, (once, once))
    rows = np.arange(len(names), dtype=np.int32)
    level = held.compare(np.repeat(rows, len(rows)), np.tile(rows, len(rows)))[0]
    alike = np.flatnonzero(level == hannames.SAME)
    assert set(alike.tolist()) < set((rows * (len(rows) + 1)).tolist())


def test_a_name_that_is_a_page_long_is_read_as_far_as_a_name_is() -> None:
    assert len(parse("kostrava " * 5_000).core) <= LONGEST


# --- places, branches, and one sign --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "core", "place"),
    [
        ("厦门鹭水物流有限公司", "鹭水物流", "厦门"),
        ("福建省厦门市鹭水物流有限公司", "鹭水物流", "福建厦门"),
        ("四川成都武侯区鹭水物流有限公司", "鹭水物流", "四川成都武侯"),
        ("白银物流有限公司", "白银物流", ""),
        ("安康医院", "安康医院", ""),
        ("鹭水物流（厦门）有限公司", "鹭水物流", "厦门"),
    ],
)
def test_a_city_is_a_place_where_a_name_is_left(name: str, core: str, place: str) -> None:
    firm = parse(name)
    assert (firm.core, firm.place) == (core, place)


def test_a_branch_is_not_the_firm_and_says_so() -> None:
    names = [f"{HELD}第一分公司", f"{HELD}大连分公司"]
    for name in names:
        found = link("firm", {"name": [name]}, {"name": [HELD, *OTHERS]}).links
        assert all(one.chance < 0.5 for one in found)
        assert all("分支机构不同" in one.why("zh") for one in found)


@pytest.mark.parametrize(
    "slip", ["沈阳盛京恒瑞医疗疗器械有限公司", "沈阳盛京恒恒瑞医疗器械有限公司"]
)
def test_a_sign_written_twice_is_a_slip(slip: str) -> None:
    assert of(slip) == "名称差一两字"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("沈阳盛京恒瑞医疗□械有限公司", HELD),
        ("沈阳盛京恒瑞医疗机械有限公司", HELD),
        ("沈阳盛京恒瑞疗器械有限公司", HELD),
    ],
)
def test_one_sign_that_differs_is_worth_a_look_and_with_a_code_a_link(one: str, two: str) -> None:
    code, spoilt = "91210102MA0XY1Q3AY", "91210102MA0XY1Q3BY"
    alone = link("firm", {"name": [one]}, {"name": [two, *OTHERS]}).links
    assert [each.chance < 0.5 for each in alone if each.right == 0] in ([], [True])
    table = {"name": [two, *OTHERS], "code": [code] + [""] * len(OTHERS)}
    both = link("firm", {"name": [one], "code": [spoilt]}, table).links
    assert [each.right for each in both if each.chance > 0.9] == [0]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("沈阳东城建筑工程有限公司", "沈阳西城建筑工程有限公司"),
        ("沈阳第二建筑工程有限公司", "沈阳第三建筑工程有限公司"),
        ("中铁十九局集团有限公司", "中铁十局集团有限公司"),
    ],
)
def test_signs_by_which_firms_are_told_apart_are_no_slips(one: str, two: str) -> None:
    assert OneSign([parse(one), parse(two)]).others(parse(one), parse(two)) is None


def test_of_many_names_that_differ_in_one_sign_each_says_less() -> None:
    names = [f"沈阳{sign}禾装饰工程有限公司" for sign in "华鹭闽蜀渝邕岭粤浙越"]
    firms = [parse(name) for name in names]
    many, few = OneSign(firms).others(*firms[:2]), OneSign(firms[:2]).others(*firms[:2])
    assert many is not None
    assert few is not None
    assert many > few + 0.4


def test_names_of_which_one_sign_is_elsewhere_are_not_one_sign_apart() -> None:
    one, two = parse("沈阳恒盛京瑞医疗器械有限公司"), parse(HELD)
    assert OneSign([one, two]).others(one, two) is None


@pytest.mark.parametrize(
    ("other", "latin"),
    [
        ("Алексей Щукин", "Aleksei Shchukin"),
        ("Юлия Жданова", "Yuliya Zhdanova"),
        ("Ελένη Παππάς", "Eleni Pappas"),
    ],
)
def test_a_name_in_russian_or_greek_letters_is_read_in_latin_ones(other: str, latin: str) -> None:
    held = {"name": [latin, "Anna Kowalska", "Jan Nowak"], "born": ["1972-03-04"] * 3}
    links = link("person", {"name": [other], "born": ["1972-03-04"]}, held).links
    assert [one.right for one in links if one.chance > 0.5] == [0]


def test_an_english_word_at_the_head_is_no_russian_form() -> None:
    assert parse("Too Good Foods").core == "toogoodfoods"
