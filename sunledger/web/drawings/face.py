"""A drawing with its words and the table that says the same, as `parts/ties.html` shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sunledger.web.drawings.ties import Drawing

__all__ = ["TiesFace", "labelled"]


@dataclass(frozen=True)
class TiesFace:
    """What a reader sees of a few ties; `about` is what the drawing says to who hears it."""

    code: str  # once on a page
    title: str
    about: str
    caption: str
    drawing: Drawing
    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]  # heading and cell
    more: str = ""


def labelled(
    headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return rows with the heading beside each cell, as narrow pages need them."""
    return tuple(
        tuple((name, str(cell)) for name, cell in zip(headings, row, strict=True)) for row in rows
    )
