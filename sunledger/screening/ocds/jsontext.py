"""The JSON texts in a file: one, several behind each other, or one a line; what breaks is named."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from sunledger.core import encoding
from sunledger.core.content import Content
from sunledger.core.problem import Problem, gettext_noop, shorten
from sunledger.core.rows import BadFile, Limits

# A line or a text over many lines is held whole while it is read.
LONGEST_LINE = 128 << 20
LARGEST_TEXT = 512 << 20
BLOCK = 1 << 18  # lines that are read at once: with what is made of them, what a cache holds

# Spaces, the marks of byte order and of JSON text sequences, and a comma between two texts.
_SPACE = re.compile(r"[\s\x00\ufeff\x1e,]*")
_BLANK = b" \t\r\n\x00\x1e\xef\xbb\xbf"
# Where to go on after a text that breaks off: a line that begins with an object or an array.
_NEXT = re.compile(r"\n(?=[{\[])")
# Half of a sign without its other half: it cannot be written in UTF-8.
_FIRST, _SECOND = r"\\u[dD][89aAbB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F]"
_HALF = re.compile(f"{_FIRST}(?!{_SECOND})|(?<!{_FIRST}){_SECOND}")
TOO_DEEP = gettext_noop("The JSON is nested too deeply to be read.")


Decode = Callable[[bytes], Any]


class Document(NamedTuple):
    """One JSON text: its number in the file and the line on which it begins, both from 1."""

    number: int
    line: int
    value: Any


class Broken(NamedTuple):
    """A part of a file that is not JSON, and why."""

    line: int
    problem: Problem


class Start(NamedTuple):
    """Where to begin in a file: behind so many bytes, lines and texts."""

    offset: int = 0
    line: int = 0
    number: int = 0


BEGIN = Start()


class Texts:
    """The JSON texts of a file, or those behind a start, at which a line begins.

    A file of lines is read line by line, whatever its size; `decode` reads a line, and raises
    msgspec.DecodeError where it is not JSON. A text over several lines is held whole, up to 512 MB.
    """

    def __init__(
        self, content: Content, decode: Decode = msgspec.json.decode, start: Start = BEGIN
    ) -> None:
        self.content = content
        self.decode = decode
        self.start = start
        self.encoding = ""

    def __iter__(self) -> Iterator[Document | Broken]:
        """Give the texts in order, and what is broken between them; each time from the start."""
        lines = _Lines(self)
        if not lines.wide:
            yield from lines.read()
        if lines.rest is not None:
            yield from _behind_each_other(self.text(lines.whole()), lines.line, lines.number)

    def text(self, held: bytes) -> str:
        """Return bytes as text, in the encoding of the file."""
        if not self.encoding:
            self.encoding = encoding.survey(self.content, Limits(line=LARGEST_TEXT)).encoding
        return held.decode(self.encoding, "replace" if "16" in self.encoding else encoding.STRAY)


def _behind_each_other(text: str, line: int, number: int) -> Iterator[Document | Broken]:
    """Give the texts of which each takes as many lines as it likes; the first begins on `line`."""
    counted = 0
    at = _skip(text, 0)
    while at < len(text):
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, at = _lenient(text, at)
        except (ValueError, RecursionError) as error:
            place = error.pos if isinstance(error, json.JSONDecodeError) else at
            yield Broken(line, _problem(error, line + text.count("\n", at, place)))
            found = _NEXT.search(text, max(at, min(place, len(text)) - 1))
            at = found.end() if found else len(text)
            continue
        number += 1
        yield Document(number, line, value)
        at = _skip(text, at)


def _lenient(text: str, at: int) -> tuple[Any, int]:
    """Return the JSON text at a place, and its end; NaN is read, and half a sign is a “�”."""
    value, end = json.JSONDecoder().raw_decode(text, at)
    if _HALF.search(text, at, end):
        held = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
        value = json.loads(held.decode("utf-16", "replace"))
    return value, end


class _Lines:
    """The lines of a file, as long as each is a JSON text of its own.

    A line that is none is broken if the next one is a text again; else it begins a text of several
    lines, and what remains of the file is left in `rest`.
    """

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.number = texts.start.number
        self.line = texts.start.line
        head = texts.content.head
        # The ends of lines are no single bytes in UTF-16 and UTF-32.
        self.wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:4]
        self.rest: bytes | None = b"" if self.wide else None
        self._source = _pieces(behind(texts.content, texts.start.offset))

    def read(self) -> Iterator[Document | Broken]:
        """Give what the lines hold; stop where a line is only a part of a text."""
        odd: tuple[int, bytes, Problem] | None = None
        for held in self._source:
            self.line += 1
            plain = held.strip(_BLANK)
            if not plain:
                continue
            value = self._value(plain)
            if isinstance(value, Problem):
                if odd or len(plain) == 1 or not plain.startswith((b"{", b"[")):
                    odd = odd or (self.line, b"", value)
                    self._stop(odd, held)
                    return
                odd = (self.line, held, value)
                continue
            if odd:
                yield Broken(odd[0], odd[2])
                odd = None
            self.number += 1
            yield Document(self.number, self.line, value)
        if odd:
            self._stop(odd, b"")

    def whole(self) -> bytes:
        """Return the bytes from the line that is no text of its own to the end of the file."""
        held = bytearray(self.rest or b"")
        for piece in self._source:
            held += piece
            if len(held) > LARGEST_TEXT:
                sentence = gettext_noop(
                    "%(file)s holds one JSON text of more than %(size)s MB. Give the releases one a"
                    " line (JSON lines), or in several packages."
                )
                size = str(LARGEST_TEXT >> 20)
                raise BadFile(sentence, file=self.texts.content.name, size=size)
        return bytes(held)

    def _stop(self, odd: tuple[int, bytes, Problem], held: bytes) -> None:
        """Leave the rest of the file for a reader of texts over several lines."""
        blank = b"\n" * (self.line - odd[0] - 1) if held and odd[1] else b""
        self.line, self.rest = odd[0], odd[1] + blank + held

    def _value(self, plain: bytes) -> Any:
        """Return what a line says, or why it says nothing."""
        try:
            return self.texts.decode(plain)
        except UnicodeDecodeError:
            return self._in_its_encoding(plain)
        except (msgspec.DecodeError, RecursionError) as error:
            return self._leniently(self.texts.text(plain), error)

    def _in_its_encoding(self, plain: bytes) -> Any:
        text = self.texts.text(plain)
        try:
            return self.texts.decode(text.encode())
        except (msgspec.DecodeError, RecursionError) as error:
            return self._leniently(text, error)

    def _leniently(self, text: str, error: Exception) -> Any:
        """Return what a line says that holds what only some write, or why it says nothing."""
        try:
            value, end = _lenient(text, 0)
        except (ValueError, RecursionError):
            return _problem(error, self.line)
        return value if end == len(text) else _problem(error, self.line)


def behind(content: Content, offset: int) -> Iterator[bytes]:
    """Give the bytes of a file piece by piece, without the first."""
    for chunk in content.chunks():
        if offset < len(chunk):
            yield chunk[offset:] if offset else chunk
        offset = max(0, offset - len(chunk))


def blocks(content: Content) -> Iterator[memoryview]:
    """Give the lines of a file, many at a time; each block holds until the next is asked for."""
    if isinstance(content.source, Path) and not content.zipped:
        return _read_in_place(content.source)
    return map(memoryview, _joined(content.chunks()))


def _read_in_place(path: Path) -> Iterator[memoryview]:
    """Give blocks of a plain file, all in the same memory: fresh memory costs more than reading."""
    held = bytearray(BLOCK)
    view = memoryview(held)
    filled = 0
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(view[filled:]):
            filled += size
            if end := held.rfind(b"\n", 0, filled) + 1:
                yield view[:end]
                filled -= end
                view[:filled] = bytes(view[end : end + filled])
            if filled == len(held):
                held = held + bytearray(filled)
                view = memoryview(held)
                if filled > LONGEST_LINE:
                    break
    if filled:
        yield view[:filled]


def _joined(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Give blocks of what comes in pieces."""
    kept: list[bytes] = []
    held = 0
    for chunk in chunks:
        if held and (end := chunk.rfind(b"\n") + 1):
            yield b"".join((*kept, chunk[:end]))
            kept, held, chunk = [], 0, chunk[end:]
        kept.append(chunk)
        held += len(chunk)
        if held > LONGEST_LINE:
            break
    yield b"".join(kept)


def _pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Give the lines of a file, each with its end; one that is too long for a line in parts."""
    kept = b""
    for chunk in chunks:
        lines = (kept + chunk).split(b"\n") if kept else chunk.split(b"\n")
        kept = lines.pop()
        for line in lines:
            yield line + b"\n"
        if len(kept) > LONGEST_LINE:
            yield kept
            kept = b""
    if kept:
        yield kept


def _skip(text: str, at: int) -> int:
    """Return where the next text begins."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _problem(error: Exception, line: int) -> Problem:
    """Return why a part of a file is not JSON."""
    if isinstance(error, RecursionError):
        return Problem(TOO_DEEP)
    sentence = gettext_noop("This is not JSON: %(why)s, line %(line)s.")
    return Problem(sentence, {"why": shorten(getattr(error, "msg", error)), "line": str(line)})
