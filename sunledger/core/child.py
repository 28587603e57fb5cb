"""How a bounded process of our own is started: in UTF-8, with nothing of what the site knows."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

_ROOT = Path(__file__).resolve().parents[2]


class Child(NamedTuple):
    """What `subprocess` needs to start it."""

    command: list[str]
    cwd: Path
    env: dict[str, str]


def child(module: str, *words: str) -> Child:
    """Return how one of our programs is started; the environment of the site stays with the site.

    Both settings of UTF-8 are given: names of files come in one way, what is written the other.
    What no command line can hold is replaced in the words: a file may have any name.
    """
    env = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
    plain = [word.replace("\0", " ").encode("utf-8", "replace").decode() for word in words]
    return Child([sys.executable, "-m", module, *plain], _ROOT, env | {"PATH": os.defpath})
