"""Asks a server on this machine for pages, a bounded number of them, and counts what that costs."""

from __future__ import annotations

import math
import os
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from random import Random
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
    given_up: int = 0  # of the answers: no pages, since the server gave the question up


class Server:
    """A server of its own port, that ends with the block."""

    def __init__(
        self, name: str, command: Sequence[str], ready: str, port: int, *, may_give_up: bool = False
    ) -> None:
        self.name, self.port, self.may_give_up = name, port, may_give_up
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
    """Ask for pages one after another as fast as they come, so many at once, for so long.

    Every visit is a connection of its own, as visitors are.
    """
    _warm(server, paths)
    end = time.perf_counter() + seconds

    def due(_number: int) -> float | None:
        now = time.perf_counter()
        return now if now < end else None

    return _visits(server, paths, due, min(hands, len(paths)))


def paced(server: Server, paths: Sequence[str], a_second: float, seconds: float) -> Visits:
    """Ask for so many pages a second, at moments that fall as they fall, whatever was answered.

    How long one waits counts from the moment at which it came, also where all hands were full.
    """
    _warm(server, paths)
    draw, moment = Random(3), time.perf_counter() + 0.1  # noqa: S311 - a seed is the point
    moments: list[float] = []
    while len(moments) < a_second * seconds:
        moment += draw.expovariate(a_second)
        moments.append(moment)

    def due(number: int) -> float | None:
        return moments[number] if number < len(moments) else None

    return _visits(server, paths, due, 32)


def _warm(server: Server, paths: Sequence[str]) -> None:
    for path in paths[:4]:
        with suppress(*[RuntimeError] * server.may_give_up):
            _page(server, path)


def _visits(
    server: Server, paths: Sequence[str], due: Callable[[int], float | None], hands: int
) -> Visits:
    """Let so many hands ask for the pages in turn, each when it is due, until none is."""
    numbers = count()
    taken: list[float] = []
    wrong: list[str] = []
    sent: list[int] = []

    def hand() -> None:
        for number in numbers:
            moment = due(number)
            if moment is None:
                return
            time.sleep(max(0.0, moment - time.perf_counter()))
            try:
                sent.append(_page(server, paths[number % len(paths)]))
            except (RuntimeError, OSError) as error:
                wrong.append(str(error))
            taken.append(time.perf_counter() - moment)

    begun, cpu = time.perf_counter(), server.cpu()
    _all_at_once(hand, hands)
    wall, used = time.perf_counter() - begun, server.cpu() - cpu
    if wrong and not server.may_give_up:
        raise RuntimeError(f"{len(wrong)} answers were no pages: {wrong[0]}")
    taken.sort()
    return Visits(
        count=len(taken),
        a_second=len(taken) / wall,
        half_ms=taken[len(taken) // 2] * 1000,
        last_ms=taken[math.ceil(len(taken) * 0.99) - 1] * 1000,
        cpu_ms=used / len(taken) * 1000,
        megabytes=server.megabytes(),
        sent=sum(sent),
        given_up=len(wrong),
    )


def _all_at_once(hand: Callable[[], None], hands: int) -> None:
    """Let so many hands do the same, and wait for all of them."""
    threads = [Thread(target=hand) for _ in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _page(server: Server, path: str) -> int:
    """Ask for a page; return how many bytes it has."""
    connection = HTTPConnection(HOST, server.port, timeout=60)
    try:
        status, size = ask(connection, path)
    finally:
        connection.close()
    if status != 200:
        raise RuntimeError(f"{server.name} answers {path} with {status}.")
    return size


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
