"""Run where jsonschema is: says what in files of OCDS the published schema does not allow.

The schema of the standard's release and package, 1.1.5, is read out of two source archives of the
standard's own tools; the two extensions that Sunledger names are written down below in few words.
Beside what the schema refuses, a field that it does not know is told: it is lost on other readers.

Usage: ocds_check.py FOLDER-OF-ARCHIVES FILE …; a `.jsonl` holds a release a line.
"""

import json
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import referencing
from referencing.jsonschema import DRAFT4

BASE = "https://standard.open-contracting.org/schema/1__1__5"
HELD = {  # the schema, and in which archive it lies
    f"{BASE}/release-schema.json": "ocdsextensionregistry-*/release-schema.json",
    f"{BASE}/release-package-schema.json": "ocdskit-*/release-package-schema.json",
}
VALUE, DAY = {"$ref": "#/definitions/Value"}, {"type": ["string", "null"], "format": "date-time"}
ORGANISATIONS = {"type": "array", "items": {"$ref": "#/definitions/OrganizationReference"}}
BID = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": ["string", "integer"]},
        "date": DAY,
        "status": {"enum": ["invited", "pending", "valid", "disqualified", "withdrawn", None]},
        "tenderers": ORGANISATIONS,
        "value": VALUE,
    },
}
# "Bid statistics and details" 1.1.5 and "Contract completion", as far as they are used.
ADDED: dict[str, dict[str, Any]] = {
    "Award": {"relatedBid": {"type": ["string", "integer", "null"]}},
    "Implementation": {"endDate": DAY, "finalValue": VALUE},
}
Json = dict[str, Any]


def schemas(folder: Path) -> dict[str, Json]:
    """Return the schema of the release, with its extensions, and that of the package."""
    found = {}
    for uri, where in HELD.items():
        archive, name = where.split("/")
        with tarfile.open(next(folder.glob(f"{archive}.tar.gz"))) as packed:
            (member,) = (
                one for one in packed.getnames() if one.endswith(f"/tests/fixtures/{name}")
            )
            text = packed.extractfile(member)
            assert text is not None
            found[uri] = json.load(text)
        assert found[uri]["id"] == uri, f"{archive} holds another schema: {found[uri]['id']}"
    release = found[f"{BASE}/release-schema.json"]
    for name, properties in ADDED.items():
        release["definitions"][name]["properties"] |= properties
    release["definitions"]["Bid"] = BID
    details = {"type": "array", "items": {"$ref": "#/definitions/Bid"}}
    release["properties"]["bids"] = {"type": "object", "properties": {"details": details}}
    return found


def refused(value: Json, schema: Json, known: dict[str, Json]) -> Iterator[str]:
    """Give what the schema does not allow."""
    resources = [(uri, DRAFT4.create_resource(one)) for uri, one in known.items()]
    registry: Any = referencing.Registry().with_resources(resources)
    formats = jsonschema.FormatChecker(["date-time", "uri"])
    for name, bad in (("date-time", "2024-03-01"), ("uri", "no uri")):
        assert not formats.conforms(bad, name), f"{name} is not looked at"
    validator = jsonschema.Draft4Validator(schema, registry=registry, format_checker=formats)
    for error in validator.iter_errors(value):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"


def unknown(value: Any, schema: Json, release: Json, path: str = "") -> Iterator[str]:
    """Give the paths of fields that the schema of the release does not know."""
    if "$ref" in schema:
        schema = release["definitions"][schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, list):
        for one in value:
            yield from unknown(one, schema.get("items", {}), release, path)
    elif isinstance(value, dict) and "properties" in schema:
        for name, one in value.items():
            if name in schema["properties"]:
                yield from unknown(one, schema["properties"][name], release, f"{path}/{name}")
            elif not name.startswith("x_"):
                yield f"{path}/{name}: no such field"


def wrong(file: Path, known: dict[str, Json]) -> tuple[int, list[str]]:
    """Return how many releases a file holds, and what is wrong with it."""
    release = known[f"{BASE}/release-schema.json"]
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".jsonl":
        releases = [json.loads(line) for line in text.splitlines()]
        found = [said for one in releases for said in refused(one, release, known)]
    else:
        whole = json.loads(text)
        releases = whole["releases"]
        found = list(refused(whole, known[f"{BASE}/release-package-schema.json"], known))
    found += [said for one in releases for said in unknown(one, release, release)]
    return len(releases), sorted(set(found))


if __name__ == "__main__":
    published = schemas(Path(sys.argv[1]))
    bad = []
    for name in sys.argv[2:]:
        many, trouble = wrong(Path(name), published)
        sys.stdout.write(f"{Path(name).name}: {many} releases\n")
        bad += [f"{Path(name).name}: {one}" for one in trouble]
    sys.exit("\n".join(bad) or 0)
