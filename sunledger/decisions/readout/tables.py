"""Tables of tasks: which column is the task, which the owner, which the day."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sunledger.decisions.reading.document import Document, Span, Table
from sunledger.decisions.readout.columns import by_content, leading
from sunledger.decisions.readout.rules import SHELF

_NOTHING = re.compile(r"^(?:[-–—/.\s]*|n/?a|none|nil|tbc|无|同上|ditto)$", re.IGNORECASE)
_PART = re.compile(r"第?[一二三四五六七八九十]+[、．章节部]|[（(][一二三四五六七八九十]+[）)]")
_ITEM = re.compile(
    r"(?:(?<=^)|(?<=[\s；;。.]))(?:\d{1,2}[.、．)）](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|[•●▪◦■])\s*"
)


class Task(NamedTuple):
    """The words of a task in a table, and the cells that say who and when and how much."""

    words: Span
    owner: Span | None = None
    deadline: Span | None = None
    target: Span | None = None


def roles_of(document: Document, row: tuple[Span, ...]) -> list[str]:
    """Return what each heading of a row says of its column."""
    rules = SHELF.subject("tables")
    roles = []
    for cell in row:
        words = document.text[cell.start : cell.end].strip(" *#:：")
        found = rules.first(words, 0, len(words)) if 0 < len(words) <= 60 else None
        roles.append(found.rule.says if found else "")
    roles = leading(roles, [document.text[cell.start : cell.end] for cell in row])
    if "owner" not in roles:
        stand_in = "person" if "person" in roles else "helper"
        roles = ["owner" if role == stand_in else role for role in roles]
    return roles


def tasks_of(document: Document, table: Table) -> Iterator[Task] | None:
    """Return the tasks of a table, or None where it is no table of tasks."""
    for number, row in enumerate(table.rows[:4]):
        roles = roles_of(document, row)
        if "task" in roles and len(row) > 1 and _is_header(roles):
            roles = by_content(document, table, number + 1, roles)
            return _rows(document, table, number + 1, roles)
        if (
            {"owner", "deadline"} <= set(roles)
            and "" in roles
            and not {"task", "subject"} & set(roles)
        ):
            roles[roles.index("")] = "task"
            return _rows(document, table, number + 1, roles)
        if "task" not in roles and "owner" in roles and roles.count("target") > 1:
            roles[roles.index("target")] = "task"
            return _rows(document, table, number + 1, roles)
        if {"owner", "subject"} <= set(roles) and _is_header(roles):
            roles[roles.index("subject")] = "task"
            return _rows(document, table, number + 1, roles)
    return _told_by_cells(document, table)


def _told_by_cells(document: Document, table: Table) -> Iterator[Task] | None:
    """Return the tasks of a table whose headings are new, or that has none."""
    for first in (1, 2, 0):
        if len(table.rows) - first < 2:
            continue
        known = roles_of(document, table.rows[first - 1]) if first else []
        width = max(map(len, table.rows[first:]))
        roles = by_content(document, table, first, [*known, *[""] * (width - len(known))])
        if "task" in roles and "owner" in roles:
            return _rows(document, table, first, roles)
    return None


def _is_header(roles: list[str]) -> bool:
    """Whether enough of a row are headings."""
    return sum(map(bool, roles)) * 2 > len(roles) and len(set(filter(None, roles))) > 1


def _rows(document: Document, table: Table, first: int, roles: list[str]) -> Iterator[Task]:
    """Give the tasks, row by row; an owner above an empty cell still answers."""
    held: dict[str, Span] = {}
    task = _main_column(document, table, first, roles)
    for row in table.rows[first:]:
        cells: dict[str, Span] = {}
        for place, cell in enumerate(row):
            role = roles[place] if place < len(roles) else ""
            if (
                role
                and role not in cells
                and not _NOTHING.match(document.text[cell.start : cell.end])
            ):
                cells[role] = cell
        if (
            len(row) <= task
            or _is_section(document.text, row)
            or _NOTHING.match(document.text[row[task].start : row[task].end])
        ):
            continue
        if "owner" not in cells and len(row) < len(roles) and "owner" in held:
            cells["owner"] = held["owner"]
        held.update(cells)
        for words in _items(document.text, row[task]):
            yield Task(words, cells.get("owner"), cells.get("deadline"), cells.get("target"))


def _is_section(text: str, row: tuple[Span, ...]) -> bool:
    """Whether a row only names the part of the table that follows."""
    said = [text[cell.start : cell.end] for cell in row if cell.end > cell.start]
    return len(said) == 1 < len(row) and bool(_PART.match(said[0]))


def _main_column(document: Document, table: Table, first: int, roles: list[str]) -> int:
    """Return which column of tasks has the most words."""
    places = [place for place, role in enumerate(roles) if role == "task"]

    def length(place: int) -> int:
        return sum(
            row[place].end - row[place].start for row in table.rows[first:] if place < len(row)
        )

    return max(places, key=length)


def _items(text: str, cell: Span) -> Iterator[Span]:
    """Give the numbered items of a cell, or the whole cell."""
    words = text[cell.start : cell.end]
    marks = list(_ITEM.finditer(words))
    if not marks or (len(marks) == 1 and marks[0].start() > 0):
        cuts = [(marks[0].end() if marks and marks[0].start() == 0 else 0, len(words))]
    else:
        ends = [mark.start() for mark in marks[1:]] + [len(words)]
        cuts = [(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
        if marks[0].start() > 12:
            cuts.insert(0, (0, marks[0].start()))
    for start, end in cuts:
        part = words[start:end].strip()
        if part:
            begin = cell.start + start + words[start:end].index(part)
            yield Span(begin, begin + len(part))
