"""The marked texts of the readout's examples."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import sunledger.decisions.readout

EXAMPLES = Path(sunledger.decisions.readout.__file__).parent / "examples"
_MARK = re.compile(r"«(.*?)»", re.DOTALL)


class Marked(NamedTuple):
    """A text, what in it is a directive, and what is known of those."""

    name: str
    text: str
    directives: list[str]
    owners: list[str] | None
    days: list[str] | None
    amounts: list[list[float]] | None


def marked_texts() -> list[Marked]:
    """Return every example text of the readout."""
    return [
        _marked(entry)
        for file in sorted(EXAMPLES.glob("*.toml"))
        for entry in tomllib.loads(file.read_text(encoding="utf-8"))["texts"]
    ]


def _marked(entry: dict[str, Any]) -> Marked:
    words = entry["text"].strip("\n")
    directives = entry.get("marked") or _MARK.findall(words)
    plain = words.replace("«", "").replace("»", "")
    known = (entry.get(what) for what in ("owners", "days", "amounts"))
    return Marked(entry["name"], plain, directives, *known)
