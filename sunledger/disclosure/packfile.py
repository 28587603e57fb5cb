"""A pack as its files: what many items share is written once, and each item says the rest.

A pack is a folder. `pack.toml` holds its words, its headings, and what its items share: columns,
grounds in the law, due dates. Every other file holds items: many under `[[items]]`, or a single
one whose code is the name of the file.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sunledger.core.catalogue import CatalogueError, entry, name, tables
from sunledger.disclosure.reason import REASONS
from sunledger.disclosure.shape import Category, Field, Period, Text
from sunledger.disclosure.table.headings import words

HEAD = "pack.toml"
_NUMBER = re.compile(r"\d{1,2}(\.\d{1,2}){0,3}", re.ASCII)
_CATEGORY = TypeAdapter(Category)
_FIELD = TypeAdapter(Field)


@dataclass(frozen=True)
class Heading:
    """A heading of a pack: “1.4” stands under “1”, and the item “1.4.2” under both."""

    number: str
    title: Text

    @property
    def depth(self) -> int:
        """Return how many headings stand over it."""
        return self.number.count(".")


@dataclass(frozen=True)
class Head:
    """What stands in `pack.toml`.

    `columns` are fields that items take by their names; `by_role` are further headings of whatever
    field plays a part in an item, unless another field of the item has them; `feeds` says which
    part feeds which column of a table that screens read.
    """

    version: str
    title: Text
    about: Text
    headings: tuple[Heading, ...] = ()
    due: dict[Period, str] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)
    bases: dict[str, Text] = field(default_factory=dict)
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_role: dict[str, tuple[str, ...]] = field(default_factory=dict)
    feeds: dict[str, dict[str, str]] = field(default_factory=dict)


_HEAD = TypeAdapter(Head)


@dataclass(frozen=True)
class Pack:
    """The catalogue of one kind of body: its headings, and the items that must be published."""

    code: str
    version: str
    title: Text
    about: Text
    headings: tuple[Heading, ...] = ()
    items: tuple[Category, ...] = ()
    shipped: bool = True

    def under(self, number: str) -> list[Category]:
        """Return the items right under a heading, in their order."""
        return [one for one in self.items if one.number.rpartition(".")[0] == number]


def load_pack(folder: Path, code: str = "") -> Pack:
    """Return a pack as its folder holds it, or refuse it whole in one sentence."""
    place = folder / HEAD
    if not place.is_file():
        raise CatalogueError(f"{name(folder)}: a pack needs a file {HEAD}, and there is none")
    head = entry(tables(place), _HEAD, name(place))
    code = code or folder.name
    _check_numbers(head, name(place))
    _check_columns(head, name(place))
    made, wrong = [], []
    for each, where in _items(folder):
        try:
            made.append(_item(each, head, code, where))
        except CatalogueError as error:  # say all that is wrong, and not only the first of it
            wrong.append(str(error))
    if wrong:
        raise CatalogueError("\n".join(wrong))
    _need_once(made, name(folder))
    items = tuple(sorted(made, key=_order))
    return Pack(code, head.version, head.title, head.about, head.headings, items)


def _items(folder: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Give each item of the folder, and where it stands."""
    for path in sorted(folder.glob("*.toml")):
        if path.name == HEAD:
            continue
        data = tables(path)
        if "items" not in data:
            yield {"code": path.stem} | data, name(path)
            continue
        if unknown := sorted(set(data) - {"items"}):
            raise CatalogueError(
                f"{name(path)}: “{unknown[0]}” stands beside the items, not in one"
            )
        for number, item in enumerate(data["items"], start=1):
            if "code" not in item:
                raise CatalogueError(f"{name(path)}: item {number} has no code")
            yield item, f"{name(path)}, {item['code']}"


def _item(data: dict[str, Any], head: Head, code: str, where: str) -> Category:
    """Return one item with all that it takes from its pack."""
    said = {**head.defaults, **data}
    said |= {"pack": code, "version": head.version}
    said.setdefault("due", head.due.get(said.get("period", "month"), ""))
    said["basis"] = _basis(said.get("basis"), head, where)
    said["fields"] = [*_fields(said, head, where), *said.get("fields", [])]
    if said.get("number"):
        said["heading"] = _heading(said["number"], head, where)
    for alias in _free_aliases(said["fields"], head):
        alias[0]["aliases"] = [*alias[0].get("aliases", []), *alias[1]]
    said["feeds"] = _feeds(said.get("feeds", {}), said["fields"], head, where)
    for key in ("columns", "changes"):
        said.pop(key, None)
    made = entry(said, _CATEGORY, where)
    for reason in made.exemptions:
        if reason not in REASONS:
            known = ", ".join(REASONS)
            raise CatalogueError(f"{where}: “{reason}” is no reason. There are: {known}")
    return made


