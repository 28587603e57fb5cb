"""What a run that remembers the one before costs, beside a full run over the same province.

    ./run bench again                     210,000 residents
    RESIDENTS=4200000 ./run bench again   twenty times as many

Four runs of the screens of bench/province.py, each in a process of its own: with nothing to
remember; after every payment of one person in a hundred was changed; over the same once more; and a
full run over the changed tables, without a memory. What the second and the last find must be alike.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.measure import Cost, once
from bench.province import MEMORY, SCREENS
from bench.province_tables import BUCKETS
from sunledger.screening.engine import Engine
from sunledger.screening.screen import SCREENS as SHELF
from sunledger.screening.screen import load

_ONE_IN = 100  # persons whose payments change


def measure() -> None:
    """Make the province, run the screens over it, change it, and run them again."""
    residents = os.environ.get("RESIDENTS", "210000")
    with tempfile.TemporaryDirectory() as place:
        folder, recall = Path(place) / "province", Path(place) / "recall"
        once("bench.province:make", str(folder), residents)
        print(f"{int(residents):,} residents, memory set to {MEMORY}")
        _tell("first run, remembered", first := _run(folder, recall))
        changed = sum(_change(folder, number) for number in range(BUCKETS))
        print(f"{changed:,} payments changed")
        _tell("run that remembers", again := _run(folder, recall), first)
        _tell("nothing changed", _run(folder, recall), first)
        full = once("bench.again:run", str(folder), "")
        _tell("full run, nothing remembered", full, first)
        alike = again.said.split()[0] == full.said.split()[0]
        print("both find the same" if alike else "THEY DIFFER")
        print(f"a full run costs {full.cpu / again.cpu:.1f} times as much")


def _run(folder: Path, recall: Path) -> Cost:
    return once("bench.again:run", str(folder), str(recall))


def _tell(what: str, cost: Cost, first: Cost | None = None) -> None:
    """Print what a run cost, and what share of the first that is."""
    share = f" ({cost.cpu / first.cpu:.0%} of the first)" if first else ""
    print(f"{what:30} {cost.cpu:8.1f} CPU s{share}, {cost.megabytes:.0f} MB; {cost.said[17:]}")


def run(folder: str, recall: str) -> str:
    """Run the screens; return a fingerprint of all they find, and how much was judged again."""
    screens = [load(SHELF / f"{code}.py") for code in SCREENS]
    held = hashlib.sha256()
    with (
        tempfile.TemporaryDirectory() as spill,
        Engine(
            memory=MEMORY,
            spill=Path(spill),
            threads=2,
            kept=Path(folder),
            recall=Path(recall) if recall else None,
        ) as engine,
    ):
        for one in engine.run_all(screens):
            counts = (one.judged, dict(one.not_applicable), dict(one.cannot), one.flagged)
            held.update(repr((one.screen.code, counts, one.leads)).encode())
        return f"{held.hexdigest()[:16]} {engine.again}"


def _change(folder: Path, number: int) -> int:
    """Raise every payment of one person in a hundred of a bucket; return how many there are."""
    file = folder / "benefits-by-person" / f"bucket={number}" / "rows.parquet"
    rows = pq.read_table(file)
    person, amount = rows.column("person"), rows.column("amount")
    high = pc.divide(person, BUCKETS)
    picked = pc.equal(pc.subtract(high, pc.multiply(pc.divide(high, _ONE_IN), _ONE_IN)), 7)
    place = rows.schema.get_field_index("amount")
    raised = pc.if_else(picked, pc.add(amount, pa.scalar(1_00)), amount)
    fresh = file.with_suffix(".fresh")
    pq.write_table(
        rows.set_column(place, "amount", raised), fresh, compression="zstd", row_group_size=250_000
    )
    fresh.replace(file)
    shutil.copyfile(file, _by_account(folder, number))
    return int(pc.sum(picked).as_py() or 0)


def _by_account(folder: Path, number: int) -> Path:
    """Return the other file in which the same payments lie; it must not stay one with the first."""
    file = folder / "benefits-by-account" / f"bucket={number}" / "rows.parquet"
    file.unlink()
    return file
