"""The bounded process that reads a file, watched: how far it is, and ended as soon as asked.

Its input and output are files in a folder of its own, so that neither side ever waits for the other
to read. How far it is stands in a third file, a line a page.
"""

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from sunledger.core.child import child
from sunledger.core.problem import gettext_noop

LOOK = 0.1  # seconds between two looks at the process
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
    memory = str(settings.SUNLEDGER_READOUT_MEMORY)
    program = child("sunledger.decisions.readprogram", memory, str(seconds), name)
    until = time.monotonic() + seconds * 2
    with given.open("rb") as stdin, said.open("wb") as stdout, told.open("wb") as stderr:
        running = subprocess.Popen(  # noqa: S603 - our own program, no shell
            program.command,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cwd=program.cwd,
            env=program.env,
        )
        try:
            while not _has_ended(running):
                if time.monotonic() > until:
                    return False
                tell(*_steps(told))
        finally:
            running.kill()
            running.wait()
    return running.returncode == 0


def _has_ended(running: "subprocess.Popen[bytes]") -> bool:
    """Wait a little, and say whether the process has ended."""
    try:
        running.wait(LOOK)
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
