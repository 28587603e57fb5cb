"""Runs each contestant in a process of its own, and counts what the whole process cost."""

import importlib
import os
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sunledger.core.uncollected import seldom

ROUNDS = 3


@dataclass(frozen=True)
class Cost:
    """What one run cost: CPU seconds of the whole process, seconds on the wall, peak memory."""

    cpu: float
    wall: float
    megabytes: float
    said: str


class Ended(RuntimeError):
    """A contestant failed, or was ended; what it wrote itself says why."""


def in_turns(contestants: Mapping[str, Sequence[str]]) -> dict[str, Cost]:
    """Return the cheapest of a few runs of each, "module:function" and its words, by their names.

    All run once before any runs again: a machine that is slow for a while is slow for all.
    """
    rounds = [{name: once(*words) for name, words in contestants.items()} for _ in range(ROUNDS)]
    return {
        name: min((each[name] for each in rounds), key=lambda one: one.cpu) for name in contestants
    }


def once(contestant: str, *words: str) -> Cost:
    """Run the contestant once."""
    import subprocess  # of which contestants, who load this file as well, need nothing

    begun = time.perf_counter()
    command = [sys.executable, "-m", "bench.measure", contestant, *words]
    # A program that is installed has its bytecode; here, none may be written.
    held = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=held)
    assert process.stdout is not None
    said = process.stdout.read().strip()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Ended(f"{contestant} failed ({process.returncode})")
    wall = time.perf_counter() - begun
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / _RSS_UNIT, said)


_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_RSS_UNIT = 1024 * 1024 if sys.platform == "darwin" else 1024


def table(title: str, costs: dict[str, Cost], peer: str) -> str:
    """Return a table of costs with the ratio of the peer's CPU time to each."""
    lines = [f"\n{title}", f"{'':34} {'CPU s':>8} {'wall s':>8} {'MB':>7} {'ratio':>7}"]
    for name, one in costs.items():
        ratio = costs[peer].cpu / one.cpu
        lines.append(
            f"{name:34} {one.cpu:8.2f} {one.wall:8.2f} {one.megabytes:7.0f} {ratio:7.2f}"
            f"   {one.said}"
        )
    lines.append(f"(ratio: the CPU seconds of {peer} divided by one's own; above 1 is cheaper)")
    return "\n".join(lines)


def work_folder() -> Path:
    """Return the folder in which what is measured is made."""
    folder = Path(os.environ.get("SUNLEDGER_BENCH", ".run/bench")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunledger.settings")
    seldom()  # as the command `sunledger` does
    name, _colon, function = sys.argv[1].partition(":")
    resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))
    print(getattr(importlib.import_module(name), function)(*sys.argv[2:]))
