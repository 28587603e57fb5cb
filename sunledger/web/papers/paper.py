"""What stands on a paper, before it is a file of any kind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """A title, what it is about, a table, and words below it; every value as a reader sees it."""

    language: str  # zh or en: which font, and what a PDF says of itself
    title: str
    about: str  # the unit, below the title
    sentence: str
    facts: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    numbers: tuple[bool, ...]  # of each column, whether it is set as numbers are
    rows: tuple[tuple[str, ...], ...]
    below: str  # what is said of the table: how many rows are left out
    parts: tuple[tuple[str, str], ...]  # heading, text
    foot: (
        str  # on each page: whose paper it is, of which day, and that it says no more than it says
    )
