"""A province through the cross-matching screens: what each costs beside one scan of the payments.

    ./run bench province                    a hundredth of the province
    RESIDENTS=42000000 ./run bench province  all of it; FOLDER=... keeps what was made

A scan decodes every column of every payment once. Every figure is of a whole process: CPU seconds
and peak memory. What the screens find is held against what was planted.
"""

import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import once
from bench.province_made import Maker, Size
from sunledger.screening.engine import Engine
from sunledger.screening.screen import SCREENS as SCREENS_FOLDER
from sunledger.screening.screen import load

MEMORY = "2GB"
SCREENS = (
    "paid_after_death",
    "official_on_support",
    "official_in_household",
    "exclusive_schemes",
    "two_places",
    "support_paid_twice",
    "paid_in_custody",
    "outside_age",
    "not_in_register",
    "shared_account",
    "two_spellings",
)


def measure() -> None:
    """Make the province, or take it as it was made, and print what each screen costs."""
    with _folder() as folder:
        truth = _made(folder)
        scan = once("bench.province:scan", str(folder))
        print(f"one decoding scan of {scan.said} payments: {scan.cpu:.1f} CPU s")
        total = 0.0
        for code in SCREENS:
            cost = once("bench.province:run", str(folder), code)
            said = json.loads(cost.said)
            total += cost.cpu
            planted = truth.get(code, "–")
            print(
                f"{code:24} {cost.cpu:7.1f} CPU s {cost.cpu / scan.cpu:5.2f} scans "
                f"{cost.wall:6.1f} s {cost.megabytes:6.0f} MB  {said['leads']} leads "
                f"(planted {planted})"
            )
        print(f"together {total:.1f} CPU s: {total / scan.cpu:.1f} scans; memory set to {MEMORY}")


@contextmanager
def _folder() -> Iterator[Path]:
    """Give the folder of the tables: one that is kept, or one for this run."""
    if kept := os.environ.get("FOLDER"):
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "province"


def _made(folder: Path) -> dict[str, int]:
    """Return what is planted in the province, made now if it is not there."""
    truth = folder.with_suffix(".truth.json")
    if not truth.exists():
        residents = int(os.environ.get("RESIDENTS", "420000"))
        made = once("bench.province:make", str(folder), str(residents))
        print(f"made {residents:,} residents: {made.cpu:.0f} CPU s, {made.megabytes:.0f} MB")
    found: dict[str, int] = json.loads(truth.read_text())
    return found


def make(folder: str, residents: str) -> str:
    """Make the province; its truth lies beside it."""
    maker = Maker(Path(folder), Size(int(residents)))
    maker.make()
    Path(folder).with_suffix(".truth.json").write_text(json.dumps(maker.truth))
    return ""


def scan(folder: str) -> str:
    """Decode every column of every payment once."""
    import duckdb

    db = duckdb.connect(config={"memory_limit": MEMORY, "threads": 2})
    files = f"read_parquet('{folder}/benefits-by-person/*/*.parquet', hive_partitioning = false)"
    names = db.sql(f"FROM {files}").columns
    every = ", ".join(f'max("{name}")' for name in names)
    found = db.sql(f"SELECT count(*), {every} FROM {files}").fetchall()  # noqa: S608
    return str(found[0][0])


def run(folder: str, code: str) -> str:
    """Run one screen."""
    begun = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as spill,
        Engine(memory=MEMORY, spill=Path(spill), threads=2, kept=Path(folder)) as engine,
    ):
        outcome = engine.run(load(SCREENS_FOLDER / f"{code}.py"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return json.dumps(
        {"leads": len(outcome.leads), "seen": outcome.seen, "flagged": outcome.flagged}
        | {"peak": peak, "wall": time.perf_counter() - begun}
    )
