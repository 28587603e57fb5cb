"""What is personal is found in every spelling, and what only looks like it is let through."""

from random import Random

import pytest

from sunledger.core import privacy
from sunledger.core.privacy import Kind, find
from tests import makers

EACH = 50  # of every spelling; figures are drawn anew in each, from one seed


def _drawn(maker: makers.Maker, seed: str) -> list[str]:
    draw = Random(seed)
    return [maker(draw) for _ in range(EACH)]


@pytest.mark.parametrize("spelling", makers.PERSONAL)
def test_what_is_personal_is_found_in_every_spelling(spelling: str) -> None:
    texts = _drawn(makers.PERSONAL[spelling], spelling)
    assert [text for text in texts if not find(text)] == []


@pytest.mark.parametrize("spelling", makers.HARMLESS)
def test_what_only_looks_personal_is_let_through(spelling: str) -> None:
    texts = _drawn(makers.HARMLESS[spelling], spelling)
    assert [text for text in texts if find(text)] == []


def test_the_rates_over_many_draws(capsys: pytest.CaptureFixture[str]) -> None:
    """Other seeds than above, so that no rule was fitted to the very figures it is tested on."""
    draw = Random(20240304)
    planted = [maker(draw) for maker in makers.PERSONAL.values() for _ in range(200)]
    alike = [maker(draw) for maker in makers.HARMLESS.values() for _ in range(200)]
    missed = [text for text in planted if not find(text)]
    wrong = [text for text in alike if find(text)]
    with capsys.disabled():
        found, sorts = len(planted) - len(missed), len(makers.PERSONAL)
        print(f"\nfound {found} of {len(planted)} planted in {sorts} spellings;", end=" ")  # noqa: T201
        sorts = len(makers.HARMLESS)
        print(f"wrongly took {len(wrong)} of {len(alike)} look-alikes of {sorts} sorts")  # noqa: T201
    assert len(missed) <= len(planted) // 1000, missed[:10]
    assert len(wrong) <= len(alike) // 1000, wrong[:10]
    assert len(makers.PERSONAL) >= 60
    assert len(makers.HARMLESS) >= 60


def test_the_place_is_that_in_the_text_as_given() -> None:
    text = "领款人\u200b王某，电话１３８\u200b００１３\u3000８０００，已领"
    (one,) = find(text)
    assert one.kind == Kind.MOBILE
    assert text[one.start : one.end] == "１３８\u200b００１３\u3000８０００"


def test_several_in_one_cell_are_each_found() -> None:
    draw = Random(7)
    text = f"{makers.long_identity(draw)} {makers.mobile(draw)}、{makers.card(draw)} a@b.cn"
    assert [one.kind for one in find(text)] == [Kind.IDENTITY, Kind.MOBILE, Kind.CARD, Kind.EMAIL]


def test_covering_leaves_the_words_and_takes_the_number() -> None:
    assert privacy.cover("退款给13800138000，谢谢") == "退款给***，谢谢"


def test_a_heading_says_what_stands_under_it() -> None:
    assert find("13912345678", heading="凭证号") == []
    assert find("13912345678", heading="Transaction number") == []
    assert find("13912345678", heading="凭证号\nPaper") == []
    assert find("13912345678", heading="联系方式") != []
    assert find("13912345678", heading="供应商\nSupplier") != []
    assert find("13912345678", heading="项目名称") != []
    assert find("210102199003071230", heading="身份证号") != []
    assert find("E12345678", heading="护照号") != []
    assert find("E12345678", heading="凭证号") == []


def test_an_identity_number_is_found_even_under_the_heading_of_a_paper() -> None:
    number = makers.long_identity(Random(3))
    assert find(number, heading="凭证号")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张*"),
        ("欧阳娜娜", "欧阳*"),
        ("张三、李四", "张*、李*"),
        ("王伟 李静", "王* 李*"),
        ("阿依古丽·买买提", "阿*"),
        ("John Smith", "J* S*"),
        ("Mr John Smith", "J* S*"),
        ("大河建材有限公司", "大河建材有限公司"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_family_name(name: str, masked: str) -> None:
    assert privacy.mask(name) == masked


@pytest.mark.parametrize(
    "name", ["张*", "张**", "张某", "张某某", "张××", "张XX", "欧阳*", "J* S*"]
)
def test_a_masked_name_stays_as_it_is(name: str) -> None:
    assert privacy.is_masked(name)
    assert privacy.mask(name) == name


@pytest.mark.parametrize("name", ["张三", "张*三", "John S*", "欧阳娜*"])
def test_a_name_that_shows_more_is_not_masked(name: str) -> None:
    assert not privacy.is_masked(name)


@pytest.mark.parametrize(
    "body",
    [
        "大河建材有限公司",
        "双台村股份经济合作社",
        "李家屯小学",
        "万家福超市",
        "Smith & Sons Ltd",
        "中建（江苏）有限公司",
        "中国移动",
        "王家饭馆",
        "张庄村委会",
        "李记修理部",
    ],
)
def test_a_body_among_parties_keeps_its_name(body: str) -> None:
    assert privacy.mask(body, "party") == body


@pytest.mark.parametrize(
    ("party", "masked"),
    [
        ("王建国", "王*"),
        ("王建国（误工费）", "王*（误工费）"),
        ("大河村村委会（王建国）", "大河村村委会（王*）"),
        ("李会", "李*"),
        ("赵园园", "赵*"),
        ("古丽娜尔", "古*"),
        ("次仁卓玛", "次*"),
        ("张伟、李静", "张*、李*"),
        ("王建国等", "王*"),
        ("Mrs Jane Smith", "J* S*"),
    ],
)
def test_a_person_among_parties_is_masked(party: str, masked: str) -> None:
    assert privacy.mask(party, "party") == masked


def test_numbers_are_masked_to_their_last_four() -> None:
    assert privacy.mask("6222020200123456", "number") == "****3456"
    assert privacy.is_masked("****3456", "number")
    assert privacy.mask("辽宁省大河村12号", "all") == "*"
