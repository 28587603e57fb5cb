"""A province through the cross-matching screens: what each costs beside one scan of the payments.

    ./run bench province                    a hundredth of the province
    RESIDENTS=42000000 ./run bench province  all of it; FOLDER=... keeps what was made
    PEERS=0 ./run bench province            without Polars, pandas and PostgreSQL
    ./run bench province --peers            nothing but them and us, on the tenth

A scan decodes every column of every payment once. The screens run together in one process: each
counts every row and names whom it may flag (its `narrow`), the rows of those are read once for all,
and its `flags` is put to them. What is not of one screen alone (starting, reading those rows,
making leads) stands in a line of its own. What they find is held against what was planted. Then
peers are asked the same on a tenth of it: see bench/province_peers.py.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import province_peers
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
    """Make the province, or take it as it was made; print what we cost, and then the peers."""
    residents = int(os.environ.get("RESIDENTS", "420000"))
    names = province_peers.wanted()
    with _folder() as folder:
        if "--peers" not in sys.argv:
            _measure_ours(folder, _made(folder, residents))
        if names:
            tenth = folder.with_name(f"{folder.name}-tenth")
            _made(tenth, residents // 10)
            province_peers.measure(tenth, SCREENS, names)


def _measure_ours(folder: Path, truth: dict[str, int]) -> None:
    scan = once("bench.province:scan", str(folder))
    print(f"one decoding scan of {int(scan.said):,} payments: {scan.cpu:.1f} CPU s")
    cost = once("bench.province:run_all", str(folder))
    said = json.loads(cost.said)
    for code in SCREENS:
        one = said[code]
        print(
            f"{code:24} {one['cpu']:7.1f} CPU s {one['cpu'] / scan.cpu:5.2f} scans  "
            f"{one['leads']} leads about {one['about']} (planted {truth.get(code, '–')})"
        )
    shared = cost.cpu - sum(said[code]["cpu"] for code in SCREENS)
    print(f"{'what they share':24} {shared:7.1f} CPU s {shared / scan.cpu:5.2f} scans")
    print(
        f"together {cost.cpu:.1f} CPU s, {cost.wall:.0f} s: {cost.cpu / scan.cpu:.1f} scans; "
        f"{cost.megabytes:.0f} MB at most, memory set to {MEMORY}"
    )


@contextmanager
def _folder() -> Iterator[Path]:
    """Give the folder of the tables: one that is kept, or one for this run."""
    if kept := os.environ.get("FOLDER"):
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "province"


def _made(folder: Path, residents: int) -> dict[str, int]:
    """Return what is planted in the province, made now if it is not there."""
    truth = folder.with_suffix(".truth.json")
    if not truth.exists():
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


def run_all(folder: str, *codes: str) -> str:
    """Run the screens in one engine, which reads each bucket once for those that share it."""
    with (
        tempfile.TemporaryDirectory() as spill,
        Engine(memory=MEMORY, spill=Path(spill), threads=2, kept=Path(folder)) as engine,
    ):
        outcomes = engine.run_all(
            [load(SCREENS_FOLDER / f"{code}.py") for code in codes or SCREENS]
        )
        return json.dumps(
            {
                one.screen.code: {
                    "cpu": engine.spent[one.screen.code],
                    "leads": len(one.leads),
                    "rows": one.flagged,
                    "about": len({lead.payee or lead.key for lead in one.leads}),
                }
                for one in outcomes
            }
        )
