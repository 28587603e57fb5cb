"""Adding a screen, a category, a drive and a language takes one file each and no edit elsewhere.

The files are the fenced blocks of the how-tos: what people are told to write is what is tried here,
in a copy of the package, through every door at which they would look.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sunledger
from sunledger.core.catalogue import load
from sunledger.core.texttable import read as read_table
from sunledger.disclosure.category import Category
from tests.reading import read_text
from tests.test_catalogue_categories import shown

PACKAGE = Path(sunledger.__file__).parent
ROOT = PACKAGE.parent
HOW_TO = ROOT / "docs" / "how-to"
NEW = {
    "screening/screens/round_sums.py": ("add-a-screen.md", "python"),
    "disclosure/catalogue/clinic-payments.toml": ("add-a-category.md", "toml"),
    "drives/catalogue/wells.toml": ("add-a-drive.md", "toml"),
}


def block(document: str, language: str) -> str:
    """Return the first block of a language in a how-to, without the indent of a list."""
    text = (HOW_TO / document).read_text(encoding="utf-8")
    found = re.search(rf"^( *)```{language}\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    assert found, f"{document} has no block of {language}"
    indent, inside = found.groups()
    return re.sub(rf"^{indent}", "", inside, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the doors of a site say after the files were put on its shelves."""
    folder = tmp_path_factory.mktemp("shelves")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, folder / "sunledger", ignore=ignored)
    for name, (document, language) in NEW.items():
        (folder / "sunledger" / name).write_text(block(document, language), encoding="utf-8")
    french = folder / "sunledger" / "locale" / "fr" / "LC_MESSAGES"
    french.mkdir(parents=True)
    (french / "django.po").touch()
    (folder / "mysite.py").write_text(block("add-a-language.md", "python"), encoding="utf-8")
    home = folder / "home"
    home.mkdir()
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        "SUNLEDGER_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "mysite",
        "LC_ALL": "C.UTF-8",
        "SUNLEDGER_HOSTS": "testserver",
    }
    environment.pop("DATABASE_URL", None)
    script = shutil.copy(ROOT / "tests" / "shelves_tour.py", folder / "shelves_tour.py")
    done = subprocess.run(
        [sys.executable, "-W", "error", script, str(home)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads((home / "tour.json").read_text(encoding="utf-8"))
    return answer


def test_a_screen_is_one_file_that_is_found_and_whose_examples_run(tour: dict[str, Any]) -> None:
    assert tour["examples"] == []
    assert "A large, round amount" in tour["pages"]["/en/screens/"]
    assert "Advances, instalments and grants" in tour["pages"]["/en/screens/round_sums/"]
    assert "大额整数付款" in tour["pages"]["/screens/round_sums/"]


def test_a_category_is_one_file_that_pages_and_clerks_see(tour: dict[str, Any]) -> None:
    assert "clinic-payments" in tour["form"]
    assert "Payments of a village clinic" in tour["pages"]["/en/categories/"]
    assert "Day paid" in tour["pages"]["/en/categories/clinic-payments/"]


def test_the_new_screen_looks_at_sheets_of_the_new_category(tour: dict[str, Any]) -> None:
    summary = json.dumps(tour["report"]["summary"])
    assert "clinic-payments" in summary
    assert "round_sums" in summary
    found = [line for line in tour["report"]["leads"].splitlines() if "round_sums" in line]
    assert len(found) == 1
    assert "青泉医药有限公司" in found[0]
    assert "CNY 400,000.00" in found[0]


def test_a_drive_is_one_file_with_a_page_and_figures(tour: dict[str, Any]) -> None:
    assert "A hundred wells" in tour["pages"]["/en/drives/"]
    assert "wells put right, and found so by another unit" in tour["pages"]["/en/drives/wells/"]


def test_the_reference_shows_what_was_added(tour: dict[str, Any]) -> None:
    pages = tour["reference"]
    assert "two hundred thousand to the yuan" in pages["screens/round_sums.md"]
    assert "大额整数付款" in pages["screens/round_sums.zh.md"]
    assert "药品名称" in pages["categories/clinic-payments.md"]
    assert "A hundred wells" in pages["drives.md"]


def test_a_language_is_one_file_and_one_row(tour: dict[str, Any]) -> None:
    page = tour["pages"]["/fr/"]
    assert '<html lang="fr">' in page
    assert "Aller au contenu" in page
    assert "Français" in tour["pages"]["/en/screens/"]
    assert "阳光台账" in page  # not yet translated, so in the site's own language


def test_the_category_of_the_how_to_reads_its_example(tmp_path: Path) -> None:
    file = tmp_path / "clinic-payments.toml"
    file.write_text(block("add-a-category.md", "toml"), encoding="utf-8")
    category = load(tmp_path, Category)["clinic-payments"]
    for example in category.examples:
        result = read_text(example.sheet, category)
        for row in read_table(example.kept):
            line = int(row.pop("line"))
            assert {name: shown(result, category, name, line) for name in row} == row
