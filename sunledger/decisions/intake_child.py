"""The bounded process that reads a file, watched: how far it is, and ended as soon as asked.

Its input and output are files in a folder of its own, so that neither side ever waits for the other
to read. How far it is stands in a third file, a line a page.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from sunledger.core.problem import gettext_noop

LOOK = 0.1  # seconds between two looks at the process
_ROOT = Path(__file__).resolve().parents[2]
Tell = Callable[[int, int], None]  # how many steps are done, and of how many


def found(content: bytes, name: str, tell: Tell) -> dict[str, Any]:
    """Return what a bounded process found in the bytes, or why it did not.

    `tell` is called several times a second; when it raises, the process is ended at once.
    """
    too_much = gettext_noop("Reading %(file)s takes too long or too much. Give it in parts.")
    with TemporaryDirectory(prefix="sunledger-") as folder:
        given, said, told = (Path(folder) / part for part in ("given", "said", "told"))
        given.write_bytes(content)
        if not _ended_well(name, (given, said, told), tell):
            return {"refused": {"msgid": too_much, "params": {"file": name}}}
        found: dict[str, Any] = json.loads(said.read_bytes())
    return found


def _ended_well(name: str, files: tuple[Path, Path, Path], tell: Tell) -> bool:
    """Let the process run to its end; say whether it came to one in time."""
    given, said, told = files
    seconds = settings.SUNLEDGER_READOUT_SECONDS
    limits = [str(settings.SUNLEDGER_READOUT_MEMORY), str(seconds), name]
    until = time.monotonic() + seconds * 2
    with given.open("rb") as stdin, said.open("wb") as stdout, told.open("wb") as stderr:
        child = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-m", "sunledger.decisions.readprogram", *limits],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "PATH": os.defpath},
        )
        try:
            while not _has_ended(child):
                if time.monotonic() > until:
                    return False
                tell(*_steps(told))
        finally:
            child.kill()
            child.wait()
    return child.returncode == 0


def _has_ended(child: "subprocess.Popen[bytes]") -> bool:
    """Wait a little, and say whether the process has ended."""
    try:
        child.wait(LOOK)
    except subprocess.TimeoutExpired:
        return False
    return True


def _steps(told: Path) -> tuple[int, int]:
    """Return what the last whole line says: how many steps are done, and of how many."""
    lines = told.read_bytes().splitlines(keepends=True)
    for line in reversed(lines):
        words = line.split()
        if line.endswith(b"\n") and len(words) == 2 and all(word.isdigit() for word in words):
            return int(words[0]), int(words[1])
    return 0, 1
