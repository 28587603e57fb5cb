"""The reasons for which something may stay unpublished; a category names those that it allows."""

from dataclasses import dataclass
from pathlib import Path

from sunledger.core.catalogue import load
from sunledger.disclosure.shape import Text

SHELF = Path(__file__).parent / "reasons"


@dataclass(frozen=True)
class Reason:
    """One reason: its words, when it holds, its ground in the law, and whether it must end."""

    code: str
    title: Text
    about: Text
    basis: Text | None = None
    needs_end: bool = True


REASONS: dict[str, Reason] = load(SHELF, Reason)
