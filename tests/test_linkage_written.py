"""Who is the same, on names, days and places as strangers write them: what a sheet adds is none."""

import numpy as np
import pytest

from sunledger.screening.linkage import days, places, signs, written
from sunledger.screening.linkage.linking import Link, link

PLACE = "清河县大河镇东沟村"
OTHERS = {
    "name": ["赵大勇", "钱桂芝", "孙立民", "阿依古丽·买买提", "斯琴高娃"],
    "born": ["1955-07-01", "1981-11-23", "1966-02-14", "1990-05-06", "1975-10-29"],
    "place": [PLACE, PLACE, "太平县新民镇西沟村", PLACE, PLACE],
}


def found(line: dict[str, str], held: dict[str, str]) -> Link | None:
    """Return the link of a line with one of a register, where there is one."""
    register = {name: [held[name], *OTHERS[name]] for name in line}
    links = link("person", {name: [text] for name, text in line.items()}, register).links
    return next((one for one in links if one.right == 0 and one.chance >= 0.5), None)


def of(name: str, held: str) -> Link | None:
    """Return the link of two names of one day and place."""
    rest = {"born": "1972-03-04", "place": PLACE}
    return found({"name": name, **rest}, {"name": held, **rest})


@pytest.mark.parametrize(
    "name",
    [
        "王 伟民", "王　伟　民", "\ufeff王伟民", "王\u200b伟民", "王伟民\u200f", "王伟民\u00a0",
        "王伟民（已故）", "王伟民(户主)", "王伟民*", "王伟民2", "王伟民先生", "王偉民",
    ],
)  # fmt: skip
def test_what_a_sheet_adds_to_a_name_is_no_part_of_it(name: str) -> None:
    one = of(name, "王伟民")
    assert one is not None
    assert "姓名相同" in one.why("zh")


@pytest.mark.parametrize(("name", "held"), [("⾼玉⽴", "高玉立"), ("金⽔⽣", "金水生")])
def test_the_forms_of_signs_that_a_document_gives_out_are_the_signs(name: str, held: str) -> None:
    one = of(name, held)
    assert one is not None
    assert "姓名相同" in one.why("zh")


@pytest.mark.parametrize(
    "name", ["王wei民", "王WEI民", "Wang Weimin", "Weimin Wang", "WANG, Wei Min"]
)
def test_a_name_in_letters_is_told_as_what_it_sounds_like(name: str) -> None:
    one = of(name, "王伟民")
    assert one is not None
    assert "姓名音同" in one.why("zh")


def test_a_name_in_letters_is_no_other_name() -> None:
    assert of("Zhao Guifang", "王伟民") is None


def test_letters_are_read_as_pinyin_only_beside_signs() -> None:
    assert written.names(["Wang Wei"], ["Li Na"])[0] == ["Wang Wei"]
    assert written.names(["Wang Wei"], ["李娜"])[0] != ["Wang Wei"]


@pytest.mark.parametrize(
    ("letters", "many"), [("ouyang xiu", 3), ("Lyu Bu", 2), ("Smith Tom", 0), ("xian", 0)]
)
def test_pinyin_is_split_into_its_syllables(letters: str, many: int) -> None:
    read = written.name(letters, pinyin=True)
    assert sum(bool(signs.readings(sign)) for sign in read) == many


@pytest.mark.parametrize("mark", ["□", "?", "\ue123", "*", "某", "〓"])
def test_a_sign_that_cannot_be_read_is_any_sign(mark: str) -> None:
    assert of(f"王{mark}民", "王伟民") is not None


@pytest.mark.parametrize("dot", ["‧", "・", "•", ".", "．", " ", "-", "･", "。"])
def test_the_dot_of_a_name_of_several_words_is_any_dot(dot: str) -> None:
    one = of(f"阿依夏木{dot}艾合买提", "阿依夏木·艾合买提")
    assert one is not None
    assert "姓名相同" in one.why("zh")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("阿依夏木·艾合麦提", "差一两字"),
        ("阿依夏木", "只写了一部分"),
        ("艾合买提·阿依夏木", "次序不同"),
        ("阿依夏木·艾合買提", "姓名相同"),
    ],
)
def test_names_of_several_words_say_truly_how_they_agree(name: str, says: str) -> None:
    one = of(name, "阿依夏木·艾合买提")
    assert one is not None
    assert says in one.why("zh")
    assert "音同" not in one.why("zh")


def test_a_sign_that_no_dictionary_reads_is_a_sign() -> None:
    one = of("王\U00020b9f民", "王\U00020b9f民")
    assert one is not None
    assert of("王\U000310a8民", "王\U000310a8民") is not None


