"""How numbers of persons stand beside a link: masked, or as keyed hashes, and never whole."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sunledger.core.privacy.masks import masked
from sunledger.screening.door import Door, holds_number, site_key

Show = Callable[[Mapping[str, str]], str]

# What a column's numbers are called where they are hashed, and where they are masked.
_PERSONAL = {"identity": "identity", "phone": "phone"}


def shown(kind: str, key: Path | None) -> Show:
    """Return what writes a row in one cell; with a key, numbers of persons are hashed with it.

    A number equals that of the tables a site keeps, where the key is the site's. `kind` says whose
    rows they are: the code of a firm is public, that of a person is not.
    """
    personal = _PERSONAL | ({"code": "identity"} if kind == "person" else {})
    door = Door(site_key(key)) if key else None

    def cell(name: str, text: str) -> str:
        rule = personal.get(name) or ("identity" if holds_number(text) else "")
        if not text or not rule:
            return text
        if door is None:
            return masked(text, rule)
        found = door.key(text, "telephone") if rule == "phone" else door.person(text).key
        return "" if found is None else str(found)

    return lambda row: " | ".join(cell(name, text) for name, text in row.items())
