"""The rules of this room: `rules/*.toml`."""

from pathlib import Path

from sunledger.decisions.reading.shelf import Shelf

SHELF = Shelf(Path(__file__).parent / "rules")
