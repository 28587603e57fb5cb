"""What a sheet leaves open, as a page asks it, and the answer as it comes back."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Upload, UploadState
from sunledger.disclosure.shape import Field
from sunledger.web.templatetags.sun import say


class AskedColumn(NamedTuple):
    """A column whose field somebody has to say."""

    name: str  # of the form's field
    heading: str
    letter: str
    samples: list[str]
    field: str  # what it is taken for


class AskedSheet(NamedTuple):
    """A sheet that may be meant."""

    name: str
    hidden: bool
    chosen: bool
    fits: bool
    missing: str
    columns: list[AskedColumn]


def question_of(upload: Upload) -> dict[str, Any] | None:
    """Return what is asked about a sheet, if anything is."""
    if upload.state != UploadState.ASKED:
        return None
    sheets = upload.question.get("sheets", [])
    titles = {one.name: one.title for one in _fields(upload)}
    any_fits = any(one["fits"] for one in sheets)
    shown = []
    for number, one in enumerate(sheets):
        chosen = (one["fits"] and not one["hidden"]) if any_fits else number == 0
        missing = ", ".join(say(titles[name]) for name in one["missing"] if name in titles)
        columns = _columns(upload, number, one)
        shown.append(AskedSheet(one["name"], one["hidden"], chosen, one["fits"], missing, columns))
    fields: list[tuple[str, str, bool]] = [_choice(field) for field in _fields(upload)]
    return {"sheets": shown, "several": len(sheets) > 1, "fields": fields}


def _fields(upload: Upload) -> tuple[Field, ...]:
    """Return the fields of a sheet's item; none, when it was taken out of its pack since."""
    shape = CATEGORIES.get(upload.category)
    return shape.fields if shape else ()


def _choice(field: Field) -> tuple[str, str, bool]:
    return field.name, say(field.title), field.required


def _columns(upload: Upload, number: int, sheet: dict[str, Any]) -> list[AskedColumn]:
    """Return the columns of a sheet, each with what it is taken for or was by another unit."""
    proposed = upload.question.get("proposed", {})
    return [
        AskedColumn(
            f"column-{number}-{place}",
            one["heading"],
            one["letter"],
            one["samples"],
            one["field"] or proposed.get(one["heading"], "") or proposed.get(one["letter"], ""),
        )
        for place, one in enumerate(sheet["columns"])
    ]


def said_of(upload: Upload) -> list[tuple[str, str]]:
    """Return what was said about the headings of a sheet that was read, now or months ago."""
    if upload.state not in (UploadState.TAKEN, UploadState.REFUSED, UploadState.OFFERED):
        return []
    titles = {one.name: say(one.title) for one in _fields(upload)}
    pairs = [(heading, titles.get(name, name)) for heading, name in upload.mapping.items()]
    return [*pairs, *((name, _("is read")) for name in upload.sheets)]


def answered(upload: Upload, given: QueryDict) -> dict[str, Any]:
    """Return the sheets that were chosen and the fields that were named."""
    names = set(given.getlist("sheet"))
    sheets = upload.question.get("sheets", [])
    chosen = [one["name"] for one in sheets if one["name"] in names]
    known = {one.name for one in _fields(upload)}
    mapping: dict[str, str] = {}
    for number, sheet in enumerate(sheets):
        if len(sheets) > 1 and sheet["name"] not in names:
            continue
        times = Counter(one["heading"] for one in sheet["columns"])
        for place, one in enumerate(sheet["columns"]):
            field = given.get(f"column-{number}-{place}", "")
            if field not in known or field == one["field"]:
                continue
            whole = times[one["heading"]] == 1 and "*" not in one["heading"]
            mapping[one["heading"] if one["heading"] and whole else one["letter"]] = field
    return {"mapping": mapping, "sheets": chosen}
