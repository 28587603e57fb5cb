"""Finds every file that plants something, and lets each plant, in a fixed order."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

from sunledger.demo.planted.world import World

_HERE = Path(__file__).parent
_NAME = "sunledger.demo.planted"
_FIRST = ("people", "posts", "registers", "cards", "needy")  # each builds on those before it


def planted(size: int, seed: int = 1) -> World:
    """Return a province of so many residents with everything planted in it: first the ordinary."""
    world = World(size, seed)
    for name in files():
        plant = getattr(importlib.import_module(f"{_NAME}.{name}"), "plant", None)
        if plant:
            world.begin(name)
            plant(world)
    return world


def files() -> Iterator[str]:
    """Give the modules: the people, the rest of the ordinary life, and what is planted in it."""
    yield from (f"ordinary.{name}" for name in _FIRST)
    for folder, prefix in ((_HERE / "ordinary", "ordinary."), (_HERE, "")):
        names = sorted(file.stem for file in folder.glob("*.py"))
        yield from (prefix + name for name in names if name not in ("__init__", *_FIRST))
