"""Drives: one file each, and every figure is its items."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import sunledger
from sunledger.core.catalogue import CatalogueError
from sunledger.drives.drive import DRIVES, SHELF, Drive, shelf
from sunledger.drives.figures import PARTS, Figure, figures
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from tests.cast import Cast, at, day
from tests.ledger_story import answered, assigned, closed, opened, paper, recovered, verified

# The drive of a hundred wells, as the how-to tells people to write it.
HOW_TO = Path(__file__).resolve().parents[1] / "docs" / "how-to" / "add-a-drive.md"
NEW = HOW_TO.read_text(encoding="utf-8").split("```toml")[1].split("```")[0]


@pytest.fixture
def drive(tmp_path: Path) -> Drive:
    """The drive of a hundred wells, made of its one file."""
    (tmp_path / "wells.toml").write_text(NEW, encoding="utf-8")
    return shelf(tmp_path)["wells"]


def told(drive: Drive) -> dict[str, Figure]:
    return {figure.key: figure for figure in figures(drive, day(20))}


def the_parts_add_up(seen: dict[str, Figure]) -> None:
    """See that the parts of every number that has parts add up to it."""
    for whole, ways in PARTS.items():
        for parts in ways:
            assert sum(seen[one.key].value for one in parts) == seen[whole].value, whole
    ages = [seen[key].value for key in ("age_30", "age_90", "age_180", "age_over")]
    assert sum(ages) == seen["open"].value


def test_the_three_drives_of_ten_thousand_are_on_the_shelf() -> None:
    thousands = {"business-environment", "micro-corruption", "petitions"}
    assert thousands | {"breakthroughs"} <= set(DRIVES)
    targets = [DRIVES[code].target for code in thousands]
    assert {target.count for target in targets if target} == {10_000}


def test_no_kind_of_item_belongs_to_two_drives() -> None:
    kinds = [kind for drive in DRIVES.values() for kind in drive.kinds]
    assert len(kinds) == len(set(kinds))


def test_adding_a_drive_takes_one_file_and_no_edit_elsewhere(tmp_path: Path) -> None:
    package = Path(sunledger.__file__).parent
    copy = tmp_path / "sunledger"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", "static"))
    (copy / SHELF.relative_to(package) / "wells.toml").write_text(NEW, encoding="utf-8")
    look = (
        "import django; django.setup()\n"
        "from sunledger.drives.drive import DRIVES; print(DRIVES['wells'].title.en)"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "sunledger.settings", "SUNLEDGER_SECRET_KEY": "x" * 50}
    done = subprocess.run(
        [sys.executable, "-c", look],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "", "SUNLEDGER_HOME": str(tmp_path)} | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("A hundred wells\n", "")


@pytest.mark.parametrize(
    ("line", "instead", "sentence"),
    [
        ("ends = 2024-12-31", "ends = 2023-12-31", "starts 2024-01-01 after it ends 2023-12-31"),
        ("count = 100", "count = 0", "a target of 0 items is none"),
        ("kinds = ", "kind = ", "“kind” is not a word of this catalogue"),
    ],
)
def test_a_bad_drive_file_is_refused_with_its_name_and_what_is_wrong(
    tmp_path: Path, line: str, instead: str, sentence: str
) -> None:
    (tmp_path / "oops.toml").write_text(NEW.replace(line, instead), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"oops\.toml") as caught:
        shelf(tmp_path)
    assert sentence in str(caught.value)


def test_an_item_belongs_by_name_or_by_kind_and_never_to_two(cast: Cast, drive: Drive) -> None:
    by_name = opened(cast, drive="wells", kind="")
    by_kind = opened(cast, kind="well")
    opened(cast, drive="petitions", kind="well")  # named for another drive
    opened(cast)
    assert set(drive.items(day())) == {by_name, by_kind}
    assert not drive.items(day(-1)).exists()


def test_every_figure_equals_the_items_behind_it_and_the_parts_add_up(
    cast: Cast, drive: Drive
) -> None:
    for make in (opened, assigned, assigned, answered, verified, closed, closed):
        make(cast, drive="wells")
    ledger.reopen(
        item=Item.objects.filter(state="closed")[0], reason="又坏了。", by=cast.lead, at=at(9)
    )
    seen = told(drive)
    for figure in seen.values():
        if figure.unit == "items":
            assert figure.value == figure.rows.count(), figure.key
    assert seen["items"].value == 8
    the_parts_add_up(seen)
    assert seen["closed"].value == 2
    assert (seen["reopened"].value, seen["reopened"].of, seen["reopened"].share) == (1, 2, 0.5)
    assert (seen["overdue"].value, seen["overdue"].of) == (2, 2)
    # What was opened anew is not done twice, nor done while it is open again.
    assert (seen["put_right"].value, seen["done"].value) == (2, 1)
    assert (seen["target"].value, seen["target"].of) == (1, 100)


def test_every_figure_has_a_definition_and_every_share_says_of_what(
    cast: Cast, drive: Drive
) -> None:
    closed(cast, drive="wells")
    for figure in figures(drive, day(20)):
        assert str(figure.definition)
        assert (figure.of is None) == (not figure.of_definition)


def test_the_age_of_what_is_open_is_told_in_days(cast: Cast, drive: Drive) -> None:
    assert told(drive)["oldest"].value == 0
    for age in (0, 5, 9):
        ledger.open_item(
            source="x",
            title="井",
            problem="坏了",
            unit=cast.village,
            by=cast.lead,
            at=at(20 - age),
            drive="wells",
        )
    seen = told(drive)
    assert (seen["median_age"].value, seen["oldest"].value, seen["oldest"].of) == (5, 9, 3)
    assert seen["median_age"].rows.count() == 2


def test_money_stands_in_three_columns_by_currency(cast: Cast, drive: Drive) -> None:
    item = assigned(cast, drive="wells", found_amount=500, future_amount=70)
    recovered(cast, item, 200, paper(cast, item, kind="receipt"))
    recovered(cast, item, 100, paper(cast, item, kind="receipt"))
    opened(cast, drive="wells", found_amount=9, currency="GBP")
    money = [
        (figure.key, figure.currency, figure.value, figure.rows.count())
        for figure in figures(drive, day(20))
        if figure.unit == "money"
    ]
    assert money == [
        ("found", "CNY", 500, 1),
        ("found", "GBP", 9, 1),
        ("recovered", "CNY", 300, 1),
        ("future", "CNY", 70, 1),
    ]


def test_a_batch_has_the_figures_of_its_own_time(cast: Cast) -> None:
    drive = DRIVES["business-environment"]
    closed(cast, drive=drive.code)
    first, second = (
        {figure.key: figure.value for figure in figures(drive, date(2027, 1, 1), batch)}
        for batch in drive.batches
    )
    assert (first["items"], first["closed"], second["items"]) == (1, 1, 0)
    assert "target" not in first
