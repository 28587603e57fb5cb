"""The JSON texts in a file: one, several behind each other, or one a line; what breaks is named."""

import codecs
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from sunledger.core import encoding
from sunledger.core.content import Content
from sunledger.core.problem import Problem
from sunledger.core.rows import Limits
from sunledger.screening.ocds import large, otherwise
from sunledger.screening.ocds.found import Broken, Document
from sunledger.screening.ocds.large import Bytes, TooLarge
from sunledger.screening.ocds.spread import lenient, problem, spread

LONGEST_LINE = large.LARGEST  # a longer one is read as a text over many lines is
_BLANK = b" \t\r\n\x00\x1e\xef\xbb\xbf"
_STEP = 1 << 20
BLOCK = 1 << 18  # lines that are read at once: with what is made of them, what a cache holds

Decode = Callable[[bytes], Any]
_AS_IT_IS: Decode = msgspec.json.decode


class Start(NamedTuple):
    """Where to begin in a file: behind so many bytes, lines and texts."""

    offset: int = 0
    line: int = 0
    number: int = 0


BEGIN = Start()


class Texts:
    """The JSON texts of a file, or those behind a start, at which a line begins.

    A file of lines is read line by line, whatever its size; `decode` reads a line, and raises
    msgspec.DecodeError where it is not JSON. One text over several lines is held whole, up to 512
    MB; of several behind each other, or of one that is not plain JSON in UTF-8, up to 128 MB each.
    """

    def __init__(self, content: Content, decode: Decode = _AS_IT_IS, start: Start = BEGIN) -> None:
        self.content = content
        self.decode = decode
        self.start = start
        self.encoding = ""

    def __iter__(self) -> Iterator[Document | Broken]:
        """Give the texts in order, and what is broken between them; each time from the start."""
        if self.start is BEGIN:
            otherwise.refuse(self.content)
        lines = _Lines(self)
        if not lines.wide:
            yield from lines.read()
        if lines.rest is not None:
            yield from self._rest(lines)

    def _rest(self, lines: "_Lines") -> Iterator[Document | Broken]:
        """Give the texts of what follows the lines: one in all, as is usual, or several."""
        held = bytearray() if lines.wide else lines.held()
        if not lines.wide and len(held) <= large.LARGEST_TEXT:
            before = large.blanks(held)
            line = lines.line + held.count(b"\n", 0, before)
            try:
                value = self.whole(held, line, self.decode)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                pass
            else:
                if isinstance(value, Problem):
                    yield Broken(line, value)
                elif before < len(held):
                    yield Document(lines.number + 1, line, value)
                return
        line = lines.line + 1 if lines.wide else lines.line
        yield from spread(self._decoded(chain([held], lines.source)), line, lines.number)

    def whole(self, held: Bytes, line: int, decode: Decode) -> Any:
        """Return what one text says, a large one in parts; raise where it is not plain JSON."""
        if len(held) <= large.LARGE:
            return decode(bytes(held).strip(_BLANK))
        return large.in_parts(held, decode, lambda part: self.part(part, line))

    def part(self, held: bytes, line: int) -> Any:
        """Return what stands in a list of a large text, or why it says nothing."""
        return self.value(held, line, _AS_IT_IS, is_part=True)

    def value(self, plain: bytes, line: int, decode: Decode, *, is_part: bool = False) -> Any:
        """Return what a text without space around it says, or why it says nothing."""
        try:
            if len(plain) <= large.LARGE:
                return decode(plain)
            if is_part and plain.startswith(b"["):  # no package, so that nothing in it is asked for
                return large.too_large(plain) or decode(plain)
            return self.whole(plain, line, decode)
        except UnicodeDecodeError:
            return large.too_large(plain) or self._in_its_encoding(plain, line, decode)
        except (msgspec.DecodeError, RecursionError) as error:
            if len(plain) > LONGEST_LINE:  # the beginning of a line, and no whole one
                return problem(error, line)
            return large.too_large(plain) or self._leniently(self.text(plain), error, line)

    def _in_its_encoding(self, plain: bytes, line: int, decode: Decode) -> Any:
        text = self.text(plain)
        try:
            return decode(text.encode())
        except (msgspec.DecodeError, RecursionError) as error:
            return self._leniently(text, error, line)

    def _leniently(self, text: str, error: Exception, line: int) -> Any:
        """Return what a line says that holds what only some write, or why it says nothing."""
        try:
            value, end = lenient(text, 0)
        except (ValueError, RecursionError):
            return problem(error, line)
        return value if end == len(text) else problem(error, line)

    def text(self, held: bytes) -> str:
        """Return bytes as text, in the encoding of the file."""
        return held.decode(self._encoding(), self._errors())

    def _decoded(self, pieces: Iterator[Bytes]) -> Iterator[str]:
        """Give bytes as text, piece by piece, in the encoding of the file."""
        decoder = codecs.getincrementaldecoder(self._encoding())(self._errors())
        for piece in pieces:
            for at in range(0, len(piece), _STEP):
                yield decoder.decode(bytes(piece[at : at + _STEP]))
        yield decoder.decode(b"", final=True)

    def _errors(self) -> str:
        return "replace" if self._encoding().startswith(("utf-16", "utf-32")) else encoding.STRAY

    def _encoding(self) -> str:
        """Return the encoding of the file."""
        if not self.encoding:
            limits = Limits(line=sys.maxsize)
            found = _of_four(self.content.head)
            self.encoding = found or encoding.survey(self.content, limits).encoding
        return self.encoding


