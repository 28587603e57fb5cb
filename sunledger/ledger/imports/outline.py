"""How deep a line lies: by its number, by a column of levels, or by how far it stands in.

1   1.1   1.1.2        dots count the levels
一、 （一） 1. （1） ①    each way of numbering is a level, in the order in which it first comes
"""

import re
import unicodedata

_DOTTED = re.compile(r"\d+(?:[.\-]\d+)*[.、．]?")
# The ways of numbering: what is written, and what kind it is.
_WAYS = (
    ("chinese", re.compile(r"第?[一二三四五六七八九十百]+[、.．章部]")),
    ("chinese in brackets", re.compile(r"[（(][一二三四五六七八九十百]+[)）]")),
    ("figure in brackets", re.compile(r"[（(]\d+[)）]")),
    ("figure with a bracket", re.compile(r"\d+[)）]")),
    ("circled", re.compile(r"[①-⑳]")),
    ("roman", re.compile(r"[IVX]+[.、．]")),
    ("letter", re.compile(r"[A-Za-z][.、)）]")),
    ("figure", re.compile(r"\d+[.、．](?!\d)")),
    ("chinese bare", re.compile(r"[一二三四五六七八九十]+$")),
)
_LEADING = re.compile(
    r"\s*(?P<number>\d+(?:\.\d+)+\.?|第?[一二三四五六七八九十百]+[、．]|[（(][一二三四五六七八九十\d]+[)）]"
    r"|\d+[、．)）]|\d+\.(?!\d)|[①-⑳])\s*(?P<title>\S.*)",
    re.DOTALL,
)
_WORDS = {
    1: ("1", "一级", "突破", "breakthrough", "goal", "area", "i", "level 1", "目标"),
    2: ("2", "二级", "任务", "task", "project", "ii", "level 2", "项目"),
    3: ("3", "三级", "子任务", "sub-task", "subtask", "step", "iii", "level 3", "举措"),
    4: ("4", "四级", "iv", "level 4"),
}


def split_number(title: str) -> tuple[str, str]:
    """Return the number that stands before a title, and the title; no number where none stands."""
    found = _LEADING.fullmatch(title)
    return (found["number"].strip(), found["title"].strip()) if found else ("", title.strip())


def depth_by_word(word: str) -> int | None:
    """Return the level that a cell of a level column names."""
    text = unicodedata.normalize("NFKC", word).strip().casefold()
    return next((depth for depth, words in _WORDS.items() if text in words), None)


def dotted(number: str) -> tuple[int, ...] | None:
    """Return the parts of a number like 1.1.2, or nothing where it is of another kind."""
    text = unicodedata.normalize("NFKC", number).strip()
    if not _DOTTED.fullmatch(text):
        return None
    return tuple(int(part) for part in re.findall(r"\d+", text))


def way_of(number: str) -> str:
    """Return the kind of a number that is not dotted; bare figures are of one kind, too."""
    text = number.strip()
    return next((name for name, form in _WAYS if form.match(text)), "figure" if text else "")


class Depths:
    """Says how deep each numbered line lies, from those that came before it."""

    def __init__(self) -> None:
        self._open: list[str] = []  # the ways of numbering that are under way, outermost first

    def of(self, number: str) -> int:
        """Return the level of a number, from 1."""
        parts = dotted(number)
        if parts is not None and (len(parts) > 1 or not self._open):
            self._open = self._open[:1] if self._open else ["figure"]
            return len(parts)
        way = way_of(number)
        if way in self._open:
            self._open = self._open[: self._open.index(way) + 1]
        else:
            self._open.append(way)
        return len(self._open)


def indent(title: str) -> int:
    """Return how far a title stands in: full-width blanks, tabs and pairs of blanks count one."""
    text = title[: len(title) - len(title.lstrip(" \t　"))]
    return text.count("　") + text.count("\t") + text.count(" ") // 2


def ten_after_nine(number: str, before: tuple[int, ...] | None) -> str:
    """Return 1.10 for the 1.1 that a spreadsheet makes of it: it follows 1.9."""
    parts = dotted(number)
    if parts is None or before is None or len(parts) != len(before) or len(parts) != 2:
        return number
    same, last = parts[0] == before[0], before[-1]
    return f"{number}0" if same and last % 10 == 9 and parts[-1] * 10 == last + 1 else number
