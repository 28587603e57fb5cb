"""The conditions that the text of a line holds a word, as each database answers them by itself.

What SQLite has no words for it would ask Python, a line at a time: ten thousand calls a question,
each of which waits for whatever else the process is doing. So it is asked in its own functions.
"""

import re

from django.db import connection

from sunledger.disclosure.category import Field
from sunledger.disclosure.lines.words import Word, plain, whole_pattern

Condition = tuple[str, list[str | int]]  # SQL, and what goes into it
_NAME = re.compile(r"\w+", re.ASCII)
_WITHIN = (
    "instr(l.text, %s) > 0 AND instr(substr(substr(l.text, instr(l.text, %s) + %s), 1, "
    "instr(substr(l.text, instr(l.text, %s) + %s), char(10))), %s) > 0"
)


def anywhere(word: Word) -> Condition:
    """Return the condition that some field of a line holds a word."""
    if connection.vendor != "sqlite":
        return "l.text ~ %s", [word.pattern()]
    if _NAME.fullmatch(word.text):  # it may stand in the name of a field as well
        return "l.text REGEXP %s", [word.pattern()]
    return "instr(l.text, %s) > 0", [word.text]


def in_field(word: Word, name: str) -> Condition:
    """Return the condition that one field of a line holds a word."""
    if connection.vendor != "sqlite":
        return "l.text ~ %s", [word.pattern(name)]
    begin = f"\n{name}\t"
    return _WITHIN, [begin, begin, len(begin), begin, len(begin), word.text]


def whole(field: Field, text: str) -> Condition:
    """Return the condition that a field says this and nothing else."""
    if connection.vendor != "sqlite":
        return "l.text ~ %s", [whole_pattern(field, text)]
    end = " " if field.kind == "choice" else "\n"  # a choice begins with its code
    return "instr(l.text, %s) > 0", [f"\n{field.name}\t{plain(text)}{end}"]
