"""The shelf of categories: the packs that come with Sunledger, and over them the site's own."""

import logging
from dataclasses import replace
from pathlib import Path

from sunledger.core.catalogue import CatalogueError, load
from sunledger.disclosure.packfile import HEAD, Heading, Pack, load_pack
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
    "CATEGORIES", "FAULTS", "PACKS", "SHIPPED", "Category", "Choice", "Example", "Field",
    "Heading", "Kind", "Mask", "Pack", "Period", "Role", "Text", "guessed", "lay_over", "shipped",
]  # fmt: skip

SHELF = Path(__file__).parent / "catalogue"
IN_FORCE = "in-force"  # the folder among a site's packs that holds what it has taken into force
_LOG = logging.getLogger("sunledger.packs")


def shipped(shelf: Path = SHELF) -> dict[str, Pack]:
    """Return the packs of a shelf: a folder each, and the loose files that name a pack."""
    packs = {path.parent.name: load_pack(path.parent) for path in sorted(shelf.glob(f"*/{HEAD}"))}
    for category in load(shelf, Category).values():
        pack = packs.get(category.pack)
        if pack is None:
            known = ", ".join(packs)
            raise CatalogueError(
                f"{category.code}.toml: there is no pack “{category.pack}”. There are: {known}"
            )
        packs[pack.code] = replace(pack, items=(*pack.items, replace(category, guess=True)))
    return packs


def lay_over(folder: Path) -> None:
    """Put a site's packs, as they lie in force in a folder, in the place of those shipped.

    Of each pack the newest version counts that can be read; what is wrong with a newer one is kept
    in FAULTS, so that the site goes on under the former one and says so.
    """
    PACKS.clear()
    PACKS.update(SHIPPED)
    FAULTS.clear()
    for place in sorted(one for one in folder.glob("*") if one.is_dir()):
        if pack := _newest(place):
            _take(pack)
    CATEGORIES.clear()
    CATEGORIES.update(_by_code(PACKS))


def guessed() -> list[Category]:
    """Return the categories that a sheet of unknown kind may be taken for."""
    return [one for one in CATEGORIES.values() if one.guess]


def by_age(version: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts versions as people count: 2026-2 before 2026-10."""
    digits = "".join(sign if sign.isdigit() else " " for sign in version).split()
    return (*((int(number), "") for number in digits), (0, version))


def _newest(place: Path) -> Pack | None:
    """Return the newest version of a site's pack that can be read."""
    # Half of a copy begins with a dot.
    found = (one for one in place.glob("[!.]*") if one.is_dir())
    versions = sorted(found, key=lambda one: by_age(one.name))
    for folder in reversed(versions):
        try:
            return replace(load_pack(folder, place.name), shipped=False)
        except CatalogueError as error:
            _fault(str(error))
    return None


def _take(pack: Pack) -> None:
    """Lay one pack over the others, unless it has a code that another pack has."""
    if clash := clash_of(pack):
        _fault(clash)
    else:
        PACKS[pack.code] = pack


def clash_of(pack: Pack) -> str:
    """Return a sentence where an item has the code of another pack's item."""
    others = {one.code: one.pack for each in PACKS.values() for one in each.items}
    for item in pack.items:
        if others.get(item.code, pack.code) != pack.code:
            owner = others[item.code]
            return f"{pack.code}: the pack {owner} has an item “{item.code}” already. Rename yours."
    return ""


def _fault(sentence: str) -> None:
    FAULTS.append(sentence)
    _LOG.error(sentence)


def _by_code(packs: dict[str, Pack]) -> dict[str, Category]:
    """Return the items of all packs by their codes, those that are guessed first."""
    items = sorted((one for pack in packs.values() for one in pack.items), key=lambda x: x.code)
    return {one.code: one for one in sorted(items, key=lambda x: not x.guess)}


SHIPPED = shipped()
PACKS: dict[str, Pack] = dict(SHIPPED)
CATEGORIES: dict[str, Category] = _by_code(PACKS)
FAULTS: list[str] = []
