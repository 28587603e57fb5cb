"""A folder of TOML files as frozen dataclasses, or one clear sentence about the first bad file."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class CatalogueError(Exception):
    """A catalogue file that cannot be taken; the sentence names the file and what is wrong."""


def load(folder: Path, kind: type[T]) -> dict[str, T]:
    """Return what stands in the folder by file name, which is also each entry's code."""
    if not folder.is_dir():
        raise CatalogueError(f"{name(folder)}: there is no such folder")
    shape = TypeAdapter(kind)
    return {path.stem: _load_one(path, shape, kind) for path in sorted(folder.glob("*.toml"))}


def _load_one(path: Path, shape: TypeAdapter[T], kind: type[T]) -> T:
    """Return one file as an entry."""
    data = tables(path)
    if "code" in _names(kind) and data.setdefault("code", path.stem) != path.stem:
        raise CatalogueError(f"{name(path)}: the code “{data['code']}” is not the file's name")
    return entry(data, shape, name(path))


def entry(data: dict[str, Any], shape: TypeAdapter[T], place: str) -> T:
    """Return what a table holds as an entry; `place` says in a refusal where it stands."""
    try:
        made = shape.validate_python(data)
    except ValidationError as error:
        raise CatalogueError(f"{place}: {_sentence(error)}") from error
    for where in _unknown(data, made):
        raise CatalogueError(f"{place}: “{where}” is not a word of this catalogue")
    return made


def tables(path: Path) -> dict[str, Any]:
    """Return the file's tables."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{name(path)}: {error}") from error


def _names(kind: object) -> set[str]:
    """Return the names of a dataclass's fields."""
    return {field.name for field in fields(kind)} if is_dataclass(kind) else set()


def name(path: Path) -> str:
    """Return a file as people call it: drives/catalogue/oops.toml."""
    return "/".join(path.parts[-3:])


def _sentence(error: ValidationError) -> str:
    """Return all that the check complained about, each with its place in the file."""
    return "; ".join(
        f"{where}: {what}" if where else what
        for where, what in (
            (
                ".".join(str(part) for part in problem["loc"]),
                problem["msg"].removeprefix("Value error, "),
            )
            for problem in error.errors(include_url=False)
        )
    )


def _unknown(data: object, entry: object, where: str = "") -> Iterator[str]:
    """Give the keys that the file has and the entry does not know, however deep they stand."""
    if isinstance(data, Mapping):
        known = _names(entry)
        for key, value in data.items():
            place = f"{where}.{key}".lstrip(".")
            if is_dataclass(entry) and key not in known:
                yield place
            elif is_dataclass(entry):
                yield from _unknown(value, getattr(entry, key), place)
            elif isinstance(entry, Mapping) and key in entry:
                yield from _unknown(value, entry[key], place)
    elif isinstance(data, list) and isinstance(entry, Sequence) and len(data) == len(entry):
        for number, (value, part) in enumerate(zip(data, entry, strict=True), start=1):
            yield from _unknown(value, part, f"{where}.{number}")
