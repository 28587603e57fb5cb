"""The province's screens beside Polars, pandas and PostgreSQL, on a tenth of the province.

Each peer is asked the same questions as its user would write them: bench/province_polars.py,
bench/province_pandas.py, bench/province_sql.py. Whole processes are counted: each question in a
process of its own, then all of them in one. A PostgreSQL is told what its server spends on each
question; loading the tables and making the indexes stands apart.

What a peer finds is held against ours, leads and payments. It is spared what ours does besides:
counting what cannot be judged, and why; setting aside what came back; rules of schemes that change
from month to month; documents that lapse or cover one person; kin that was declared; villages that
the register leaves out; sentences in two languages, and the rows behind each lead. In a province
made for this none of it changes what is found.

    PEERS=polars,pandas ./run bench province    some of them; PEERS=0 none

A library's process may have 12 GB. What needs more is printed as "memory", or as "ended" where the
library itself ended its process, which then said why; the others go on. PostgreSQL holds to what
its settings allow, which is less. MB is never less than what this process holds when it starts
another, some 190.
"""

import importlib
import json
import os
import resource
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.measure import Cost, Ended, once

LIMIT = 12 << 30
NAMES = ("polars", "pandas", "postgres")

Found = tuple[int, int]
# What it cost, if it came to its end, and what each question found: None where memory ran out.
Answer = tuple[Cost | None, dict[str, Found | None]]
Ask = Callable[[Sequence[str]], Answer]


def wanted() -> tuple[str, ...]:
    """Return the peers that are asked for."""
    words = os.environ.get("PEERS", ",".join(NAMES)).split(",")
    if words in (["0"], [""]):
        return ()
    if unknown := set(words) - set(NAMES):
        raise ValueError(f"No peer is called {', '.join(unknown)}. There is: {', '.join(NAMES)}.")
    return tuple(name for name in NAMES if name in words)


def measure(folder: Path, codes: Sequence[str], names: Sequence[str]) -> None:
    """Print what each question costs us, and the peers as ratios to it."""
    with ExitStack() as stack:
        peers: dict[str, Ask] = {}
        for name in names:
            asked = _postgres if name == "postgres" else _library
            peers[name] = stack.enter_context(asked(name, folder))
        print("\non a tenth of it, beside others: CPU s, wall s, MB; a peer's divided by ours,")
        print("above 1 costs more; = finds as many leads and payments as ours, ≠ it does not")
        print(f"{'':22}{'leads':>6}{'rows':>8}{'ours':>9}{'wall':>7}{'MB':>6}", end="")
        print("".join(f"{name:>15}{'wall':>7}{'MB':>6}" for name in peers))
        for code in codes:
            print(_line(code, [code], folder, peers), flush=True)
        print(_line("all in one process", codes, folder, peers), flush=True)


def _line(title: str, codes: Sequence[str], folder: Path, peers: dict[str, Ask]) -> str:
    cost, found = _ours(folder, codes)
    leads, rows = (sum(one[place] for one in found.values()) for place in (0, 1))
    line = f"{title:22}{leads:6}{rows:8}{cost.cpu:9.1f}{cost.wall:7.1f}{cost.megabytes:6.0f}"
    return line + "".join(cell(ask(codes), cost, found) for ask in peers.values())


def cell(answer: Answer, ours: Cost, found: dict[str, Found]) -> str:
    """Return a peer's answer beside ours: whether it is the same, and the ratios."""
    theirs, said = answer
    if theirs is None:
        return f"{'ended':>28}"
    if None in said.values():
        return f"{'memory':>28}"
    sign = "=" if said == found else "≠"
    return (
        f"{sign:>8}{_ratio(theirs.cpu, ours.cpu)}{_ratio(theirs.wall, ours.wall)}"
        f"{theirs.megabytes / ours.megabytes:6.2f}"
    )


def _ratio(theirs: float, ours: float) -> str:
    ratio = theirs / ours
    return f"{ratio:7.2f}" if ratio >= 0.1 else f"{ratio:7.3f}"


def _ours(folder: Path, codes: Sequence[str]) -> tuple[Cost, dict[str, Found]]:
    cost = once("bench.province:run_all", str(folder), *codes)
    said = json.loads(cost.said)
    return cost, {code: (said[code]["leads"], said[code]["rows"]) for code in codes}


@contextmanager
def _library(name: str, folder: Path) -> Iterator[Ask]:
    """Give a peer that is a library: each time a new process asks it."""

    def ask_anew(codes: Sequence[str]) -> Answer:
        try:
            cost = once("bench.province_peers:ask", name, str(folder), *codes)
        except Ended:
            return None, {}
        return cost, _founds(json.loads(cost.said))

    yield ask_anew


def _founds(said: dict[str, list[int] | None]) -> dict[str, Found | None]:
    return {code: None if one is None else (one[0], one[1]) for code, one in said.items()}


def ask(name: str, folder: str, *codes: str) -> str:
    """Ask a library, with no more memory than the limit; a question may fail by itself."""
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
    questions = importlib.import_module(f"bench.province_{name}")
    found: dict[str, Found | None] = {}
    for code in codes:
        try:
            found[code] = getattr(questions, code)(Path(folder))
        except MemoryError:
            found[code] = None
    return json.dumps(found)


@contextmanager
def _postgres(_name: str, folder: Path) -> Iterator[Ask]:
    """Give a PostgreSQL that holds the province."""
    from bench.province_postgres import server

    with server() as running:
        loaded = running.load(folder)
        print(
            f"PostgreSQL: loading and indexes {loaded.cpu:.1f} CPU s, {loaded.wall:.1f} s, "
            f"{loaded.megabytes:.0f} MB"
        )

        def ask_server(codes: Sequence[str]) -> Answer:
            answers = {code: running.ask(code) for code in codes}
            found = {code: one for code, (_cost, one) in answers.items()}
            return _added(cost for cost, _one in answers.values()), {**found}

        yield ask_server


def _added(costs: Iterable[Cost]) -> Cost:
    every = list(costs)
    return Cost(
        sum(one.cpu for one in every),
        sum(one.wall for one in every),
        max(one.megabytes for one in every),
        "",
    )
