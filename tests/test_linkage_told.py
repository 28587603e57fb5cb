"""How sure a firm's name alone is told to be: no surer than it turns out, in lists of any size."""

import pytest

from bench.linkage_made import firms_made
from sunledger.screening.linkage.firmname import parse
from sunledger.screening.linkage.firmrivals import Heard, Rivals
from sunledger.screening.linkage.linking import Link, link


def by_name(size: int, seed: int) -> list[tuple[Link, bool, bool]]:
    """Return the links of firms by name alone: is each right, and do both sides tell where."""
    register, lines, truth = firms_made.firms(size, size // 2, seed)
    names = lines["name"], register["name"]
    found = link("firm", {"name": names[0]}, {"name": names[1]}).links
    best = {one.left: one for one in sorted(found, key=lambda one: one.chance)}
    return [
        (one, truth[one.left] == one.right,
         all(parse(side[at]).place for side, at in zip(names, one[:2], strict=True)))
        for one in best.values()
        if one.chance >= 0.5
    ]  # fmt: skip


@pytest.mark.parametrize(("size", "seed"), [(1_000, 3), (4_000, 4), (12_000, 5)])
def test_a_name_without_a_code_is_told_no_surer_than_it_turns_out(size: int, seed: int) -> None:
    held = by_name(size, seed)
    for kind in ({2}, {1}):  # the names are the same; they differ by a slip
        for placed in (True, False):
            some = [one for one in held if one[0].levels[0].agrees in kind and one[2] is placed]
            told = sum(one.chance for one, _, _ in some)
            right = sum(good for _, good, _ in some)
            # As far as chance allows: wrong ones come as they come, and of few there are few.
            wrong, thought = len(some) - right, len(some) - told
            assert wrong <= 1.3 * thought + 3 * (thought + 1) ** 0.5


@pytest.mark.parametrize("size", [1_000, 12_000])
def test_most_that_a_name_can_tell_is_still_found(size: int) -> None:
    register, lines, truth = firms_made.firms(size, size // 2, 6)
    found = link("firm", {"name": lines["name"]}, {"name": register["name"]}).links
    best = {one.left: one.right for one in sorted(found, key=lambda one: one.chance)}
    taken = {one.left for one in found if one.chance >= 0.5}
    right = sum(truth[line] == best[line] for line in taken)
    assert right / len(taken) >= 0.95
    assert right / sum(one is not None for one in truth) >= 0.9


TRADES = ("建材", "商贸", "食品", "物流", "印刷", "化工")


def test_a_name_that_stands_in_two_cities_is_neither_without_its_city() -> None:
    held = ["沈阳宏达建材有限公司", "大连宏达建材有限公司", "沈阳鹭水物流有限公司"]
    links = link("firm", {"name": ["宏达建材有限公司", "鹭水物流有限公司"]}, {"name": held}).links
    assert [(one.left, one.right) for one in links if one.chance >= 0.5] == [(1, 2)]


def test_the_more_names_come_again_elsewhere_the_less_a_name_says() -> None:
    cities = ("沈阳", "大连", "鞍山", "丹东", "锦州", "营口")
    signs = "宏达华源金泰鑫利天丰盛茂恒辉瑞业"
    called = [a + b for a in signs[:8] for b in signs[8:]]
    few = [f"{cities[at % 6]}{name}{TRADES[at % 6]}有限公司" for at, name in enumerate(called)]
    many = [f"{city}{name}建材有限公司" for city in cities[:3] for name in called[:40]]
    mine, theirs = parse("丰泰建材有限公司"), parse("沈阳丰泰建材有限公司")
    rivals = [Rivals([*map(parse, names), theirs]).others(mine, theirs) for names in (few, many)]
    assert rivals[0] < 0.1 < rivals[1]


def test_names_that_sound_the_same_in_two_cities_show_how_many_of_one_city_do() -> None:
    names = [f"{city}{name}建材有限公司" for city, name in
             (("沈阳", "宏达"), ("大连", "洪达"), ("沈阳", "金泰"), ("大连", "天丰"))]  # fmt: skip
    apart = ["沈阳宏达建材有限公司", *names[2:]]
    mine, theirs = parse("沈阳今泰建材有限公司"), parse("沈阳金泰建材有限公司")
    more, less = (Heard(map(parse, held)).others(mine, theirs) for held in (names, apart))
    assert more > less
