"""The made-up province as files that any tool can read, with its truth beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from sunledger.demo.planted.world import World

Form = Literal["parquet", "csv"]

_ABOUT = """\
A made-up province: no place, body or person in it is real.

{residents:,} residents, seed {seed}: the same numbers give the same files.

tables/     one file a table; the columns are those of docs/reference/tables.md. Keys of persons,
            accounts and telephones are whole numbers, money is in fen, quantities in thousandths,
            months are counted since the year 0.
truth.jsonl one line for each thing that was planted: its kind, the screens that should find one of
            its rows (or, where it is innocent, should find none), and the rows by their codes.
"""


def write(world: World, folder: Path, form: Form = "parquet") -> Iterator[str]:
    """Write every table and the truth, and give the name of each file once it stands."""
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name in world.tables:
        file = tables / f"{name}.{form}"
        if form == "csv":
            pc.write_csv(world.arrow(name), file)
        else:
            pq.write_table(world.arrow(name), file, compression="zstd")
        yield file.name
    lines = (json.dumps(asdict(truth), ensure_ascii=False) for truth in world.truths)
    (folder / "truth.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    about = _ABOUT.format(residents=len(world.residents), seed=world.seed)
    (folder / "README.txt").write_text(about, encoding="utf-8")
    yield "truth.jsonl"
