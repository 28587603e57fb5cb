"""Fingerprints of sentences, by which a copy is known again though it was set anew.

Only letters, figures and Han signs count, in one width and one case: line breaks, spaces, marks of
punctuation and mark-up change nothing. A sentence is the set of its runs of neighbouring words; the
four smallest of their hashes are kept. Of two sentences that share most runs, these four all but
always share one; whether they are alike is then asked of all runs. Nothing is drawn by lot, so the
same text has the same fingerprints on every machine and in every year.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

KEPT = 4  # numbers of a fingerprint
SHORTEST = 6  # words; shorter sentences stand in too many texts
ALIKE = 0.6  # the share of runs that two sentences have in common, of all runs of both
INSIDE = 0.9  # the share of the shorter one's runs that the longer one has
_ENDS = re.compile(r"[。！？；!?;]|\.(?=\s|$)|\n\s*\n")
_WIDE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text: where it stands, and its words in one width and case."""

    start: int
    end: int
    words: tuple[str, ...]

    @cached_property
    def runs(self) -> frozenset[int]:
        """Return the hashes of its runs of words: three Han signs, or two words of letters."""
        wide = sum(bool(_WIDE.match(word)) for word in self.words) * 2 >= len(self.words)
        length = min(3 if wide else 2, len(self.words))
        found = (self.words[at : at + length] for at in range(len(self.words) - length + 1))
        return frozenset(_hash(" ".join(run)) for run in found)

    @property
    def keys(self) -> list[int]:
        """Return its fingerprint."""
        return sorted(self.runs)[:KEPT]


def sentences_of(text: str, without: Iterable[Sequence[int]] = ()) -> list[Sentence]:
    """Return the sentences of a text that are long enough, except those in greyed stretches."""
    grey = [(start, end) for start, end in without]
    return [one for one in _sentences(text) if not _greyed(one, grey)]


def sentence_of(words: str) -> Sentence:
    """Return some words as one sentence, however short."""
    return Sentence(0, len(words), tuple(word for _start, _end, word in _words(words, 0)))


def alike(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences say the same, but for small edits, or one holds the other."""
    if not one.runs or not other.runs:
        return False
    common = len(one.runs & other.runs)
    if common >= ALIKE * len(one.runs | other.runs):
        return True
    short, long = sorted((len(one.runs), len(other.runs)))
    return short >= SHORTEST and common >= INSIDE * short and short * 3 >= long


def _sentences(text: str) -> Iterator[Sentence]:
    """Give the sentences, ended by a point, a semicolon or an empty line, never by a line's end."""
    start = 0
    for end in [*(match.end() for match in _ENDS.finditer(text)), len(text)]:
        words = list(_words(text[start:end], start))
        if len(words) >= SHORTEST:
            yield Sentence(words[0][0], words[-1][1], tuple(word for *_at, word in words))
        start = end


def _words(text: str, offset: int) -> Iterator[tuple[int, int, str]]:
    """Give each Han sign, and each word of letters and figures, with its place."""
    held, start = "", 0
    for at, sign in enumerate(text):
        plain = unicodedata.normalize("NFKC", sign).casefold()
        if _WIDE.match(plain):
            if held:
                yield offset + start, offset + at, held
                held = ""
            yield offset + at, offset + at + 1, plain
        elif plain.isalnum():
            start = start if held else at
            held += plain
        elif held:
            yield offset + start, offset + at, held
            held = ""
    if held:
        yield offset + start, offset + len(text), held


def _greyed(one: Sentence, grey: list[tuple[int, int]]) -> bool:
    """Whether a sentence lies in a stretch that belongs to the site."""
    return any(start <= one.start and one.end <= end for start, end in grey)


def _hash(words: str) -> int:
    """Return a number below 2**63, which every database holds."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "big") >> 1
