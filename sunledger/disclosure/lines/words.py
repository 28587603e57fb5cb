"""Texts as they are looked for: in pairs of signs, so that one or two Chinese characters are found.

A text is cut where a sign is neither letter nor digit, and each run is kept as its pairs and its
last sign: 办公用品 as 办公 公用 用品 品. A word is then in a text if all its pairs are, which an
index answers at once, and if it stands there in one piece, which is asked of what the index gave.
One sign is found as the beginning of a pair. Both databases keep and ask for the same pairs.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from sunledger.core.money import MINOR
from sunledger.disclosure.category import Field

_RUN = re.compile(r"[^\W_]+")
# Amounts as people write them: the signs that mean nothing are left out, the digits are looked for.
_AMOUNT = re.compile(r"[¥$£€]?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+)元?")
LONGEST = 20_000  # signs of one line that are looked through
MOST = 8  # words asked for at once; more only cost time


def plain(text: str) -> str:
    """Return a text in the spelling in which it is compared."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().split())


def pairs(text: str) -> list[str]:
    """Return what an index keeps of a plain text, each once."""
    found: dict[str, None] = {}
    for run in _RUN.findall(text[:LONGEST]):
        found.update(dict.fromkeys(map("".join, pairwise(run))))
        found[run[-1]] = None
    return list(found)


def text_of(values: Mapping[str, object], fields: Iterable[Field], currency: str) -> str:
    """Return the words of a line, each field by itself: a line feed, its name, a tab, its text."""
    parts = [
        f"{field.name}\t{plain(_written(values[field.name], field, currency))}"
        for field in fields
        if values.get(field.name) is not None
    ]
    return "\n" + "\n".join(parts) + "\n" if parts else "\n"


def pairs_of_line(text: str) -> list[str]:
    """Return what an index keeps of a line: the pairs of its texts, and not the fields' names."""
    return pairs("\n".join(part.partition("\t")[2] for part in text.split("\n")))


def _written(value: object, field: Field, currency: str) -> str:
    """Return a value as it is looked for: money with its decimals, a choice with its words."""
    if field.kind == "money" and isinstance(value, int):
        places = MINOR.get(currency, 2)
        whole, part = divmod(abs(value), 10**places)
        sign = "-" if value < 0 else ""
        return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"
    if field.kind == "choice":
        titles = [one.title for one in field.choices if one.code == value]
        return " ".join([str(value), *(f"{title.zh} {title.en}" for title in titles)])
    return str(value)


@dataclass(frozen=True)
class Word:
    """A word that is looked for: its plain spelling, and the pairs that an index is asked for."""

    text: str
    pairs: tuple[str, ...]
    begins: tuple[str, ...]  # single signs: pairs that begin so

    @property
    def is_exact(self) -> bool:
        """Whether the index alone answers."""
        return len(self.pairs) + len(self.begins) == 1 and len(self.text) <= 2

    def pattern(self, field: str = "") -> str:
        """Return what finds it in the text of a line, in one field or in any."""
        return f"\n{re.escape(field)}\t[^\n]*{_escaped(self.text)}" if field else self._anywhere

    @property
    def _anywhere(self) -> str:
        return f"\t[^\n]*{_escaped(self.text)}"


def words_of(text: str) -> list[Word]:
    """Return the words that a person asks for; what holds no letter or digit is none."""
    return [word for part in plain(text).split()[:MOST] if (word := word_of(part)).text]


def word_of(text: str) -> Word:
    """Return one word, which may hold spaces; its text is empty where there is nothing to find."""
    text = plain(text)
    if amount := _AMOUNT.fullmatch(text):
        text = amount[1].replace(",", "")
    whole: dict[str, None] = {}
    begins: dict[str, None] = {}
    for run in _RUN.findall(text):
        if len(run) == 1:
            begins[run] = None
        whole.update(dict.fromkeys(map("".join, pairwise(run))))
    return Word(text if whole or begins else "", tuple(whole), tuple(begins))


def whole_pattern(field: Field, text: str) -> str:
    """Return what finds a field that says this and nothing else; a choice begins with its code."""
    end = " " if field.kind == "choice" else "\n"
    return f"\n{re.escape(field.name)}\t{_escaped(plain(text))}{end}"


def _escaped(text: str) -> str:
    """Return a text as a pattern that means itself, in Python and in PostgreSQL alike."""
    return "".join(f"\\{sign}" if sign in r".^$*+?()[]{}|\-" else sign for sign in text)
