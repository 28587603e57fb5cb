"""Presets: how much time a matter has, and the days on the way, counted from when it is given out.

A preset is one TOML file in `presets/`; a form offers whatever lies there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from django.conf import settings
from django.utils.translation import get_language

from sunledger.core import spans
from sunledger.core.catalogue import load

SHELF = Path(__file__).parent / "presets"
_A_DAY = date(2024, 3, 4)  # on which the order of a file's stretches is tried


@dataclass(frozen=True)
class Words:
    """A text in the two languages of every shelf."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


@dataclass(frozen=True)
class Stage:
    """Something that is to be there within a stretch of time, and what shows that it is."""

    within: str
    title: Words
    proof: Literal["document", "receipt", "note"] = "note"

    def __post_init__(self) -> None:
        spans.read_span(self.within)


@dataclass(frozen=True)
class Size:
    """How long a matter of a size may take."""

    within: str
    title: Words

    def __post_init__(self) -> None:
        spans.read_span(self.within)


@dataclass(frozen=True)
class Preset:
    """A rhythm of work: the stages on the way, and the end by the size of the matter."""

    code: str
    title: Words
    about: Words
    sizes: Mapping[str, Size]
    stages: tuple[Stage, ...] = ()

    def __post_init__(self) -> None:
        if not self.sizes:
            raise ValueError("a preset has at least one size, such as [sizes.ordinary]")
        ends = [spans.after(_A_DAY, stage.within) for stage in self.stages]
        if any(later < earlier for earlier, later in pairwise(ends)):
            raise ValueError("the stages are not in the order of their days")
        for name, size in self.sizes.items():
            if ends and spans.after(_A_DAY, size.within) < ends[-1]:
                raise ValueError(f"sizes.{name} ends before its last stage")


class Mark(NamedTuple):
    """A day on the way, as a preset puts it."""

    title: str
    due: date
    proof: str


class Days(NamedTuple):
    """What a preset makes of a day and a size."""

    due: date
    marks: tuple[Mark, ...]


def shelf(folder: Path = SHELF) -> dict[str, Preset]:
    """Return the presets of a folder, or refuse the first bad file."""
    return load(folder, Preset)


PRESETS = shelf()


def days(preset: Preset, from_day: date, size: str) -> Days:
    """Return when a matter given out on a day is due, and the days on the way there."""
    calendar = settings.SUNLEDGER_CLOCK["calendar"]
    marks = (
        Mark(str(stage.title), spans.after(from_day, stage.within, calendar), stage.proof)
        for stage in preset.stages
    )
    return Days(spans.after(from_day, preset.sizes[size].within, calendar), tuple(marks))
