"""Which lead to look at first, over all screens of a run."""

from __future__ import annotations

from collections.abc import Iterable

from sunledger.screening.engine import Lead, Outcome


def ranked(outcomes: Iterable[Outcome]) -> list[Lead]:
    """Return all leads, the one most worth a look first; several screens on one payee count more."""
    raise NotImplementedError
