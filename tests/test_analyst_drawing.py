"""What the report draws, and which leads it shows first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.screening.outcome import Lead
from sunledger.screening.stacking import Stack
from sunledger.web.analyst.drawing import (
    digits,
    gaps,
    months_between,
    parts,
    stems,
    strip,
    usual_months,
)
from sunledger.web.analyst.top import A_BODY, A_SCREEN, first_stacks


def lead(screen: str, body: str = "dahe", payee: str = "", key: str = "") -> Lead:
    key = key or f"{screen}-{body}-{payee}"
    words = "Why did this happen?", "这是怎么回事？"
    return Lead(screen, "1", key, "f", payee, body, payee, "CNY", 100, 1, 0.5, *words)


def test_months_run_over_the_end_of_a_year() -> None:
    assert months_between((2023, 11), (2024, 2)) == [(2023, 11), (2023, 12), (2024, 1), (2024, 2)]


def test_a_mistyped_year_does_not_stretch_the_axis() -> None:
    assert usual_months({(2014, 1): 5000, (2014, 2): 5000, (1914, 1): 1}) == ((2014, 1), (2014, 2))


def test_the_fullest_month_is_as_high_as_the_strip() -> None:
    axis = months_between((2024, 1), (2024, 3))
    bars = strip({(2024, 1): 10, (2024, 3): 20}, axis, height=20)
    assert [(bar.x, bar.height) for bar in bars] == [(0, 10), (2, 20)]
    assert gaps({(2024, 1): 10, (2024, 3): 20}, axis) == [(2024, 2)]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5))
def test_a_bar_of_parts_fills_its_length_and_hides_nothing(counts: list[int]) -> None:
    drawn = parts([(str(place), count, "") for place, count in enumerate(counts)])
    assert len(drawn) == sum(1 for count in counts if count)
    assert all(part.length > 0 for part in drawn)
    if drawn:
        assert sum(part.length for part in drawn) == pytest.approx(100, abs=0.1)


def test_a_drawing_of_digits_has_a_bar_for_each_pair() -> None:
    drawing = digits([1] * 90, [1 / 90] * 90, {50})
    assert len(drawing.bars) == 90
    assert [bar.label[:2] for bar in drawing.bars if bar.strong] == ["50"]
    assert len(drawing.curve.split()) == 90


def test_stems_stand_where_their_days_are() -> None:
    drawn = stems([(date(2024, 1, 1), 100, ""), (date(2024, 1, 3), -50, "")])
    assert [bar.x for bar in drawn] == [0.5, 99.5]
    assert drawn[0].y < drawn[1].y


def stack(screen: str, body: str = "dahe", payee: str = "") -> Stack:
    return Stack((lead(screen, body, payee),), 0.3, 100, 1.0)


def test_the_first_stacks_are_not_all_of_one_screen_or_of_one_body() -> None:
    ranked = [stack("loud", f"b{n}", f"p{n}") for n in range(20)]
    ranked += [stack(f"quiet{n}", "town", f"q{n}") for n in range(20)]
    chosen = first_stacks(ranked)
    assert sum(one.first.screen == "loud" for one in chosen) >= A_SCREEN
    assert sum(one.body == "town" for one in chosen) <= A_BODY
    assert len(chosen) == 10
    assert chosen == sorted(chosen, key=ranked.index)


def test_where_little_is_left_the_crowd_fills_the_places() -> None:
    ranked = [stack("loud", payee=f"p{n}") for n in range(5)]
    assert first_stacks(ranked, 4) == ranked[:4]
