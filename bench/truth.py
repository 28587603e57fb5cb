"""What the screens find of a made-up province whose truth is known; `SIZE=40000 ./run bench truth`.

SIZE is the number of residents, SEED another province, MEMORY what the engine may use.
"""

import os
import time
from collections.abc import Mapping
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
        print(report(found))
        print(f"Made in {made - began:.0f} CPU s, screened in {ran - made:.0f} CPU s.")


def report(found: measured.Measured) -> str:
    """Return the figures, the overall ones last."""
    lines = [
        _kinds("Planted schemes: found, of how many", found.kinds(innocent=False)),
        _kinds("Innocent look-alikes: flagged, of how many", found.kinds(innocent=True)),
        _kinds("Leads of each screen: true, of how many", found.found),
    ]
    wrong = [(place, stack) for place, (stack, true) in enumerate(found.stacks, 1) if not true]
    lines += [f"Not planted, at place {place}: {stack.first.sentence_en}" for place, stack in wrong]
    kinds, alike = (len(found.kinds(innocent=one)) for one in (False, True))
    return "\n".join(
        [
            *lines,
            f"Recall over {kinds} kinds of scheme: {found.share(innocent=False):.3f}",
            f"Look-alikes flagged, of {alike} kinds: {found.share(innocent=True):.3f}",
            f"True of the first {len(found.stacks)} stacks: {found.head:.3f}",
        ]
    )


def _kinds(title: str, kinds: Mapping[str, tuple[int, int]]) -> str:
    """Return a table of kinds."""
    rows = [f"  {some:5} {of:5}  {kind}" for kind, (some, of) in kinds.items()]
    return "\n".join(["", title, *rows])
