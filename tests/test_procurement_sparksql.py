"""Statements of the screens of procurement, written for Spark; their rows are for long tests."""

from dataclasses import replace

import pytest

from sunledger.core.problem import Refused
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shared import SHARED, filled
from sunledger.screening.procurement.shelf import ALL
from sunledger.screening.procurement.sparksql import letters, spaces, translated

ODD = "it's \\ ${x} “两”"
SET = replace(
    Settings(),
    no_price_comparison=frozenset({ODD}),
    excluded=frozenset({ODD}),
    days_of={ODD: 3},
    methods_with_days=frozenset({ODD}),
    grounds=frozenset({ODD}),
)


@pytest.mark.parametrize("settings", [Settings(), Settings(compatible=True), SET])
def test_every_word_of_every_statement_is_known(settings: Settings) -> None:
    """One that is not would be refused where it is run; better here, before that."""
    questions = [one for screen in ALL for one in screen.questions]
    asked = [one.statement(compatible=settings.compatible) for one in questions]
    for sql in (*SHARED.values(), *asked):
        assert translated(filled(sql, settings, "CNY"))


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("SELECT md5(name) FROM bids", "MD5"),
        ("SELECT quantile_cont(amount, 0.9) FROM bids", "QUANTILE"),
        ("SELECT list(who) FROM bids", "ARRAY_AGG"),
        ("SELECT sum(amount) FROM bids QUALIFY lot = 1", "QUALIFY"),
        ("SELECT DISTINCT ON (who) amount FROM bids", "DISTINCT ON"),
        ("SELECT amount FROM bids ASOF JOIN awards USING (at)", "ASOF"),
        ("SELECT CAST(amount AS DECIMAL(9, 2)) FROM bids", "DECIMAL"),
        ("SELECT CAST(at AS DATE) FROM bids", "DATE"),
        ("SELECT trim(name, 'x') FROM bids", "TRIM"),
        ("SELECT amount // 2 FROM bids", "//"),
        ("SELECT amount FROM bids LIMIT 3", "LIMIT"),
        ("SELECT * REPLACE (lot AS who) FROM bids", ""),
        ("SELECT * EXCLUDE (lot) FROM bids", ""),
        ("SELECT COLUMNS('a.*') FROM bids", "COLUMNS"),
        ("SELECT x FROM bids, UNNEST([1, 2]) AS u(x)", ""),
        ("SELECT lot FROM bids GROUP BY ROLLUP (lot)", "ROLLUP"),
        ("SELECT amount FROM bids UNION ALL BY NAME SELECT amount FROM awards", "BY NAME"),
    ],
)
def test_a_word_that_nobody_has_looked_at_is_refused(sql: str, word: str) -> None:
    with pytest.raises(Refused, match=f"(?i){word}.* has not been checked"):
        translated(sql)


def test_texts_stay_what_they_are() -> None:
    assert translated("SELECT 'it''s' AS a, 'a\\n' AS b") == r"SELECT 'it\'s' AS `a`, 'a\\n' AS `b`"


def test_nulls_are_last_in_both_engines() -> None:
    assert "`day` NULLS LAST" in translated("SELECT lag(a) OVER (ORDER BY day) FROM bids")


def test_large_letters_and_spaces_are_those_of_duckdb() -> None:
    large, small = letters()
    known = dict(zip(large, small, strict=True))
    assert (known["A"], known["Ω"], known["İ"], known["Ａ"]) == ("a", "ω", "i", "ａ")
    assert {" ", "\u3000", "\xa0"} <= set(spaces())
    assert "\t" not in spaces()
