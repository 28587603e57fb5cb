"""Releases of one process become one, as the standard's reference implementation merges them."""

import json
import warnings
from pathlib import Path
from typing import Any

import ocdsmerge
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.screening.ocds.merging import RULES, Version, merged, of_versions

# As the reference implementation derives them from the release schemas 1.1 and 1.0.
WHOLE_1_1 = """
awards/amendment/changes awards/amendments/changes awards/items/additionalClassifications
awards/suppliers/additionalIdentifiers buyer/additionalIdentifiers contracts/amendment/changes
contracts/amendments/changes contracts/implementation/transactions/payee/additionalIdentifiers
contracts/implementation/transactions/payer/additionalIdentifiers
contracts/items/additionalClassifications contracts/relatedProcesses/relationship
parties/additionalIdentifiers parties/roles relatedProcesses/relationship
tender/additionalProcurementCategories tender/amendment/changes tender/amendments/changes
tender/items/additionalClassifications tender/procuringEntity/additionalIdentifiers
tender/submissionMethod tender/tenderers/additionalIdentifiers
"""
WHOLE_1_0 = """
awards/amendment/changes awards/items/additionalClassifications awards/suppliers
buyer/additionalIdentifiers contracts/amendment/changes contracts/items/additionalClassifications
tender/amendment/changes tender/items/additionalClassifications
tender/procuringEntity/additionalIdentifiers tender/submissionMethod tender/tenderers
"""


