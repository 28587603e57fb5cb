"""How the entries of a list hang together: under which other, after which others; no circles."""

import re
from collections import defaultdict

from sunledger.core.problem import Problem, gettext_noop, shorten
from sunledger.ledger.imports import outline
from sunledger.ledger.imports.entry import Entry, Reading
from sunledger.ledger.programme.network import circle_with

_NO_PARENT = gettext_noop("No row has the number %(number)s, under which this one would stand.")
_TWICE = gettext_noop("The number %(number)s stands on line %(line)s already. Give each its own.")
_NOBODY = gettext_noop("It is to come after “%(words)s”, and no row has that number or title.")
_CIRCLE = gettext_noop("These wait for each other, so none could ever begin: %(rows)s.")
_ORDER = gettext_noop("It ends on %(due)s, before it starts on %(starts)s.")
_SAME = gettext_noop("Line %(line)s says the same already; the two would be one item.")


def tie(reading: Reading) -> None:
    """Tie the entries to each other, and refuse the rows that do not fit."""
    numbers = _numbers(reading)
    for place, entry in enumerate(reading.entries):
        _under(reading, entry, place, numbers)
    titles = {entry.title: place for place, entry in reversed(list(enumerate(reading.entries)))}
    for place, entry in enumerate(reading.entries):
        _after(reading, entry, place, numbers, titles)
        if entry.starts and entry.due and entry.due < entry.starts:
            problem = Problem(_ORDER, {"due": entry.due, "starts": entry.starts})
            reading.fate_of(place).refuse(problem)
    _refuse_circles(reading)
    _refuse_twins(reading)


def _numbers(reading: Reading) -> dict[str, int]:
    """Return which entry has which dotted number; one that stands twice is refused."""
    numbers: dict[str, int] = {}
    for place, entry in enumerate(reading.entries):
        parts = outline.dotted(entry.number)
        if parts is None:
            continue
        number = ".".join(map(str, parts))
        if number in numbers and len(parts) > 1:
            line = str(reading.entries[numbers[number]].line)
            reading.fate_of(place).refuse(Problem(_TWICE, {"number": number, "line": line}))
        numbers.setdefault(number, place)
    return numbers


def _under(reading: Reading, entry: Entry, place: int, numbers: dict[str, int]) -> None:
    """Put an entry with a number like 1.1.2 under 1.1, wherever that stands."""
    parts = outline.dotted(entry.number)
    if parts is None or len(parts) < 2:
        return
    above = ".".join(map(str, parts[:-1]))
    if above in numbers:
        entry.parent, entry.depth = numbers[above], len(parts)
    else:
        reading.fate_of(place).refuse(Problem(_NO_PARENT, {"number": above}))


def _after(
    reading: Reading, entry: Entry, place: int, numbers: dict[str, int], titles: dict[str, int]
) -> None:
    """Find the entries after which this one begins."""
    for words in filter(None, map(str.strip, re.split(r"[;；,，、\n]", entry.words("after")))):
        parts = outline.dotted(words)
        known = numbers.get(".".join(map(str, parts))) if parts else titles.get(words)
        if known is None:
            reading.fate_of(place).refuse(Problem(_NOBODY, {"words": shorten(words)}))
        elif known not in entry.after:
            entry.after.append(known)


def _refuse_circles(reading: Reading) -> None:
    """Refuse the rows that wait for each other."""
    after = {place: entry.after for place, entry in enumerate(reading.entries) if entry.after}
    parents = {
        place: entry.parent
        for place, entry in enumerate(reading.entries)
        if entry.parent is not None
    }
    circle = [place for place in circle_with(after, parents) if isinstance(place, int)]
    rows = " → ".join(
        f"{reading.entries[place].number or reading.entries[place].line} "
        f"{shorten(reading.entries[place].title, 30)}"
        for place in circle
    )
    for place in circle:
        reading.fate_of(place).refuse(Problem(_CIRCLE, {"rows": rows}))


def _refuse_twins(reading: Reading) -> None:
    """Refuse the rows that say what another one says already."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(reading.entries):
        by_key[f"{entry.parent}/{entry.key}"].append(place)
    for places in by_key.values():
        for place in places[1:]:
            line = str(reading.entries[places[0]].line)
            reading.fate_of(place).refuse(Problem(_SAME, {"line": line}))
