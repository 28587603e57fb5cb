"""Which words a pattern cannot do without: whoever lacks them all need not be searched.

Most rules find nothing in most sentences. To ask whether a few letters stand in a sentence is many
times quicker than to search it, so each pattern is taken apart once and its letters are kept.
"""

import re
from re import _parser as parser  # type: ignore[attr-defined]  # takes patterns apart as re does
from typing import Any

_MOST = 30  # with more words than this, searching is as quick


def needs_of(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Return small letters of which one at least stands in whatever is found; none: no matter."""
    found = _of_row(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)) or frozenset()
    return tuple(sorted(found)) if len(found) <= _MOST else ()


def _of_row(row: Any) -> frozenset[str] | None:
    """Return what a row of parts needs: that of its most telling part."""
    kept: list[frozenset[str]] = []
    run = ""
    for kind, value in row:
        if str(kind) == "LITERAL":
            run += chr(value).lower()
            continue
        kept.append(frozenset({run}) if run else frozenset())
        run = ""
        if (inside := _of_part(str(kind), value)) is not None:
            kept.append(inside)
    kept.append(frozenset({run}) if run else frozenset())
    telling = [some for some in kept if some]
    return max(telling, key=_worth) if telling else None


def _of_part(kind: str, value: Any) -> frozenset[str] | None:
    """Return what one part of a pattern needs, or nothing where it may be empty."""
    if kind == "SUBPATTERN":
        return _of_row(value[-1])
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] > 0:
        return _of_row(value[2])
    if kind == "ATOMIC_GROUP":
        return _of_row(value)
    if kind == "ASSERT" and value[0] > 0:
        return _of_row(value[1])
    if kind == "BRANCH":
        ways = [_of_row(way) for way in value[1]]
        if all(ways):
            return frozenset().union(*(way for way in ways if way))
    return None


def _worth(some: frozenset[str]) -> tuple[bool, int, int]:
    """Return how telling letters are: long ones first, then few."""
    shortest = min(map(len, some))
    return shortest > 1 and len(some) <= _MOST, min(shortest, 4), -len(some)