def reference(releases: list[dict[str, Any]], version: Version) -> dict[str, Any]:
    """Return what the reference implementation makes of the releases."""
    whole = {"1.1": WHOLE_1_1, "1.0": WHOLE_1_0}[version].split()
    rules = {tuple(path.split("/")): "wholeListMerge" for path in whole}
    rules |= {(name,): "omitWhenMerged" for name in ("id", "date", "tag")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made: dict[str, Any] = ocdsmerge.Merger(merge_rules=rules).create_compiled_release(releases)
    return {name: value for name, value in made.items() if value is not None}


WORDS = st.sampled_from(["", "石料", "asphalt", "éclairage"])
PLAIN = st.one_of(st.none(), WORDS, st.integers(0, 3), st.booleans())
IDS = st.sampled_from(["1", "2", 3, "a/b"])


def fields(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects of which each field may be missing."""
    return st.fixed_dictionaries({}, optional=more)


def objects(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return arrays of objects with ids, and now and then one without."""
    return st.lists(fields(id=IDS, **more), max_size=3)


REFERENCES = st.lists(fields(id=IDS, scheme=WORDS), max_size=2)
ORGANISATION = {"name": PLAIN, "additionalIdentifiers": REFERENCES, "address": fields(region=PLAIN)}
ITEMS = objects(quantity=PLAIN, additionalClassifications=REFERENCES, unit=fields(name=PLAIN))
CHANGES = objects(changes=st.lists(fields(property=PLAIN), max_size=2), rationale=PLAIN)
CONTENT = {
    "language": PLAIN,
    "parties": objects(roles=st.lists(WORDS, max_size=2), **ORGANISATION),
    "buyer": fields(id=IDS, **ORGANISATION),
    "tender": fields(
        id=IDS,
        title=PLAIN,
        submissionMethod=st.lists(WORDS, max_size=2),
        tenderers=objects(**ORGANISATION),
        items=ITEMS,
        amendments=CHANGES,
        value=fields(amount=PLAIN, currency=PLAIN),
    ),
    "awards": objects(status=PLAIN, suppliers=objects(name=PLAIN), items=ITEMS),
    "contracts": objects(implementation=fields(transactions=objects(payer=fields(**ORGANISATION)))),
    "bids": fields(details=objects(value=fields(amount=PLAIN), tenderers=objects(name=PLAIN))),
    "local:lists": st.lists(st.one_of(WORDS, st.lists(WORDS, max_size=1)), max_size=2),
}
DAYS = [f"2024-0{month}-01T00:00:00Z" for month in range(1, 7)]


@st.composite
def some_releases(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw up to four releases of one process, a month between each."""
    many = draw(st.integers(1, 4))
    bodies = [draw(fields(**CONTENT)) for _ in range(many)]
    head = {"ocid": "ocds-1", "tag": ["tender"]}
    return [
        head | {"id": str(number), "date": DAYS[number]} | body
        for number, body in enumerate(bodies)
    ]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@given(releases=some_releases())
def test_any_releases_merge_as_the_reference_merges_them(
    version: Version, releases: list[dict[str, Any]]
) -> None:
    before = json.dumps(releases)
    assert merged(releases, version).value == reference(releases, version)
    assert json.dumps(releases) == before


@pytest.mark.parametrize(("version", "known"), [("1.1", WHOLE_1_1), ("1.0", WHOLE_1_0)])
def test_the_rules_are_those_of_the_schemas(version: Version, known: str) -> None:
    rules = RULES[version]
    assert {"/".join(path) for path, rule in rules.items() if rule == "whole"} == set(known.split())


def one(**more: Any) -> dict[str, Any]:
    """Return a release with a day, and what else is given."""
    return {"ocid": "ocds-1", "id": "1", "date": "2024-01-01", **more}


def test_a_null_takes_a_value_away_and_nothing_takes_nothing_away() -> None:
    first = one(tender={"title": "road", "status": "active"})
    assert merged([first, one(tender={"title": None})]).value["tender"] == {"status": "active"}
    assert merged([first, one(tender={})]).value["tender"] == first["tender"]


def test_what_has_no_id_is_another_object_each_time_and_a_null_is_no_id() -> None:
    lines = [{"description": "sand"}]
    for released in (lines, [{"id": None, "description": "sand"}]):
        both = merged([one(tender={"items": released})] * 2).value["tender"]["items"]
        assert both == lines * 2


def test_ids_that_several_objects_of_one_release_share_are_named() -> None:
    awards = [{"id": "1", "title": "a"}, {"id": 1, "status": "active"}, {"id": "2"}]
    result = merged([one(awards=awards)])
    assert result.shared == ("awards: 1",)
    assert result.value["awards"][0] == {"id": "1", "title": "a", "status": "active"}


def test_where_the_kind_of_a_value_changed_the_later_holds() -> None:
    steps = [one(buyer="Office"), one(buyer={"id": "1"}), one(buyer=[{"id": "2"}])]
    assert merged(steps[:2]).value["buyer"] == {"id": "1"}
    assert merged(steps).value["buyer"] == [{"id": "2"}]
    assert merged([*steps, one(buyer={"name": "n"})]).value["buyer"] == {"name": "n"}


def test_a_versioned_release_is_its_last_values() -> None:
    def was(value: Any, date: str) -> dict[str, Any]:
        return {"releaseID": "1", "releaseDate": date, "releaseTag": ["tender"], "value": value}

    title = [was("road", "2024-01-01T00:00:00+08:00"), was("bridge", "2024-01-01T00:00:00Z")]
    versioned = {
        "ocid": "ocds-1",
        "tender": {
            "title": title,
            "status": [was("active", "2024-01-01"), was(None, "2024-01-02")],
        },
        "awards": [{"id": "1", "status": [was("active", "2024-03-04T00:00:00Z")]}],
    }
    assert of_versions(versioned) == {
        "ocid": "ocds-1",
        "id": "ocds-1-2024-03-04T00:00:00Z",
        "date": "2024-03-04T00:00:00Z",
        "tag": ["compiled"],
        "tender": {"title": "bridge"},
        "awards": [{"id": "1", "status": "active"}],
    }


def test_real_releases_merge_as_the_reference_merges_them(shared: Path) -> None:
    files = sorted((shared / "data/ocds/ocdskit_realdata").glob("release-package-*.json"))
    assert len(files) == 3
    for file in files:
        package = json.loads(file.read_text("utf-8"))
        by_process: dict[str, list[dict[str, Any]]] = {}
        for release in package["releases"]:
            by_process.setdefault(release["ocid"], []).append(release)
        for releases in by_process.values():
            in_order = sorted(releases, key=lambda found: str(found["date"]))
            for version in RULES:
                assert merged(in_order, version).value == reference(in_order, version)
