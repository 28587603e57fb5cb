"""JSON texts so large that their releases are read one by one, and those too large to be read.

What JSON becomes in memory depends less on its size than on how many values it holds: `[],` takes
three bytes in a file, and sixty-four in memory. Both are bounded here: of a release, a record or
another text that has to be there as a whole, and, more generously, of a package, of which one
release is there at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import UNSET, Raw, UnsetType

from sunledger.core.problem import Problem, gettext_noop

LARGE = 8 << 20  # from here on a text is weighed first
LARGEST = 128 << 20
MOST_VALUES = 8_000_000
LARGEST_TEXT = 512 << 20  # a text whose releases can be read one by one
MOST_IN_ALL = 40_000_000

TOO_LARGE = gettext_noop(
    "What begins here has more than %(size)s MB. So much of one release, record or other JSON text"
    " is not read at once. Give less of it, or releases one a line (JSON lines)."
)
_TOO_MANY = gettext_noop(
    "What begins here holds more than %(many)s values. So many of one release, record or other JSON"
    " text are not read at once. Give fewer of them, or releases one a line (JSON lines)."
)
_BLANK = re.compile(rb"[\s\x00\x1e\xef\xbb\xbf]*")
Bytes = bytes | bytearray
Read = Callable[[bytes], Any]


class TooLarge(Problem):
    """A text is not read because of what it would take."""


class _Outer(msgspec.Struct, rename="camel", gc=False):
    """An object of which nothing is read yet: a package, or what an interface wraps around one."""

    ocid: Raw | UnsetType = UNSET
    version: Raw | UnsetType = UNSET
    releases: Raw | UnsetType = UNSET
    records: Raw | UnsetType = UNSET
    results: Raw | UnsetType = UNSET
    data: Raw | UnsetType = UNSET
    items: Raw | UnsetType = UNSET
    value: Raw | UnsetType = UNSET
    rows: Raw | UnsetType = UNSET
    hits: Raw | UnsetType = UNSET
    content: Raw | UnsetType = UNSET


_LISTS = ("releases", "records")
_WRAPPERS = ("results", "data", "items", "value", "rows", "hits", "content")
_OUTER = msgspec.json.Decoder(_Outer)
_PARTS = msgspec.json.Decoder(list[Raw])
_ONE = msgspec.json.Decoder(Raw)


class Parts(list[Raw]):
    """What a list in a large text holds; each value is read when it is asked for."""

    def __init__(self, held: Raw, read: Read) -> None:
        super().__init__(_PARTS.decode(held))
        self.read = read

    def __iter__(self) -> Iterator[Any]:
        """Give the values, or the problem of what cannot be read."""
        for one in super().__iter__():
            yield self.read(bytes(one))


def too_large(held: Bytes, end: int | None = None) -> TooLarge | None:
    """Return why a text must not be read as a whole, if so; its values are told by their signs."""
    end = len(held) if end is None else end
    if end <= LARGE:
        return None
    if end > LARGEST:
        return TooLarge(TOO_LARGE, {"size": str(LARGEST >> 20)})
    return too_many(sum(held.count(sign, 0, end) for sign in (b",", b"[", b"{")))


def too_many(values: int, most: int | None = None) -> TooLarge | None:
    """Return why so many values must not be read at once, if so."""
    most = MOST_VALUES if most is None else most
    return TooLarge(_TOO_MANY, {"many": f"{most:,}"}) if values > most else None


def in_parts(held: Bytes, whole: Read, part: Read) -> Any:
    """Return what a large text says, its releases or records as `Parts`; raise where it is no JSON.

    `whole` reads what cannot be taken apart, `part` what stands in a list.
    """
    text = memoryview(held)[blanks(held) :]
    if bytes(text[:1]) == b"[":
        return _parts(_ONE.decode(text), part)
    found = _package(text, part)
    if found is None:
        return too_large(held) or whole(bytes(text))
    return found


def blanks(held: Bytes) -> int:
    """Return how many bytes stand before a text begins."""
    return _BLANK.match(held).end()  # type: ignore[union-attr]  # it matches nothing at all, too


def _package(text: memoryview | Raw, part: Read, *, wrapped: bool = False) -> Any:
    """Return a package, or what is wrapped around one; None where it is neither."""
    outer = _OUTER.decode(text)
    if outer.ocid is not UNSET:
        return None
    names = _LISTS if wrapped else (*_LISTS, *_WRAPPERS)
    for name in names:
        held = getattr(outer, name)
        begins = bytes(memoryview(held)[:1]) if held is not UNSET else b""
        found = None
        if begins == b"[":
            found = _parts(held, part)
        elif begins == b"{" and name in _WRAPPERS:
            found = _package(held, part, wrapped=True)
        if isinstance(found, TooLarge):
            return found
        if found is not None:
            version = None if outer.version is UNSET else part(bytes(outer.version))
            return {name: found, "version": version}
    return None


def _parts(held: Raw, part: Read) -> Parts | TooLarge:
    """Return the values of a list, unless they are too many even for this."""
    view = memoryview(held)
    many = sum(_count(view, sign) for sign in b",[{")
    return too_many(many, MOST_IN_ALL) or Parts(held, part)


def _count(view: memoryview, sign: int) -> int:
    """Return how often a sign stands in some bytes, without a second copy of them all."""
    step = 1 << 20
    return sum(bytes(view[at : at + step]).count(sign) for at in range(0, len(view), step))
