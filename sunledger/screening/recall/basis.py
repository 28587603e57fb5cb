"""What an answer rests on besides the rows: the screen, its limits, and the code that judges."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening.screen import SCREENS

if TYPE_CHECKING:
    from sunledger.screening.judging import Judging

_PACKAGE = Path(__file__).parents[2]
_ROOMS = ("core", "screening")  # whatever of ours a screen can ask lies there
_LIBRARIES = ("duckdb", "narwhals", "pyarrow")


def basis(case: Judging, key: str) -> Mapping[str, Any]:
    """Return what must be the same, so that an answer of an earlier run can be an answer of this.

    A changed limit, another text of the screen, another version of anything that takes part: each
    of them makes the screen judge everything again.
    """
    screen = case.screen
    return {
        "screen": screen.code,
        "version": screen.version,
        "settings": {name: repr(value) for name, value in sorted(case.settings.items())},
        "absent": case.absent,
        "key": key,
        "code": _code(),
        "beside": "" if screen.file.parent == SCREENS else _of(screen.file.parent.glob("*.py")),
    }


@cache
def _code() -> str:
    """Return the fingerprint of all code that judges, ours and that of the engine."""
    files = (file for room in _ROOMS for file in (_PACKAGE / room).rglob("*") if file.is_file())
    parts = [f"{name} {version(name)}" for name in _LIBRARIES]
    parts.append(platform.python_version())
    return _of(file for file in files if file.suffix != ".pyc") + " " + ", ".join(parts)


def _of(files: Iterable[Path]) -> str:
    """Return the fingerprint of files by their names and their content."""
    held = hashlib.sha256()
    for file in sorted(files):
        held.update(f"{file.name}\n".encode())
        held.update(hashlib.sha256(file.read_bytes()).digest())
    return held.hexdigest()
