"""Shared tables have their room only as long as a screen that is still to come asks them."""

from pathlib import Path
from typing import Any

import pytest

from sunledger.screening.procurement import run
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shared import SHARED, names_in
from sunledger.screening.procurement.shelf import ALL
from tests.both_engines import tables
from tests.wild_releases import wild


@pytest.fixture(scope="module")
def folder(tmp_path_factory: Any) -> Path:
    return tables(tmp_path_factory.mktemp("held") / "t", wild(3, 60))


def _said(found: Any) -> tuple[Any, str]:
    return found.flags.to_pylist(), repr(sorted(found.rates))


def test_screens_say_the_same_in_any_order_and_a_second_time(folder: Path) -> None:
    with run.opened(folder, Settings()) as asked:
        first = _said(run.found(asked, ALL))
        assert not asked.ready & SHARED.keys()
        assert _said(run.found(asked, ALL[::-1])) == first


def test_every_screen_finds_alone_what_it_finds_among_all(folder: Path) -> None:
    with run.opened(folder, Settings()) as asked:
        among = {one.screen + one.group: repr(one) for one in run.found(asked, ALL).rates}
        for screen in ALL:
            for rate in run.found(asked, [screen]).rates:
                assert repr(rate) == among[rate.screen + rate.group]


def test_a_large_table_is_gone_before_the_next_is_made(folder: Path) -> None:
    made: list[set[str]] = []

    class Heard(run.Asked):
        def make(self, name: str, sql: str) -> None:
            super().make(name, sql)
            made.append(self.ready - self.left | {name})

    with run.opened(folder, Settings()) as asked:
        asked.__class__ = Heard
        run.found(asked, ALL)
    assert {"submitted", "signed", "bought"} == set().union(*made) & {
        "submitted",
        "signed",
        "bought",
    }
    assert not [one for one in made if "submitted" in one and {"signed", "bought"} & one]


def test_the_tables_that_a_statement_names_are_known() -> None:
    assert names_in("SELECT who FROM submitted JOIN firms USING (firm)") == {"submitted", "firms"}
