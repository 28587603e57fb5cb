"""A sum that left one book is found in the other: later, less a fee, its memo cut short."""

import random
from itertools import product

from sunledger.screening.linkage.entries import Bounds, Match, Side, matched

NAMES = ("Qingquan", "Baixi", "Shuangtai", "Hedong", "Dongling", "Liuhe", "Dahe", "Xiaohe")
GOODS = ("cement", "lamps", "paper", "seed", "diesel", "repairs", "rent", "meals")
CUTS = ("", "payment", "payment 2024")


def books(seed: int, size: int = 400, gone: float = 0.3) -> tuple[Side, Side, dict[int, int]]:
    """Return two books, the second in an order of its own and without some; and the truth."""
    draw = random.Random(seed)
    memos = [" ".join(words) for words in product(NAMES, GOODS, ("north", "south"))]
    left: list[tuple[str, int, int]] = []
    right: list[tuple[int, str, int, int]] = []
    for row in range(size):
        memo, sum_, day = draw.choice(memos), draw.randrange(20_00, 9000_00), draw.randrange(120)
        left.append((f"{memo} {draw.choice(CUTS)}", sum_, day))
        if draw.random() >= gone:
            fee = 0 if draw.random() < 0.4 else round(sum_ * draw.uniform(-0.02, 0.03))
            cut = memo if draw.random() < 0.6 else memo[: draw.randrange(9, 16)]
            right.append((row, cut, sum_ - fee, day + draw.choice((1, 1, 1, 2, 2, 5))))
    draw.shuffle(right)
    truth = {one[0]: at for at, one in enumerate(right)}
    first = Side([one[0] for one in left], [one[1] for one in left], [one[2] for one in left])
    second = Side([one[1] for one in right], [one[2] for one in right], [one[3] for one in right])
    return first, second, truth


def likely(found: list[Match]) -> set[tuple[int, int]]:
    return {(one.left, one.right) for one in found if one.chance >= 0.5}


def test_nearly_all_are_found_and_hardly_any_of_them_is_wrong_though_a_third_is_nobodys() -> None:
    for seed in (1, 2, 3):
        left, right, truth = books(seed)
        taken = likely(matched(left, right))
        good = len(taken & set(truth.items()))
        assert good >= 0.97 * len(taken)
        assert good >= 0.9 * len(truth)


def test_each_entry_is_taken_once_and_the_surest_stands_first() -> None:
    left, right, _truth = books(4)
    found = matched(left, right)
    assert len({one.left for one in found}) == len({one.right for one in found}) == len(found)
    assert [one.chance for one in found] == sorted((one.chance for one in found), reverse=True)


def test_the_order_of_the_rows_tells_nothing() -> None:
    left, right, _truth = books(5)
    back = Side(right.memos[::-1], right.amounts[::-1], right.days[::-1])
    last = len(right.memos) - 1
    turned = {(one, last - two) for one, two in likely(matched(left, back))}
    assert turned == likely(matched(left, right))


def test_what_lies_too_far_apart_or_goes_the_other_way_is_never_a_pair() -> None:
    left = Side(["Jia cement"] * 3, [100_00, 200_00, 300_00], [0, 0, 0])
    right = Side(["Jia cement"] * 3, [130_00, -200_00, 300_00], [1, 1, 40])
    assert matched(left, right) == []
    assert [(one.left, one.right) for one in matched(left, right, Bounds(days=60))] == [(2, 2)]


def test_nothing_in_a_book_gives_nothing() -> None:
    some, none = Side(["Jia"], [1], [1]), Side([], [], [])
    assert matched(some, none) == matched(none, some) == []
    assert matched(some, Side([""], [1], [1])) == []
