"""JSON texts that stand behind each other, each over as many lines as it likes.

They are read leniently: NaN, half a sign, a comma between two texts. Of a file no more is held than
the text that is being read takes; what breaks is named, and reading goes on with the next line that
begins an object or an array.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from sunledger.core.problem import Problem, gettext_noop, shorten
from sunledger.screening.ocds import large
from sunledger.screening.ocds.found import Broken, Document
from sunledger.screening.ocds.large import TooLarge

MOST_BROKEN = 10_000  # one behind the other: what follows is no JSON either
_STEP = 1 << 20  # signs that are read on with, at least
_NEAR = 16  # signs before the end within which it may be the end that breaks a text

# Spaces, the marks of byte order and of JSON text sequences, and a comma between two texts.
_SPACE = re.compile(r"[\s\x00\ufeff\x1e,]*")
# Where to go on after a text that breaks off: a line that begins with an object or an array.
_NEXT = re.compile(r"\n(?=[{\[])")
# Half of a sign without its other half: it cannot be written in UTF-8.
_FIRST, _SECOND = r"\\u[dD][89aAbB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F]"
_HALF = re.compile(f"{_FIRST}(?!{_SECOND})|(?<!{_FIRST}){_SECOND}")
TOO_DEEP = gettext_noop("The JSON is nested too deeply to be read.")
_STOPPED = gettext_noop(
    "From here on nothing was read: before it, %(many)s places one behind the other are no JSON."
)
_NO_END = gettext_noop(
    "What follows it in this file was not read either: who does not read it does not know its end."
)


def spread(pieces: Iterator[str], line: int, number: int) -> Iterator[Document | Broken]:
    """Give the texts of which each takes as many lines as it likes; the first begins on `line`."""
    held = _Held(pieces, line)
    broken = 0
    while held.begins():
        try:
            value, end = lenient(held.text, held.at)
        except (ValueError, RecursionError) as error:
            if held.may_go_on(error):
                if problem := held.too_large():
                    yield Broken(held.line(), problem)
                    yield Broken(held.line(), Problem(_NO_END))
                    return
                held.more()
                continue
            broken += 1
            if broken > MOST_BROKEN:
                yield Broken(held.line(), Problem(_STOPPED, {"many": str(MOST_BROKEN)}))
                return
            yield Broken(held.line(), held.problem(error))
            held.pass_over(error)
            continue
        if end == len(held.text) and not held.is_last:
            held.more()  # a number may go on
            continue
        broken = 0
        number += 1
        yield Document(number, held.line(), value)
        held.at = end


class _Held:
    """What is held of the texts, and where the next one begins in it."""

    def __init__(self, pieces: Iterator[str], line: int) -> None:
        self.pieces = pieces
        self.text = ""
        self.at = 0
        self.is_last = False
        self._line, self._counted = line, 0

    def line(self) -> int:
        """Return the line on which the next text begins."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def begins(self) -> bool:
        """Go to where the next text begins; whether there is one."""
        while True:
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return True
            if self.is_last:
                return False
            self.more()

    def more(self) -> None:
        """Forget what was read, and hold as much again as is held."""
        self.line()
        rest = self.text[self.at :]
        self.text, self.at, self._counted = "", 0, 0
        new: list[str] = []
        wanted = max(_STEP, len(rest))
        while wanted > 0:
            piece = next(self.pieces, None)
            if piece is None:
                self.is_last = True
                break
            new.append(piece)
            wanted -= len(piece)
        self.text = rest + "".join(new)

    def may_go_on(self, error: Exception) -> bool:
        """Whether a text may be broken only because no more of it is held."""
        if self.is_last or not isinstance(error, json.JSONDecodeError):
            return False
        return error.pos > len(self.text) - _NEAR or error.msg.startswith("Unterminated")

    def too_large(self) -> TooLarge | None:
        """Return why no more of a text must be read, if so."""
        signs = len(self.text) - self.at
        if signs > large.LARGEST:
            return TooLarge(large.TOO_LARGE, {"size": str(large.LARGEST >> 20)})
        return large.too_many(sum(self.text.count(one, self.at) for one in ",[{"))

    def problem(self, error: Exception) -> Problem:
        """Return why the text is not JSON, with the line on which it breaks."""
        return problem(error, self.line() + self.text.count("\n", self.at, self._place(error)))

    def pass_over(self, error: Exception) -> None:
        """Go to the next line that may begin a text."""
        at = max(self.at, min(self._place(error), len(self.text)) - 1)
        while not (found := _NEXT.search(self.text, at)):
            # The last sign may be the end of a line, of which the next one is not held yet.
            self.at = at = len(self.text) if self.is_last else max(0, len(self.text) - 1)
            if self.is_last:
                return
            self.more()
            at = 0
        self.at = found.end()

    def _place(self, error: Exception) -> int:
        return error.pos if isinstance(error, json.JSONDecodeError) else self.at


def lenient(text: str, at: int) -> tuple[Any, int]:
    """Return the JSON text at a place, and its end; NaN is read, and half a sign is a “�”."""
    value, end = json.JSONDecoder().raw_decode(text, at)
    if _HALF.search(text, at, end):
        held = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
        value = json.loads(held.decode("utf-16", "replace"))
    return value, end


def problem(error: Exception, line: int) -> Problem:
    """Return why a part of a file is not JSON."""
    if isinstance(error, RecursionError):
        return Problem(TOO_DEEP)
    sentence = gettext_noop("This is not JSON: %(why)s, line %(line)s.")
    return Problem(sentence, {"why": shorten(getattr(error, "msg", error)), "line": str(line)})
