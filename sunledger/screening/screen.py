"""What a screen file must contain, and the shelf on which the screens stand.

A file in `screens/` is a screen; nothing is registered. A file that lacks something is refused with
a sentence when the shelf is loaded, and the shelf is loaded when a site starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

SCREENS = Path(__file__).parent / "screens"


@dataclass(frozen=True)
class Text:
    """A sentence in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class Setting:
    """What a number of policy means, since when its default stands, and where that comes from."""

    what: Text
    since: date
    source: str
    kind: str = "number"  # number, share, money, days


@dataclass(frozen=True)
class Reason:
    """Why a row was set aside: the screen does not speak about it, or could not judge it."""

    text: Text
    applicable: bool = False  # True: it would have been judged, had the records been better


@dataclass(frozen=True)
class Example:
    """A few rows with what must be found in them: the subjects of the leads, or none."""

    name: str
    flagged: tuple[str, ...] | list[str]
    payments: str
    tables: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """A screen's documentation in one language."""

    title: str
    rule: str
    why: str
    innocent: str
    source: str


@dataclass(frozen=True)
class Screen:
    """One screen, as its file says it."""

    code: str
    version: str  # of the file's content: a changed rule is another version
    en: Words
    zh: Words
    sentence: Text
    tables: tuple[str, ...]  # the first is the one whose rows are counted and judged
    needs: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Setting]
    defaults: Mapping[str, Any]
    reasons: Mapping[str, Reason]
    examples: tuple[Example, ...]
    flags: Callable[..., Any]
    asides: Callable[..., Any] | None
    file: Path


class ScreenError(ValueError):
    """A screen file that is not one; the sentence says which file and why."""


def load(file: Path) -> Screen:
    """Return the screen that the file is, or raise ScreenError."""
    raise NotImplementedError


def shelf(folder: Path = SCREENS) -> dict[str, Screen]:
    """Return every screen of the folder by its code, in the order of their codes."""
    raise NotImplementedError
