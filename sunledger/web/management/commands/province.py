"""Make a province with planted schemes and look-alikes as files, with its truth; no site needed."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from sunledger.web.examples import WithExamples

EXAMPLES = """examples:
  sunledger province --out province
  sunledger province --residents 1000000 --out province
  sunledger province --out province --as csv
  sunledger province --measure
"""
LEAST, MOST = 2_000, 5_000_000


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--residents", type=int, default=40_000, metavar="N",
            help="who live there, besides the planted (%(default)s)")  # fmt: skip
        add("--seed", type=int, default=1, help="another seed, another province (%(default)s)")
        add("--out", type=Path, metavar="FOLDER", help="where the tables and the truth are written")
        add("--as", dest="form", choices=["parquet", "csv"], default="parquet",
            help="the kind of the files (%(default)s)")  # fmt: skip
        add("--measure", action="store_true",
            help="run every screen over it, and tell what was found")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the province, write it, measure it."""
        from sunledger.demo.planted import planted

        if not LEAST <= options["residents"] <= MOST:
            raise CommandError(
                f"--residents {options['residents']}: give a whole number from {LEAST} to {MOST}."
            )
        if not (options["out"] or options["measure"]):
            raise CommandError("Say where to write it with --out, or measure it with --measure.")
        world = planted(options["residents"], options["seed"])
        if options["out"]:
            self._write(world, options["out"], options["form"])
        if options["measure"]:
            self._measure(world)

    def _write(self, world: Any, folder: Path, form: Any) -> None:
        """Write the files into a folder that holds nothing yet."""
        from sunledger.demo.planted.files import write

        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder}: the folder is not empty. Name another one.")
        files = list(write(world, folder, form))
        schemes = sum(not truth.innocent for truth in world.truths)
        self.stdout.write(
            f"{len(world.residents):,} residents, {len(files) - 1} tables in {folder / 'tables'}.\n"
            f"{schemes:,} schemes and {len(world.truths) - schemes:,} innocent look-alikes are "
            f"planted; what they are: {folder / 'truth.jsonl'}"
        )

    def _measure(self, world: Any) -> None:
        """Run every screen over the province, and hold what it finds to the truth."""
        from sunledger.demo.planted import measured
        from sunledger.screening.engine import Engine
        from sunledger.screening.screen import shelf

        with Engine() as engine:
            self.stdout.write(measured.report(measured.run(world, engine, shelf().values())))
