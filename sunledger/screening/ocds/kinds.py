"""What a JSON object of the standard is, told by what it holds and never by its file's name."""

from typing import Any, Literal, TypeGuard

Json = dict[str, Any]
Kind = Literal[
    "release package", "record package", "record", "release", "compiled release",
    "versioned release", "",
]  # fmt: skip
VERSIONED = {"releaseID", "releaseDate", "releaseTag", "value"}
# Names under which interfaces hand out a list of what was asked for.
_WRAPPERS = ("results", "data", "items", "value", "rows", "hits", "content")


def kind_of(value: object) -> Kind:
    """Return what an object is; an empty text where it is nothing of the standard."""
    if not is_object(value):
        return ""
    if "ocid" in value:
        return _kind_of_process(value)
    if isinstance(value.get("releases"), list):
        return "release package"
    return "record package" if isinstance(value.get("records"), list) else ""


def _kind_of_process(value: Json) -> Kind:
    """Return what an object with an ocid is."""
    if isinstance(value.get("releases"), list):
        return "record"
    if is_object(value.get("compiledRelease")) or is_object(value.get("versionedRelease")):
        return "record"
    tags = value.get("tag")
    if isinstance(tags, list) and "compiled" in tags:
        return "compiled release"
    return "versioned release" if has_versions(value) else "release"


def has_versions(value: Json) -> bool:
    """Whether some field, at any depth, is a list of values with the releases that gave them."""
    todo: list[object] = list(value.values())
    while todo:
        one = todo.pop()
        if is_versions(one):
            return True
        if isinstance(one, dict):
            todo.extend(one.values())
        elif isinstance(one, list):
            todo.extend(one)
    return False


def is_versions(value: object) -> TypeGuard[list[Json]]:
    """Whether something is a list of values with the releases that gave them."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and one.keys() == VERSIONED for one in value)
    )


def is_object(value: object) -> TypeGuard[Json]:
    """Whether something is a JSON object."""
    return isinstance(value, dict)


def unwrapped(value: object) -> list[object]:
    """Return what an array holds, or what an interface wrapped around the standard's objects."""
    if isinstance(value, list):
        return value
    if is_object(value) and not kind_of(value):
        for name in _WRAPPERS:
            inside = value.get(name)
            if is_object(inside) and kind_of(inside):
                return [inside]
            if isinstance(inside, list) and any(kind_of(one) for one in inside):
                return inside
    return [value]
