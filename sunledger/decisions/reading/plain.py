"""Plain text and Markdown, in whatever encoding."""

import re

from sunledger.core.content import Content
from sunledger.core.encoding import STRAY, survey
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import BadFile, Limits
from sunledger.decisions.reading.document import Table, Unreadable

# What stands before a text for machines: one line of settings, or a fenced block of them.
_FRONT = re.compile(r"\A(?:#META \{[^\n]*\}\n|---\n(?:[\w-]+:[^\n]*\n|[ \t-][^\n]*\n)*?---\n)")


def read(content: bytes, name: str) -> tuple[str, tuple[Table, ...]]:
    """Return the text, every end of line alike; tables in it are found later."""
    text = as_kept(decode(content, name))
    front = _FRONT.match(text)
    return text[front.end() :] if front else text, ()


def as_kept(text: str) -> str:
    """Return a text with every end of line alike and nothing else changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode(content: bytes, name: str) -> str:
    """Return bytes as text: what they say of themselves first, then what makes most sense."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _surveyed(content, name)
    else:
        if content.count(0) * 4 > len(content):
            text = _surveyed(content, name)
    if text.count("\x00") * 10 > len(text):
        sentence = gettext_noop("%(file)s is no text. Give text, HTML, Word, OpenDocument or PDF.")
        raise Unreadable(sentence, file=name)
    return text.removeprefix("\ufeff")


def _surveyed(content: bytes, name: str) -> str:
    """Return bytes that are not plain UTF-8 as text."""
    try:
        found = survey(Content(content, name), Limits(line=len(content) + 1))
    except BadFile as error:
        raise Unreadable(error.problem.msgid, **error.problem.params) from error
    return content.decode(found.encoding, STRAY if _western(found.encoding) else "replace")


def _western(encoding: str) -> bool:
    """Whether stray bytes may be read as Windows-1252."""
    return encoding.startswith(("utf-8", "cp125", "gb"))
