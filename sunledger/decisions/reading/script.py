"""Traditional signs and wide figures read as simplified and narrow ones, sign for sign."""

from collections.abc import Callable
from dataclasses import replace as _with
from functools import cache

from sunledger.decisions.reading.document import Document

# Signs so common in official prose that a traditional text of three lines has one of them.
_TELLING = frozenset("會議國務員關於進個們這強調實應將項對與為發開辦區縣鄉鎮學業產經濟請處單責報")
_WIDE = {0xFF10 + figure: str(figure) for figure in range(10)}


def plain(text: str) -> str:
    """Return a text of the same length, as the rules know its signs."""
    if not _TELLING.isdisjoint(text):
        text = text.translate({ord(sign): _simplified(sign) for sign in set(text) if sign >= "㐀"})
    return text.translate(_WIDE)


def plainly(document: Document) -> Document:
    """Return a document with its text as the rules know it; every place stays where it is."""
    text = plain(document.text)
    return document if text == document.text else _with(document, text=text)


def as_written(words: str, read: str, written: str, start: int = 0) -> str:
    """Return words that were read as they are written, looked for from a place on."""
    if read is written:
        return words
    parts = (_one(part, read, written, start) for part in words.split("; "))
    return "; ".join(parts)


def _one(words: str, read: str, written: str, start: int) -> str:
    """Return one stretch of words as it is written."""
    place = read.find(words, start)
    place = place if place >= 0 else read.find(words)
    return written[place : place + len(words)] if words and place >= 0 else words


@cache
def _simplified(sign: str) -> str:
    """Return the simplified form of one sign."""
    form: str = _converter()(sign)
    return form if len(form) == 1 else sign


@cache
def _converter() -> Callable[[str], str]:
    """Return what turns traditional words into simplified ones."""
    # Its tables take a moment to load: only those who read a traditional text wait for them.
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert
