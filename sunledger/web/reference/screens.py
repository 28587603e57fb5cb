"""Pages about the screens: what each asks, why, which innocent answers there are, its examples."""

import inspect
from collections.abc import Iterator
from typing import Any, NamedTuple

from sunledger.core.money import show_money
from sunledger.screening.screen import Example, Screen, Setting, Text
from sunledger.screening.shapes import SHAPES
from sunledger.web.reference.markdown import (
    code,
    codes,
    fenced,
    listed,
    page,
    section,
    table,
)

_LINES, _SHOWN = 40, 12  # a longer table of an example was written by a program


class Labels(NamedTuple):
    """The words around a screen's own, in one language."""

    language: str
    other: str  # the link to the page in the other language
    why: str
    innocent: str
    source: str
    law: str
    reads: str
    reads_these: str
    needs: str
    sentence: str
    settings: str
    setting: tuple[str, str, str, str, str]
    aside: str
    reasons: tuple[str, str]
    not_asked: str
    cannot: str
    examples: str
    given: str
    finds: str
    finds_nothing: str
    leaves: str
    more: str


ENGLISH = Labels(
    language="en",
    other="[中文]({}.zh.md)",
    why="Why it matters",
    innocent="Innocent reasons",
    source="Source",
    law="Legal basis",
    reads="What it reads",
    reads_these="Tables: {}.",
    needs="A row cannot be judged without: {}.",
    sentence="What a lead says",
    settings="Settings",
    setting=("setting", "what it is", "default", "since", "source"),
    aside="Rows that it sets aside",
    reasons=("why", "and so"),
    not_asked="the screen does not ask about it",
    cannot="it cannot be judged",
    examples="Examples",
    given="With {}.",
    finds="It finds: {}.",
    finds_nothing="It finds nothing.",
    leaves="Some rows cannot be judged: {}",
    more="... and {} lines more",
)
CHINESE = Labels(
    language="zh",
    other="[English]({}.md)",
    why="为什么重要",
    innocent="清白的理由",
    source="来源",
    law="法律依据",
    reads="所读的表",
    reads_these="表：{}。",
    needs="缺少以下内容的行无从判断：{}。",
    sentence="线索的说法",
    settings="参数",
    setting=("参数", "含义", "默认值", "起始", "来源"),
    aside="搁置的行",
    reasons=("原因", "因此"),
    not_asked="本项不问",
    cannot="无从判断",
    examples="示例",
    given="其中{}。",
    finds="查出：{}。",
    finds_nothing="什么也没有查出。",
    leaves="有的行无从判断：{}",
    more="……另有{}行",
)


def pages(screens: dict[str, Screen]) -> dict[str, str]:
    """Return the pages about screens by their paths."""
    found = {"screens.md": _index(screens)}
    for screen in screens.values():
        found[f"screens/{screen.code}.md"] = _page(screen, ENGLISH)
        found[f"screens/{screen.code}.zh.md"] = _page(screen, CHINESE)
    return found


def _index(screens: dict[str, Screen]) -> str:
    rows = [
        (
            f"[{screen.en.title}](screens/{name}.md)",
            f"[{screen.zh.title}](screens/{name}.zh.md)",
            code(name),
        )
        for name, screen in screens.items()
    ]
    words = (
        "A screen is a question that is put to every row of public records. What it flags is a "
        "lead: something to ask about, never a finding. Each is one file in "
        "`sunledger/screening/screens/`; how to write one: "
        "[add a screen](../how-to/add-a-screen.md)."
    )
    return page("Screens", words, table(("screen", "中文", "code"), rows))


def _page(screen: Screen, labels: Labels) -> str:
    """Return the page of one screen in one language."""
    words = screen.en if labels.language == "en" else screen.zh
    return page(
        words.title,
        f"`{screen.code}` · {labels.other.format(screen.code)}",
        words.rule,
        section(labels.why, words.why),
        section(labels.innocent, words.innocent),
        section(labels.source, words.source),
        *([section(labels.law, _in(screen.law, labels))] if screen.law else []),
        section(labels.reads, _reads(screen, labels)),
        section(labels.sentence, listed(_in(one, labels) for one in screen.sentences.values())),
        section(labels.settings, table(labels.setting, _settings(screen, labels))),
        section(labels.aside, table(labels.reasons, _reasons(screen, labels))),
        section(labels.examples, *(_example(one, screen, labels) for one in screen.examples)),
    )


def _in(text: Text, labels: Labels) -> str:
    return text.en if labels.language == "en" else text.zh


def _reads(screen: Screen, labels: Labels) -> str:
    tables = ", ".join(f"[{name}](../tables.md#{name})" for name in screen.tables)
    needed = [
        f"{_in(SHAPES[name].column(column).title, labels)} (`{column}`)"
        for name, columns in screen.needs.items()
        for column in columns
    ]
    comma, space = ("、", "") if labels.language == "zh" else (", ", " ")
    needs = labels.needs.format(comma.join(needed)) if needed else ""
    return space.join(filter(None, (labels.reads_these.format(tables), needs)))


def _settings(screen: Screen, labels: Labels) -> Iterator[tuple[str, str, str, str, str]]:
    for name, setting in screen.settings.items():
        default = value(setting, screen.defaults[name])
        what, source = _in(setting.what, labels), _in(setting.source, labels)
        yield code(name), what, default, setting.since.isoformat(), source


def value(setting: Setting, default: Any) -> str:
    """Return the default of a setting as people read it."""
    if isinstance(default, list | tuple):
        return ", ".join(value(setting, one) for one in default)
    if setting.kind == "money":
        return show_money(default)
    if setting.kind == "share":
        return f"{default * 100:g} %"
    return str(default)


def _reasons(screen: Screen, labels: Labels) -> Iterator[tuple[str, str]]:
    for reason in screen.reasons.values():
        yield _in(reason.text, labels), labels.cannot if reason.applicable else labels.not_asked


def _example(example: Example, screen: Screen, labels: Labels) -> str:
    """Return an example as its file writes it."""
    first = {screen.tables[0]: example.payments} if example.payments else {}
    tables = {**first, **example.tables}
    named = len(tables) > 1
    texts = [fenced(_as_written(name * named, text, labels)) for name, text in tables.items()]
    settings = codes(f"{name} = {given}" for name, given in example.settings.items())
    found = labels.finds.format(", ".join(example.flagged)) if example.flagged else ""
    space = "" if labels.language == "zh" else " "
    left = space.join(_in(screen.reasons[why].text, labels) for why in example.cannot)
    return section(
        example.name,
        labels.given.format(settings) if settings else "",
        *texts,
        found or labels.finds_nothing,
        labels.leaves.format(left) if left else "",
        level=3,
    )


def _as_written(name: str, text: str, labels: Labels) -> str:
    """Return a table of an example; of one that a program wrote, its beginning."""
    lines = inspect.cleandoc(text).splitlines()
    if len(lines) > _LINES:
        lines[_SHOWN:] = [labels.more.format(len(lines) - _SHOWN)]
    return "\n".join([*([name, ""] if name else []), *lines])
