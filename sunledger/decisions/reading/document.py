"""What is left of a file once it is read: one text, and where in it things stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sunledger.core.problem import Refused


class Unreadable(Refused):
    """A file that cannot be read as a text; the sentence says what to do."""


class Span(NamedTuple):
    """A stretch of the text, counted in characters; the end is not in it."""

    start: int
    end: int


class Table(NamedTuple):
    """A table: its rows, each row its cells."""

    rows: tuple[tuple[Span, ...], ...]

    @property
    def start(self) -> int:
        """Where the first cell begins."""
        return self.rows[0][0].start

    @property
    def end(self) -> int:
        """Where the last cell ends."""
        return max(cell.end for cell in self.rows[-1])


_MONTHS = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_FIGURES = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d\d)\b")
_AMERICAN = re.compile(rf"\b{_MONTHS} \d{{1,2}}, \d{{4}}|\bU\.S\.")
_BRITISH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTHS}|[£₹]")


@dataclass(frozen=True)
class Document:
    """A text as read, with its tables and the stretches that say nothing of the matter."""

    text: str
    form: str
    tables: tuple[Table, ...] = ()
    boilerplate: tuple[Span, ...] = ()

    @cached_property
    def month_first(self) -> bool:
        """Whether 03/04/2025 is the fourth of March here, as in American texts."""
        dates = [(int(a), int(b)) for a, b in _FIGURES.findall(self.text)]
        if any(first > 12 for first, _ in dates):
            return False
        if any(second > 12 for _, second in dates):
            return True
        return bool(_AMERICAN.search(self.text)) and not _BRITISH.search(self.text)


class Stretch:
    """Words without their line breaks, which know where in the text each letter stands."""

    __slots__ = ("at", "words")

    def __init__(self, words: str, at: Sequence[int]) -> None:
        self.words = words
        self.at = at

    def cut(self, start: int, end: int | None = None) -> "Stretch":
        """Return a part of it, without the spaces around."""
        end = len(self.words) if end is None else end
        while start < end and self.words[start].isspace():
            start += 1
        while end > start and self.words[end - 1].isspace():
            end -= 1
        return Stretch(self.words[start:end], self.at[start:end])

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return where a part of it stands in the text."""
        end = len(self.words) if end is None else end
        if start >= end:
            place = self.at[start] if start < len(self.at) else 0
            return Span(place, place)
        return Span(self.at[start], self.at[end - 1] + 1)


_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]+")


def language_of(words: str) -> str:
    """Return zh or en, whichever most of the words are in."""
    chinese = len(_CHINESE.findall(words))
    return "zh" if chinese * 2 > len(_LATIN.findall(words)) else "en"
