"""The shelf of categories: the packs that come with Sunledger, and over them the site's own."""

from pathlib import Path

from sunledger.core.catalogue import load
from sunledger.disclosure.shape import (
    Category,
    Choice,
    Example,
    Field,
    Kind,
    Mask,
    Period,
    Role,
    Text,
)

__all__ = [
    "CATEGORIES", "Category", "Choice", "Example", "Field", "Kind", "Mask", "Period", "Role",
    "Text",
]  # fmt: skip

SHELF = Path(__file__).parent / "catalogue"

CATEGORIES: dict[str, Category] = load(SHELF, Category)