def _of_four(head: bytes) -> str:
    """Return the encoding in which each sign takes four bytes, where no mark names it."""
    nothing = bytes(3)
    if head[:3] == nothing:
        return "utf-32-be"
    return "utf-32-le" if head[1:4] == nothing else ""


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
        self.source = _pieces(behind(texts.content, texts.start.offset))

    def read(self) -> Iterator[Document | Broken]:
        """Give what the lines hold; stop where a line is only a part of a text."""
        odd: tuple[int, bytes, Problem] | None = None
        for held in self.source:
            self.line += 1
            plain = held.strip(_BLANK)
            if not plain:
                continue
            value = self.texts.value(plain, self.line, self.texts.decode)
            if isinstance(value, Problem) and (odd or not isinstance(value, TooLarge)):
                if odd or len(plain) == 1 or not plain.startswith((b"{", b"[")):
                    odd = odd or (self.line, b"", value)
                    self._stop(odd, held)
                    return
                odd = (self.line, held, value)
                continue
            if odd:
                yield Broken(odd[0], odd[2])
                odd = None
            if isinstance(value, TooLarge):
                yield Broken(self.line, value)
                continue
            self.number += 1
            yield Document(self.number, self.line, value)
        if odd:
            self._stop(odd, b"")

    def held(self) -> bytearray:
        """Return the bytes from the line that is no text of its own on, or more than are held."""
        held = bytearray(self.rest or b"")
        self.rest = b""
        for piece in self.source:
            held += piece
            if len(held) > large.LARGEST_TEXT:
                break
        return held

    def _stop(self, odd: tuple[int, bytes, Problem], held: bytes) -> None:
        """Leave the rest of the file for a reader of texts over several lines."""
        blank = b"\n" * (self.line - odd[0] - 1) if held and odd[1] else b""
        self.line, self.rest = odd[0], odd[1] + blank + held


def behind(content: Content, offset: int) -> Iterator[bytes]:
    """Give the bytes of a file piece by piece, without the first."""
    for chunk in content.chunks():
        if offset < len(chunk):
            yield chunk[offset:] if offset else chunk
        offset = max(0, offset - len(chunk))


def blocks(content: Content) -> Iterator[memoryview]:
    """Give the lines of a file, many at a time; each block holds until the next is asked for."""
    if content.zipped:
        return map(memoryview, _joined(content.chunks()))
    return _read_in_place(content)


def _read_in_place(content: Content) -> Iterator[memoryview]:
    """Give blocks of a plain file, all in the same memory: fresh memory costs more than reading."""
    held = bytearray(BLOCK)
    view = memoryview(held)
    filled = 0
    source = content.source
    with source.open("rb", buffering=0) if isinstance(source, Path) else BytesIO(source) as file:
        while size := file.readinto(view[filled:]):
            filled += size
            if end := held.rfind(b"\n", 0, filled) + 1:
                yield view[:end]
                filled -= end
                rest = bytes(view[end : end + filled])
                if len(held) > BLOCK > filled:  # a long line is behind us
                    held = bytearray(BLOCK)
                    view = memoryview(held)
                view[:filled] = rest
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
    kept: list[bytes] = []
    size = 0
    for chunk in chunks:
        first, *lines = chunk.split(b"\n")
        kept.append(first)
        size += len(first)
        for line in lines:
            yield b"".join((*kept, b"\n"))
            kept, size = [line], len(line)
        if size > LONGEST_LINE:
            yield b"".join(kept)
            kept, size = [], 0
    if size:
        yield b"".join(kept)
