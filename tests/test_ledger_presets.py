"""A preset is data: how long a matter has, and the days on the way."""

from datetime import date
from pathlib import Path

import pytest

from sunledger.core import spans
from sunledger.core.catalogue import CatalogueError
from sunledger.ledger import preset
from sunledger.ledger.preset import PRESETS
from tests.test_shelves import HOW_TO

MONDAY = date(2024, 3, 4)
RHYTHM = PRESETS["1-3-7-1-0"]


def test_one_three_seven_and_a_month() -> None:
    ordinary = preset.days(RHYTHM, MONDAY, "ordinary")
    assert [mark.due for mark in ordinary.marks] == [date(2024, 3, 5), date(2024, 3, 7)]
    assert ordinary.due == date(2024, 3, 13)
    assert preset.days(RHYTHM, MONDAY, "large").due == date(2024, 4, 7)  # a Sunday made up for


@pytest.mark.parametrize(
    ("span", "day"),
    [
        ("1 working day", date(2024, 4, 30)),
        ("2 working days", date(2024, 5, 6)),  # after the days off in May
        ("10 days", date(2024, 5, 9)),
        ("1 week", date(2024, 5, 6)),
        ("1 month", date(2024, 5, 29)),
    ],
)
def test_a_stretch_ends_on_a_day_on_which_people_work(span: str, day: date) -> None:
    assert spans.after(date(2024, 4, 29), span) == day


def test_a_month_without_that_day_gives_its_last() -> None:
    assert spans.after(date(2024, 1, 31), "1 month") == date(2024, 2, 29)


RIGHT = """
title = { zh = "快", en = "quick" }
about = { zh = "快", en = "quick" }
stages = [{ within = "1 working day", title = { zh = "一", en = "one" } }]
[sizes.ordinary]
within = "5 working days"
title = { zh = "一般", en = "ordinary" }
"""


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"5 working days"', '"soon"', "is no stretch of time"),
        ('"5 working days"', '"0 days"', "sizes.ordinary ends before its last stage"),
        ("[sizes.ordinary]", "[extra.ordinary]", "sizes"),
        ('{ zh = "快", en = "quick" }', '"quick"', "title"),
        ("within =", "in =", "within"),
    ],
)
def test_a_broken_preset_is_refused_with_its_name(
    tmp_path: Path, old: str, new: str, why: str
) -> None:
    (tmp_path / "quick.toml").write_text(RIGHT, encoding="utf-8")
    assert list(preset.shelf(tmp_path)) == ["quick"]
    (tmp_path / "quick.toml").write_text(RIGHT.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"quick\.toml.*{why}"):
        preset.shelf(tmp_path)


def test_the_rhythm_that_the_how_to_shows_is_taken(tmp_path: Path) -> None:
    text = (HOW_TO / "keep-time.md").read_text(encoding="utf-8").split("```toml\n")[2]
    (tmp_path / "quick.toml").write_text(text.partition("```")[0], encoding="utf-8")
    assert preset.days(preset.shelf(tmp_path)["quick"], MONDAY, "ordinary").due == date(2024, 3, 7)