def _fields(said: dict[str, Any], head: Head, where: str) -> Iterator[dict[str, Any]]:
    """Give the columns that an item takes from its pack, changed as it says; “?” may lack."""
    changes = dict(said.get("changes", {}))
    for taken in said.get("columns", ()):
        column = taken.removesuffix("?")
        if column not in head.columns:
            raise CatalogueError(f"{where}: the pack has no column “{column}”")
        needed = {"name": column, "required": not taken.endswith("?")}
        yield needed | head.columns[column] | changes.pop(column, {})
    for column in changes:
        raise CatalogueError(f"{where}: it changes the column “{column}” and does not take it")


def _basis(said: Any, head: Head, where: str) -> Any:
    """Return the ground of an item: its own words, or those of the pack that it names."""
    if not isinstance(said, str | list):
        return said
    names = [said] if isinstance(said, str) else said
    for one in names:
        if one not in head.bases:
            raise CatalogueError(f"{where}: the pack has no basis “{one}”")
    found = [head.bases[one] for one in names]
    return {"zh": "；".join(one.zh for one in found), "en": "; ".join(one.en for one in found)}


def _heading(number: str, head: Head, where: str) -> dict[str, str]:
    """Return the heading under which a number stands."""
    if not _NUMBER.fullmatch(number):
        raise CatalogueError(f"{where}: “{number}” is not a number like 3.2 or 1.4.2")
    over = number.rpartition(".")[0]
    for heading in head.headings:
        if heading.number == over:
            return dataclasses.asdict(heading.title)
    raise CatalogueError(f"{where}: no heading of the pack has the number “{over}”")


def _free_aliases(
    fields: Sequence[dict[str, Any]], head: Head
) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Give each field with the headings of its part that no other field of the item has."""
    taken = {words(said) for one in fields for said in _said(one)}
    for one in fields:
        free = [
            each for each in head.by_role.get(one.get("role", ""), ()) if words(each) not in taken
        ]
        taken |= {words(each) for each in free}
        if free:
            yield one, free


def _said(field: dict[str, Any]) -> list[str]:
    """Return every heading that a field has by itself."""
    title = field.get("title", {})
    return [*field.get("aliases", ()), *map(str, title.values()), str(field.get("name", ""))]


def _feeds(
    said: Any, fields: Sequence[dict[str, Any]], head: Head, where: str
) -> dict[str, dict[str, str]]:
    """Return what an item feeds: as it says itself, or by the parts that its fields play."""
    if not isinstance(said, list):
        return dict(said)
    parts = {one["role"]: one["name"] for one in fields if one.get("role")}
    for table in said:
        if table not in head.feeds:
            raise CatalogueError(f"{where}: the pack feeds no table “{table}”")
    return {
        table: {column: parts[part] for column, part in head.feeds[table].items() if part in parts}
        for table in said
    }


def _check_numbers(head: Head, where: str) -> None:
    """Refuse a heading whose number is none, and one that stands under no other."""
    numbers = {one.number for one in head.headings}
    for number in numbers:
        if not _NUMBER.fullmatch(number):
            raise CatalogueError(f"{where}: “{number}” is not a number like 3 or 1.4")
        if "." in number and number.rpartition(".")[0] not in numbers:
            raise CatalogueError(f"{where}: nothing stands over the heading “{number}”")


def _check_columns(head: Head, where: str) -> None:
    """Refuse a column that is no field."""
    for column, data in head.columns.items():
        entry({"name": column} | data, _FIELD, f"{where}, columns.{column}")


def _need_once(items: Sequence[Category], where: str) -> None:
    """Refuse two items of one code, and two in one place."""
    for told in ("code", "number"):
        seen: set[str] = set()
        for one in items:
            value = getattr(one, told)
            if value in seen:
                raise CatalogueError(f"{where}: two items have the {told} “{value}”")
            seen.add(value)
            seen.discard("")


def _order(item: Category) -> tuple[bool, tuple[int, ...], str]:
    """Return the place of an item in its pack: by its number; without one, at the end."""
    return (
        not item.number,
        tuple(map(int, item.number.split("."))) if item.number else (),
        item.code,
    )
