"""Run inside a copy of the package with new files on its shelves: prints what came of each.

The files are those that the how-tos tell people to write. Nothing else in the copy is touched.
"""

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import django

SHEET = """\
支付日期,单据号,供货单位,药品名称,药费
2026-03-04,记-1,青泉医药有限公司,常用药,"400,000.00"
2026-03-05,记-2,白溪医药有限公司,疫苗,"187,312.50"
"""


def tour(home: Path) -> dict[str, Any]:
    """Return what each door says about what was added."""
    django.setup()
    from django.core.management import call_command

    call_command("messages", "update", stdout=StringIO())
    _translate("Skip to the content", "Aller au contenu")
    call_command("messages", "compile", stdout=StringIO())
    call_command("migrate", verbosity=0)
    call_command("reference", out=home / "reference", stdout=StringIO())
    return {
        "examples": _examples(),
        "pages": _pages(),
        "reference": _reference(home / "reference"),
        "report": _report(home),
        "form": _categories_of_the_desk(),
    }


def _translate(english: str, french: str) -> None:
    from sunledger.web import messages

    path = messages.files()["fr"]
    entry = f'msgid "{english}"\nmsgstr "'
    text = path.read_text(encoding="utf-8")
    assert f'{entry}"' in text
    path.write_text(text.replace(entry, entry + french), encoding="utf-8")


def _examples() -> list[str]:
    """Return what is wrong with the examples of the new screen."""
    from sunledger.screening import examples
    from sunledger.screening.screen import shelf

    return examples.check(shelf()["round_sums"])


def _pages() -> dict[str, str]:
    """Return the pages on which people would look."""
    from django.test import Client

    client = Client()
    found = {}
    for path in (
        "/en/screens/",
        "/en/screens/round_sums/",
        "/screens/round_sums/",
        "/en/categories/",
        "/en/categories/clinic-payments/",
        "/en/drives/",
        "/en/drives/wells/",
        "/fr/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        found[path] = answer.content.decode()
    return found


def _reference(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in folder.rglob("*.md")
    }


def _report(home: Path) -> dict[str, Any]:
    """Return what the analyst's command makes of a sheet of the new category."""
    from django.core.management import call_command

    sheet = home / "clinic.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    call_command("screen", str(sheet), out=home / "report", jobs=1, stdout=StringIO())
    leads = (home / "report" / "leads.csv").read_text(encoding="utf-8-sig")
    summary = json.loads((home / "report" / "summary.json").read_text(encoding="utf-8"))
    return {"summary": summary, "leads": leads}


def _categories_of_the_desk() -> list[str]:
    """Return what a clerk may hand in."""
    from sunledger.disclosure.category import CATEGORIES

    return list(CATEGORIES)


if __name__ == "__main__":
    there = Path(sys.argv[1])
    result = tour(there)
    (there / "tour.json").write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
