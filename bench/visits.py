"""Asks a server on this machine for pages, a bounded number of them, and counts what that costs."""

from __future__ import annotations

import math
import os
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Visits:
    """What the visits of one kind cost: by the clock, and in the processor's time of the server."""

    count: int
    a_second: float
    half_ms: float
    last_ms: float  # 99 of 100 were quicker
    cpu_ms: float  # of the server, each
    megabytes: float  # of memory, all its processes
    sent: int  # bytes


class Server:
    """A server of its own port, that ends with the block."""

    def __init__(self, name: str, command: Sequence[str], ready: str, port: int) -> None:
        self.name, self.port = name, port
        self._command, self._ready = command, ready

    def __enter__(self) -> Server:
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                if ask(HTTPConnection(HOST, self.port, timeout=60), self._ready)[0] == 200:
                    return self
            except OSError:
                time.sleep(0.2)
        self.__exit__()
        raise RuntimeError(f"{self.name} did not begin to answer.")

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def cpu(self) -> float:
        """Return the seconds of processor that all its processes have taken."""
        return sum(_cpu(number) for number in _family(self._process.pid))

    def megabytes(self) -> float:
        """Return the memory that its processes hold, what they share counted once."""
        return sum(_memory(number) for number in _family(self._process.pid)) / 1024


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def ask(connection: HTTPConnection, path: str) -> tuple[int, int]:
    """Ask for a page; return the answer's status and how many bytes it has."""
    connection.request("GET", path)
    answer = connection.getresponse()
    sent = 0
    while part := answer.read(1 << 20):
        sent += len(part)
    return answer.status, sent


def visit(server: Server, paths: Sequence[str], seconds: float, hands: int = 4) -> Visits:
    """Ask for pages in turn, so many at once, for so long; every answer has to be a page."""
    hands = min(hands, len(paths))
    for path in paths[:hands]:
        status, _sent = ask(HTTPConnection(HOST, server.port, timeout=60), path)
        if status != 200:
            raise RuntimeError(f"{server.name} answers {path} with {status}.")
    taken: list[float] = []
    wrong: list[str] = []
    sent: list[int] = []
    begun, cpu = time.perf_counter(), server.cpu()
    threads = [
        Thread(target=_hand, args=(server, paths[hand::hands], begun + seconds, taken, sent, wrong))
        for hand in range(hands)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, used = time.perf_counter() - begun, server.cpu() - cpu
    if wrong:
        raise RuntimeError(f"{server.name}: {len(wrong)} answers were no pages: {wrong[0]}")
    taken.sort()
    return Visits(
        count=len(taken),
        a_second=len(taken) / wall,
        half_ms=taken[len(taken) // 2] * 1000,
        last_ms=taken[math.ceil(len(taken) * 0.99) - 1] * 1000,
        cpu_ms=used / len(taken) * 1000,
        megabytes=server.megabytes(),
        sent=sum(sent),
    )


def _hand(
    server: Server, paths: Sequence[str], end: float, taken: list[float], sent: list[int],
    wrong: list[str],
) -> None:  # fmt: skip
    """Ask for one page after another over one connection."""
    connection = HTTPConnection(HOST, server.port, timeout=60)
    place = 0
    while time.perf_counter() < end:
        path = paths[place % len(paths)]
        place += 1
        begun = time.perf_counter()
        status, size = ask(connection, path)
        taken.append(time.perf_counter() - begun)
        sent.append(size)
        if status != 200:
            wrong.append(f"{status} {path}")
    connection.close()


def _family(number: int) -> list[int]:
    """Return a process and all that it began."""
    found = [number]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def _cpu(number: int) -> float:
    """Return the seconds of a process, those of its ended children included."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def _memory(number: int) -> int:
    try:
        text = Path(f"/proc/{number}/smaps_rollup").read_text()
    except OSError:
        return 0
    line = next(one for one in text.splitlines() if one.startswith("Pss:"))
    return int(line.split()[1])