@pytest.mark.parametrize("told", [("name", "born"), ("name", "place"), ("name", "born", "phone")])
@pytest.mark.parametrize("name", ["矫炜蕤", "矯偉蕤", "矫伟瑞"])
def test_a_chinese_name_is_compared_by_its_signs_whatever_else_is_told(
    told: tuple[str, ...], name: str
) -> None:
    rest = {"born": "1972-03-04", "place": PLACE, "phone": "13900001111"}
    register = [f"{a}{b}{c}" for a in "王李张刘" for b in "国建志" for c in "军华强民"]
    more = {"born": "1950-06-07", "place": "太平县新民镇西沟村", "phone": ""}
    table = {"name": ["矫伟蕤", *register]}
    table |= {one: [rest[one], *[more[one]] * len(register)] for one in told[1:]}
    links = link("person", {"name": [name], **{one: [rest[one]] for one in told[1:]}}, table).links
    assert [one.right for one in links if one.chance >= 0.5] == [0]


def test_one_list_against_itself_knows_homophones_and_traditional_signs() -> None:
    held = [f"{a}{b}{c}" for a in "赵钱孙李周吴" for b in "国建志秀" for c in "军华强民"]
    table = {
        "name": ["矫炜蕤", "矯偉蕤", *held],
        "born": ["1972-03-04"] * 2 + [f"19{40 + at % 50}-06-07" for at in range(len(held))],
        "place": [PLACE] * 2 + [f"太平县新民镇{at}村" for at in range(len(held))],
    }
    links = [one for one in link("person", table).links if one.chance >= 0.5]
    assert (links[0].left, links[0].right) == (0, 1)
    assert "姓名音同" in links[0].why("zh")


# --- days and places -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1972年3月4日", 19720304), ("１９７２-03-04", 19720304), ("1972.3.4", 19720304),
        ("04/03/1972", 19720304), ("25/03/1972", 19720325), ("03/25/1972", 19720325),
        ("1972", 19720000), ("1972-03", 19720300), ("197203", 19720300), ("1972年3月", 19720300),
        ("", 0), ("不详", 0), ("1972-03-04-05", 0), ("²", 0), ("٣", 0), ("12", 0), ("1e5", 0),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written(text: str, day: int) -> None:
    assert days.numbers([text]).tolist() == [day]


def test_who_tells_the_year_alone_agrees_as_far_as_he_tells() -> None:
    one = found(
        {"name": "王伟民", "born": "1972", "place": PLACE},
        {"name": "王伟民", "born": "1972-03-04", "place": PLACE},
    )
    assert one is not None
    assert "出生日期所写部分相同" in one.why("zh")


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("清河縣大河鎮東溝村", "村居相同"),
        ("清河县大河乡东沟村", "村居相同"),
        ("辽宁省铁岭市清河县大河镇东沟村五组", "村居相同"),
        ("清河县大河镇东沟社区第3居民小组12号", "村居相同"),
        ("大河镇东沟村", "村居所写部分相同"),
        ("东沟村", "村居所写部分相同"),
        ("太平县东沟村", "村居不同"),
    ],
)
def test_a_place_agrees_as_far_as_it_is_told(place: str, says: str) -> None:
    one = found(
        {"name": "矫伟蕤", "born": "1972-03-04", "place": place},
        {"name": "矫伟蕤", "born": "1972-03-04", "place": PLACE},
    )
    assert one is not None
    assert says in one.why("zh")


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("余姚市长坑镇新楼社区", ("余姚市", "长坑", "新楼")),
        ("长坑镇新楼社区", ("", "长坑", "新楼")),
        ("浙江省宁波市余姚市长坑镇新楼社区", ("余姚市", "长坑", "新楼")),
        ("丹东市振兴区站前街道五一社区", ("振兴区", "站前", "五一")),
    ],
)
def test_a_community_is_no_district(place: str, parts: tuple[str, str, str]) -> None:
    assert places.parts(place) == parts


def test_a_village_of_groups_keeps_its_own_figures() -> None:
    assert places.parts("清河县大河镇三道沟村") == ("清河县", "大河", "三道沟")
    assert places.parts("清河县大河镇五队村")[2] == "五队"


# --- hard fare -----------------------------------------------------------------------------------


def test_one_pair_is_no_witness_for_how_often_its_own_kind_is() -> None:
    assert of("张桂兰", "王伟民") is None


@pytest.mark.parametrize(
    "name",
    ["", " ", "\u200f", "。", "🙂🙂", "王" * 10_000, "a" * 10_000, "\u202e王伟", "1", "(", "（）"],
)
def test_no_name_however_odd_breaks_the_run(name: str) -> None:
    table = {"name": [name, "王伟"], "born": ["", "1972-03-04"], "place": ["", PLACE]}
    link("person", table, {one: values[::-1] for one, values in table.items()})
    link("person", table)
    link("firm", {"name": [name, "大连宏达建材有限公司"]})


def test_forms_do_not_depend_on_what_stands_beside_them() -> None:
    names = ["王 伟民", "王伟民", "李娜"]
    assert written.names(names, names)[0] == [written.name(one, pinyin=True) for one in names]
    assert np.unique(written.names(names, names)[0]).size == 2
