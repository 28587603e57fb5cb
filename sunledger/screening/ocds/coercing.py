"""Releases whose types are not those of the standard, brought into them; what is lost is counted.

An id that is a number stays one id, an object where an array belongs becomes an array of one, a
number written as text becomes a number. What cannot be what it should be is left out and named.
"""

import math
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec

from sunledger.screening.ocds.older import brought_up, is_older
from sunledger.screening.ocds.wanted import Release

Lose = Callable[[str], None]


def coerced(value: dict[str, Any], lose: Lose) -> Release:
    """Return a compiled release with the types of the standard; `lose` is told what was lost."""
    found: Release = _struct(Release, value, "", lose)
    if is_older(found):
        brought_up(found)
    return found


def _struct(kind: type[Any], value: dict[str, Any], path: str, lose: Lose) -> Any:
    """Return an object of the standard from whatever a publisher wrote."""
    fields = {}
    for name, written, shape in _fields(kind):  # type: ignore[arg-type]  # a class is hashable
        if (given := value.get(written)) is not None:
            here = f"{path}/{written}" if path else written
            fields[name] = _shaped(shape, given, here, lose)
    if kind is Release:
        fields["ocid"] = fields.get("ocid") or ""
    return kind(**fields)


def _shaped(shape: Any, value: Any, path: str, lose: Lose) -> Any:
    """Return a value in the shape of its field, or None."""
    origin = typing.get_origin(shape)
    if origin is list:
        (inner,) = typing.get_args(shape)
        values = value if isinstance(value, list) else [value]
        found = [_shaped(_bare(inner), one, path, lose) for one in values if one is not None]
        return [one for one in found if one is not None]
    if isinstance(shape, type) and issubclass(shape, msgspec.Struct):
        if isinstance(value, dict):
            return _struct(shape, value, path, lose)
    elif shape is float:
        if (number := _number(value)) is not None:
            return number
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        return value if isinstance(value, str) else str(value)
    lose(path)
    return None


def _number(value: Any) -> float | None:
    """Return a number, also one that was written as text; one without end is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


@cache
def _fields(kind: type[Any]) -> list[tuple[str, str, Any]]:
    """Return the fields of a struct: its name here, its name in JSON, its type without None."""
    hints = typing.get_type_hints(kind)
    fields = msgspec.structs.fields(kind)
    plain = [(one.name, one.encode_name, _bare(hints[one.name])) for one in fields]
    return [one for one in plain if one[2] is not msgspec.Raw]


def _bare(hint: Any) -> Any:
    """Return the first type of a union: text of text or number, the type of what may be missing."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return typing.get_args(hint)[0]
    return hint
