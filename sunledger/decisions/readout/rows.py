"""Directives out of tables, row by row."""

import re
from collections.abc import Iterator
from dataclasses import replace as _with

from sunledger.decisions.reading.document import Document, Span, Stretch, language_of
from sunledger.decisions.readout.deadlines import deadline_in
from sunledger.decisions.readout.directive import directive_of
from sunledger.decisions.readout.meetings import meeting_at
from sunledger.decisions.readout.schema import NOBODY, Deadline, Directive, Meeting, Owner
from sunledger.decisions.readout.tables import Task, tasks_of
from sunledger.decisions.readout.targets import targets_in

# How many points a task is worth is no part of the task.
_SCORE = re.compile(
    r"\s*(?:[（(](?:满分)?\d+(?:\.\d+)?分[）)]|[，,；;。](?:得|计|扣|加|记)\d+(?:\.\d+)?分.*)\s*\Z"
)


def from_tables(document: Document, meetings: tuple[Meeting, ...]) -> Iterator[Directive]:
    """Give the directives of the tables of tasks."""
    for table in document.tables:
        meeting = meeting_at(meetings, table.start)
        for task in tasks_of(document, table) or ():
            yield _from_task(document, task, meeting)


def _from_task(document: Document, task: Task, meeting: Meeting | None) -> Directive:
    """Return the directive of a row."""
    text = document.text
    start, end = task.words
    while end > start and text[end - 1] in " .。;；,，":
        end -= 1
    score = _SCORE.search(text, start, end)
    end = score.start() if score and score.start() - start > 4 else end
    words = text[start:end]
    stretch = Stretch(words.replace("\n", " "), range(start, end))
    owner = Owner(_cell(text, task.owner), "table") if task.owner else NOBODY
    if not task.owner and meeting and meeting.body:
        owner = Owner(meeting.body, "implied")
    directive = directive_of(document, stretch, owner, meeting, "table")
    language = language_of(words)
    said_on = meeting.date_iso if meeting else None
    if task.deadline:
        cell = _cell(text, task.deadline)
        first = document.month_first
        deadline = _whole_month(cell) and _bare(cell, said_on, first)
        deadline = deadline or deadline_in(cell, language, said_on, month_first=first)
        deadline = deadline or _bare(cell, said_on, first)
        if deadline is None or (deadline.kind == "recurring" and directive.deadline):
            deadline = directive.deadline
        directive = _with(directive, deadline=deadline)
    if task.target:
        directive = _with(
            directive,
            targets=directive.targets + targets_in(_cell(text, task.target), "", language),
        )
    return directive


def _whole_month(cell: str) -> bool:
    """Whether a cell only names a month: until its last day."""
    return bool(re.fullmatch(r"(?:\d{4}年)?\d{1,2}月份?", cell))


def _bare(cell: str, said_on: str | None, month_first: bool) -> Deadline | None:
    """Return the deadline of a cell that holds nothing but a day."""
    if language_of(cell) == "zh":
        until = "底前" if re.search(r"\d月份?$", cell) else "前"
        deadline = deadline_in(cell.removesuffix("份") + until, "zh", said_on)
        if deadline and len(cell) <= 24:
            return _with(deadline, text=cell)
        lasting = re.search("长期|持续|常态|坚持|经常|每|全年|贯穿", cell)
        said = 1 < len(cell) <= 12 and not re.search(r"已|完成$|分|\d$", cell)
        return Deadline(cell, "recurring" if lasting else "vague", None) if said else None
    deadline = deadline_in("by " + cell, "en", said_on, month_first=month_first)
    text = deadline.text.removeprefix("by ").strip() if deadline else ""
    return _with(deadline, text=text) if deadline and text else None


def _cell(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split()).rstrip(" .。;；")
