"""What the screens find of a made-up province whose truth is known; `SIZE=40000 ./run bench truth`.

SIZE is the number of residents, SEED another province, MEMORY what the engine may use.
"""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from sunledger.demo.planted import measured, planted
from sunledger.screening.engine import Engine
from sunledger.screening.screen import shelf

SIZE = int(os.environ.get("SIZE", "40000"))
SEED = int(os.environ.get("SEED", "1"))
MEMORY = os.environ.get("MEMORY", "2GB")


def measure() -> None:
    """Make the province, ask every screen, and print what came of it."""
    began = time.process_time()
    world = planted(SIZE, SEED)
    made = time.process_time()
    rows = {name: len(columns["code"]) for name, columns in world.tables.items()}
    print(
        f"\nA made-up province of {len(world.residents):,} residents: {sum(rows.values()):,} rows"
    )
    print(f"in {len(rows)} tables, {len(world.truths):,} planted things (seed {SEED}).")
    with TemporaryDirectory() as spill, Engine(memory=MEMORY, spill=Path(spill)) as engine:
        found = measured.run(world, engine, shelf().values())
        ran = time.process_time()
        print(measured.report(found))
        print(f"Made in {made - began:.0f} CPU s, screened in {ran - made:.0f} CPU s.")
