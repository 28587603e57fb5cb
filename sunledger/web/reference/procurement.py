"""Pages about the screens of procurement: a table of them all, and a page each in two languages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sunledger.screening.procurement.lists import known_thresholds
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf import ALL
from sunledger.screening.procurement.words import REASONS, Words
from sunledger.web.reference.markdown import code, codes, fenced, listed, page, section, table

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_FOREVER = 1 << 61


class Labels(NamedTuple):
    """The words around a screen's own, in one language."""

    language: str
    other: str
    why: str
    innocent: str
    source: str
    figure: str
    flagged: str
    fence: dict[str, str]
    limit: tuple[str, str, str]
    least: str
    states: str
    not_asked: str
    cannot: str
    asks: str


ENGLISH = Labels(
    language="en",
    other="[中文]({}.zh.md)",
    why="Why it matters",
    innocent="Innocent reasons",
    source="Source",
    figure="Its figure",
    flagged="Flagged where the figure is",
    fence={
        "lower": "the lower fence of all figures, Q1 - 1.5 IQR, unless a limit is set",
        "upper": "the upper fence of all figures, Q3 + 1.5 IQR, unless a limit is set",
    },
    limit=("number of policy", "since", "source"),
    least="Subjects with fewer cases than the least number are not judged.",
    states="Who is not judged, and why",
    not_asked="not applicable",
    cannot="cannot be judged",
    asks="What it asks of the tables",
)
CHINESE = Labels(
    language="zh",
    other="[English]({}.md)",
    why="为什么重要",
    innocent="清白的理由",
    source="来源",
    figure="所算的数",
    flagged="标记条件：该数",
    fence={
        "lower": "全部数值的下界 Q1 - 1.5 IQR，除非另设限值",
        "upper": "全部数值的上界 Q3 + 1.5 IQR，除非另设限值",
    },
    limit=("政策数字", "起始", "来源"),
    least="数量不足最低数的对象不判断。",
    states="不判断的对象和原因",
    not_asked="不适用",
    cannot="无法判断",
    asks="对数据表的提问",
)


def pages() -> dict[str, str]:
    """Return the pages about screens of procurement by their paths."""
    found = {"procurement.md": _index()}
    for one in ALL:
        found[f"procurement/{one.code}.md"] = _page(one, ENGLISH)
        found[f"procurement/{one.code}.zh.md"] = _page(one, CHINESE)
    return found


def _index() -> str:
    rows = [
        (
            f"[{one.code}](procurement/{one.code}.md)",
            one.title.en,
            f"[{one.title.zh}](procurement/{one.code}.zh.md)",
            ", ".join(dict.fromkeys(question.group for question in one.questions)),
        )
        for one in ALL
    ]
    words = (
        "Screens of tenders, awards and contracts in the Open Contracting Data Standard. The codes"
        " are those of the flags in the partnership's guide. Each subject is flagged, not flagged,"
        " not applicable or cannot be judged. How to run them:"
        " [read procurement data](../how-to/read-procurement-data.md)."
    )
    laws = [
        (
            one.currency,
            one.category or "all",
            _day(one.since),
            _day(one.until),
            f"{one.amount:,.0f}",
            one.law,
        )
        for one in known_thresholds()
    ]
    heads = ("currency", "category", "from", "until", "amount", "law")
    return page(
        "Screens of procurement",
        words,
        table(("code", "screen", "中文", "subjects"), rows),
        section("Thresholds", "Those that come with the software.", table(heads, laws)),
    )


def _day(moment: int) -> str:
    if abs(moment) > _FOREVER:
        return ""
    return (_BEGIN + timedelta(microseconds=moment)).date().isoformat()


def _page(screen: Screen, labels: Labels) -> str:
    """Return the page of one screen in one language."""
    limit = screen.limit
    numbers = [(f"{limit.value:g}", limit.since, limit.source)] if limit else []
    asked = [_question(one, labels) for one in screen.questions]
    return page(
        f"{screen.code} {_in(screen.title, labels)}",
        labels.other.format(screen.code),
        section(labels.why, _in(screen.why, labels)),
        section(labels.innocent, _in(screen.innocent, labels)),
        section(labels.figure, _in(screen.figure, labels), *asked, table(labels.limit, numbers)),
        section(labels.states, listed(_states(screen, labels))),
        section(labels.source, screen.source),
        section(labels.asks, codes(screen.needs), *_statements(screen)),
    )


def _question(question: Question, labels: Labels) -> str:
    beyond = labels.fence.get(question.fence, "")
    limit = question.limit(Settings())
    beyond = beyond or ("" if limit is None else f"{limit:g}")
    words = f"{code(question.group)}: {labels.flagged} {code(question.sign)}"
    least = f" {labels.least}" if question.least else ""
    return (f"{words} {beyond}".rstrip() + ("." if labels.language == "en" else "。")) + least


def _statements(screen: Screen) -> Iterator[str]:
    """Give each statement once, with the margin that it has in the code taken away."""
    for sql in dict.fromkeys(question.sql for question in screen.questions):
        lines = [line for line in sql.splitlines() if line.strip()]
        margin = min(len(line) - len(line.lstrip()) for line in lines)
        yield fenced("\n".join(line[margin:].rstrip() for line in lines), "sql")


def _states(screen: Screen, labels: Labels) -> Iterator[str]:
    """Give the reasons for which a subject is not judged."""
    text = " ".join(question.sql for question in screen.questions)
    for name, reason in REASONS.items():
        few = name == "few" and any(one.least for one in screen.questions)
        if f"'{name}'" in text or few:
            kind = labels.cannot if reason.asked else labels.not_asked
            yield f"{kind}: {_in(reason.words, labels)}"


def _in(words: Words, labels: Labels) -> str:
    return words.en if labels.language == "en" else words.zh
