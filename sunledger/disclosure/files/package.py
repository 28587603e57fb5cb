"""What goes with the files so that programs understand them: Frictionless and DCAT descriptions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sunledger.disclosure.category import Category, Field
from sunledger.disclosure.files.arrow import AFTER, BEFORE, column_of

KINDS = {
    "raw.csv": "text/csv",
    "spreadsheet.csv": "text/csv",
    "lines.json": "application/json",
    "lines.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "lines.parquet": "application/vnd.apache.parquet",
}
_TYPES = {"money": "number", "number": "number", "whole": "integer", "day": "date"}
_OWN = {
    "code": ("string", "编号", "Code of the line, for ever"),
    "unit": ("string", "单位代码", "Code of the unit"),
    "unit_name": ("string", "单位", "Unit"),
    "sheet": ("string", "表编号", "Code of the sheet"),
    "period": ("string", "期间", "Period"),
    "line": ("integer", "行", "Line of the sheet"),
    "currency": ("string", "币种", "Currency, ISO 4217"),
    "leaf": ("integer", "存证序号", "Entry of the log"),
}


def data_package(shape: Category, name: str, title: str, file: str) -> dict[str, Any]:
    """Return the description of a raw CSV file by the Frictionless data package standard."""
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "version": shape.version,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "lines",
                "path": file,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "doubleQuote": True, "header": True},
                "schema": schema(shape),
            }
        ],
    }


def schema(shape: Category) -> dict[str, Any]:
    """Return the columns of the raw CSV file of a category."""
    before = [_own(name) for name in BEFORE]
    return {
        "fields": [*before, *map(_field, shape.fields), *(_own(name) for name in AFTER)],
        "primaryKey": "code",
        "missingValues": [""],
    }


def _own(name: str) -> dict[str, Any]:
    kind, chinese, english = _OWN[name]
    return {"name": name, "type": kind, "title": f"{chinese} / {english}"}


def _field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column_of(field),
        "type": _TYPES.get(field.kind, "string"),
        "title": f"{field.title.zh} / {field.title.en}",
    }
    if field.choices:
        found["constraints"] = {"enum": [choice.code for choice in field.choices]}
    return found


def catalogue(site: str, title: str, shapes: Iterable[tuple[Category, str, str]]) -> dict[str, Any]:
    """Return the DCAT catalogue of a site: each category with its page and where its files lie."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@type": "dcat:Catalog",
        "@id": site,
        "dct:title": title,
        "foaf:homepage": {"@id": site},
        "dcat:dataset": [_dataset(*one) for one in shapes],
    }


def _dataset(shape: Category, page: str, files: str) -> dict[str, Any]:
    """Return one category; `files` is the address before a file's name."""
    return {
        "@type": "dcat:Dataset",
        "@id": page,
        "dct:identifier": shape.code,
        "dct:title": [
            {"@language": "zh", "@value": shape.title.zh},
            {"@language": "en", "@value": shape.title.en},
        ],
        "dct:description": [
            {"@language": "zh", "@value": shape.basis.zh},
            {"@language": "en", "@value": shape.basis.en},
        ],
        "dcat:landingPage": {"@id": page},
        "dcat:version": shape.version,
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "@id": f"{files}{name}",
                "dcat:downloadURL": {"@id": f"{files}{name}"},
                "dcat:mediaType": kind,
                "dct:title": name,
            }
            for name, kind in KINDS.items()
        ],
    }
