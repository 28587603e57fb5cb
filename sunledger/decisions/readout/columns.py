"""What a column of a table holds, told by its cells where its heading does not say."""

import re
from collections.abc import Callable
from functools import cache

from sunledger.decisions.reading.document import Document, Span, Table, language_of
from sunledger.decisions.readout.clauses import verb
from sunledger.decisions.readout.rules import SHELF

_LEADS = re.compile("牵头|主办|承办|主责|首要")
_BETWEEN = re.compile(r"[、，,；;/\s]+|和|及")
_DAY = re.compile(
    r"(?:20\d\d年|今年|本年)?(?:\d{1,2}月(?:\d{1,2}[日号]|[上中下]旬|份)?|第?[一二三四1-4]季度|[上下]半年|年|全年)"
    r"(?:底|末|年底)?(?:之?前|完成|办结)?|20\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?:前)?|长期(?:坚持)?|持续(?:推进)?"
    r"|常态化|立即(?:整改)?|立行立改|即知即改"
)


@cache
def _body() -> re.Pattern[str]:
    return re.compile(SHELF.spelt_out("[^。：]{0,24}?{zh_body}(?:[（(][^）)]{1,20}[）)])?"))


def leading(roles: list[str], headings: list[str]) -> list[str]:
    """Return the roles where, of several columns of owners, the one that leads is kept."""
    first = [
        place
        for place, heading in enumerate(headings)
        if roles[place] == "owner" and _LEADS.search(heading)
    ]
    if not first:
        return roles
    return [
        "helper" if role == "owner" and place != first[0] else role
        for place, role in enumerate(roles)
    ]


def by_content(document: Document, table: Table, first: int, roles: list[str]) -> list[str]:
    """Return the roles, those that no heading tells told by most cells of the column."""
    roles = list(roles)
    for place, role in enumerate(roles):
        if role not in ("", "task", "subject", "status"):
            continue
        cells = _cells(document, table, first, place)
        for name, holds in (("deadline", _is_day), ("owner", _is_body)):
            if name not in roles and (not role or name == "deadline") and _most(cells, holds):
                roles[place] = name
                break
    named = [place for place, role in enumerate(roles) if role == "task"]
    if named and not any(_acts(document, table, first, place) for place in named):
        better = [place for place, role in enumerate(roles) if role in ("", "subject", "deadline")]
        better = [place for place in better if _acts(document, table, first, place)]
        if better:
            roles = ["subject" if role == "task" else role for role in roles]
            roles[max(better, key=lambda place: _length(document, table, first, place))] = "task"
    if "task" not in roles and {"owner", "deadline"} & set(roles):
        open_ones = [place for place, role in enumerate(roles) if role in ("", "subject", "target")]
        tasks = [place for place in open_ones if _acts(document, table, first, place)]
        if tasks:
            roles[max(tasks, key=lambda place: _length(document, table, first, place))] = "task"
    return roles


def _acts(document: Document, table: Table, first: int, place: int) -> bool:
    """Whether most cells of a column say what is to be done."""
    return _most(_cells(document, table, first, place), _is_act)


def _cells(document: Document, table: Table, first: int, place: int) -> list[str]:
    """Return the words of a column, empty cells left out."""
    spans: list[Span] = [row[place] for row in table.rows[first:] if place < len(row)]
    words = [" ".join(document.text[cell.start : cell.end].split()) for cell in spans]
    return [word for word in words if word]


def _length(document: Document, table: Table, first: int, place: int) -> int:
    return sum(map(len, _cells(document, table, first, place)))


def _most(cells: list[str], holds: Callable[[str], bool]) -> bool:
    return len(cells) > 1 and sum(map(holds, cells)) * 3 >= len(cells) * 2


def _is_day(cell: str) -> bool:
    return len(cell) <= 24 and bool(_DAY.fullmatch(cell))


def _is_body(cell: str) -> bool:
    """Whether a cell holds nothing but names of bodies."""
    names = [name for name in _BETWEEN.split(cell) if name]
    return len(cell) <= 120 and bool(names) and all(map(_body().fullmatch, names))


def _is_act(cell: str) -> bool:
    """Whether a cell says what is to be done."""
    words = re.sub(r"^(?:[（(]?\d{1,2}[）).、]|[①-⑳])\s*", "", cell)
    return len(words) >= 6 and language_of(words) == "zh" and bool(verb().match(words))
