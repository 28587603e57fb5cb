"""A folder in which the tables and the facts of screens are kept, so that nothing is asked twice.

    kept = Kept(folder)
    kept.read(contents)                      # cold: from the files
    kept.screened(Settings(), ALL)           # asks what was not asked before
    kept.screened(Settings(days=20), ALL)    # another limit: from the facts alone

The facts of a question lie under a name made of the statement itself, with all that it builds on,
so that another setting which changes a statement is another question, and a limit is none. What is
half written has another name and is thrown away by the next run.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.core.problem import Refused, gettext_noop
from sunledger.screening.procurement import judging
from sunledger.screening.procurement.lists import known_thresholds
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shared import SHARED, filled

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.core.content import Content
    from sunledger.screening.ocds.flat import Flat

VERSION = 1
_OTHER = gettext_noop(
    "%(folder)s was kept by another version of this program. Remove it; the next run makes it anew."
)
_NONE = gettext_noop("%(folder)s holds no tables yet. Give the files once.")


class Kept:
    """The tables of some files and the facts found in them; see the module."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tables = folder / "tables"
        self.facts = folder / "facts"

    def read(self, contents: Sequence[Content]) -> Flat:
        """Read files from the beginning, and forget what was kept before."""
        from sunledger.screening.ocds import flat

        part = self.folder / "tables.part"
        shutil.rmtree(part, ignore_errors=True)
        found = flat.write(contents, part)
        for old in (self.facts, self.tables):
            shutil.rmtree(old, ignore_errors=True)
        (self.folder / "kept.json").write_text(json.dumps({"version": VERSION}), "utf-8")
        part.rename(self.tables)
        found.folder = self.tables
        return found

    def screened(self, settings: Settings, screens: Sequence[Screen]) -> judging.Found:
        """Return what screens find; what was asked before is not asked again."""
        self._check()
        self.facts.mkdir(exist_ok=True)
        asked = [(one, question) for one in screens for question in one.questions]
        files = {question: self._file(one, question, settings) for one, question in asked}
        missing = [pair for pair in asked if not files[pair[1]].exists()]
        if missing or not self._names.exists():
            self._ask(missing, files, settings)
        names = _load(self._names)
        parts = [
            judging.judged(one, question, _load(files[question]), names, settings)
            for one, question in asked
        ]
        return judging.Found(
            judging.in_order(one.flags for one in parts), [one.rate for one in parts]
        )

    @property
    def _names(self) -> Path:
        return self.facts / "names.arrow"

    def _check(self) -> None:
        """Refuse a folder of another version, and one that holds nothing."""
        file = self.folder / "kept.json"
        if not file.exists() or not self.tables.exists():
            raise Refused(_NONE, folder=str(self.folder))
        if json.loads(file.read_text("utf-8")).get("version") != VERSION:
            raise Refused(_OTHER, folder=str(self.folder))

    def _ask(
        self,
        missing: list[tuple[Screen, Question]],
        files: dict[Question, Path],
        settings: Settings,
    ) -> None:
        """Ask what is not known yet, and keep the answers."""
        from sunledger.screening.procurement import run

        with run.opened(self.tables, settings) as asked:
            for one, question in missing:
                _store(files[question], asked.facts(one, question))
            _store(self._names, asked.names)

    def _file(self, screen: Screen, question: Question, settings: Settings) -> Path:
        """Return the file of a question's facts."""
        sql = question.sql_compatible if settings.compatible else ""
        statements = [SHARED[name] for name in screen.needs] + [sql or question.sql]
        text = "\n".join(filled(one, settings, settings.currency) for one in statements)
        told: list[Any] = [
            text,
            sorted((k, sorted(v.items())) for k, v in settings.statuses.items()),
        ]
        if "thresholds" in text:
            told.append(settings.thresholds or known_thresholds())
        if "debarred" in text:
            told.append(settings.debarred)
        mark = hashlib.sha256(repr(told).encode()).hexdigest()[:24]
        return self.facts / f"{screen.code}-{question.group}-{mark}.arrow"


def _store(file: Path, table: pa.Table) -> None:
    """Write a table whole, or not at all; its rows in an order of their own."""
    import pyarrow as pa

    part = file.with_suffix(".part")
    ordered = table.sort_by([(name, "ascending") for name in table.column_names])
    with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(ordered)
    part.rename(file)


def _load(file: Path) -> pa.Table:
    """Return a table without copying it into memory."""
    import pyarrow as pa

    return pa.ipc.open_file(pa.memory_map(str(file))).read_all()
