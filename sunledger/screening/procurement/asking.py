"""What is asked of kept tables: only what is not known, and after a change only what it touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening.procurement import facts, judging, pairs, sums
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.settings import Settings

if TYPE_CHECKING:
    from sunledger.screening.procurement.run import Asked

VERSION = 2
_SUMS, _SUBJECTS, _TAKEN, _ADDED = ".sums", ".subjects", ".taken", ".added"
_Asks = list[tuple[Screen, Question]]


def facts_of(folder: Path, times: int) -> Path:
    """Return the folder of facts after so many changes."""
    return folder / f"facts-{times}"


@dataclass
class State:
    """What is kept: its version, the folders of tables, what is gone from them, and how often new.

    `lines` says whether every line of the files is one process, so that changed lines can be read
    alone; `counts` is how many processes, bids, awards and contracts there have ever been, `first`
    how many processes were read from the beginning. `currencies` are those of all bids that there
    have ever been, known from the first change on.
    """

    version: int = VERSION
    times: int = 0
    parts: list[str] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    lines: bool = False
    counts: list[int] = field(default_factory=list)
    first: int = 0
    currencies: list[str] | None = None

    @property
    def gone_first(self) -> list[int]:
        """The processes read from the beginning that are gone."""
        return [one for one in self.gone if one < self.first]

    @contextmanager
    def opened(
        self,
        folder: Path,
        parts: Sequence[str],
        settings: Settings,
        only: Sequence[int] | None = None,
    ) -> Iterator[Asked]:
        """Open some of the tables; those from the beginning alone are taken as they were."""
        from sunledger.screening.procurement import run

        first, *more = (folder / one for one in parts)
        gone = self.gone if list(parts) != self.parts[:1] else ()
        if self.currencies and not settings.currency:
            settings = replace(settings, currency=self.currencies[0])  # there is no other
        with run.opened(first, settings, more=more, gone=gone, only=only) as asked:
            yield asked


def _is_alone(question: Question) -> bool:
    """Whether what a question says of a process depends on no other process."""
    return question.group == "OCID" and not question.whole


class Asking:
    """Questions to what is kept."""

    def __init__(self, folder: Path, state: State, settings: Settings) -> None:
        self.folder = folder
        self.state = state
        self.settings = settings
        self.filed = facts.Filed(settings)
        self.files: dict[Question, str] = {}
        self.losing = facts.Losing(state.gone_first)
        self.first, self.now = facts_of(folder, 0), facts_of(folder, state.times)

    def parts(self, screen: Screen, question: Question) -> list[judging.Part]:
        """Return the facts of a question in their parts."""
        file = self._file(screen, question)
        now = facts.load(self.now / file)
        if not self.state.times or question.whole:
            return [judging.Part(now)]
        first = facts.load(self.first / file)
        if _is_alone(question):
            return [self.losing.of(first), judging.Part(now)]
        subjects = facts.load((self.now / file).with_suffix(_SUBJECTS))
        return [facts.without(first, subjects), judging.Part(now)]

    def ask(self, asked: _Asks) -> None:
        """Ask what is not known yet, of those tables of which it is not, and keep the answers."""
        state = self.state
        if not state.times:
            self._answer(self.first, state.parts, asked)
            return
        alone = [pair for pair in asked if _is_alone(pair[1])]
        summed = [pair for pair in asked if pair[1].parts or pair[1].pairs]
        others = [pair for pair in asked if pair not in alone and pair not in summed]
        self._answer(self.first, state.parts[:1], alone + summed)
        self._answer(self.now, state.parts[1:], alone)
        self._answer(self.now, state.parts, others)
        self._change(self._missing(self.now, summed))

    def _answer(self, folder: Path, parts: Sequence[str], asks: _Asks) -> None:
        """Ask of some tables what is not known of them, and keep the answers."""
        missing = self._missing(folder, asks)
        if not missing:
            return
        with self.state.opened(self.folder, parts, self.settings) as asked:
            asked.expect(question for _, question in missing if not question.parts)
            for one, question in missing:
                file = folder / self._file(one, question)
                if question.parts:
                    sums.write(asked, one, question, file.with_suffix(_SUMS))
                    found = sums.facts(asked, question, file.with_suffix(_SUMS))
                else:
                    found = asked.facts(one, question)
                if question.pairs:
                    pairs.write(asked, folder / self.filed.shared("pairs"))
                facts.store(file, found)

    def _change(self, asks: _Asks) -> None:
        """Add to sums what has changed, and ask again about pairs of which something has."""
        if not asks:
            return
        import duckdb

        state = self.state
        first, later = state.parts[:1], state.parts[1:]
        with state.opened(self.folder, first, self.settings, state.gone_first) as asked:
            self._write(asked, asks, _TAKEN)
        with state.opened(self.folder, later, self.settings) as asked:
            self._write(asked, asks, _ADDED)
            new = asked.names["process"].to_pylist()
        with duckdb.connect(config={"threads": 1}) as db:
            changed = sums.Changed(db, asked.filling)
            for one, question in asks:
                if question.parts:
                    self._add(changed, one, question)
            self._pair(db, [pair for pair in asks if pair[1].pairs], new)

    def _write(self, asked: Asked, asks: _Asks, suffix: str) -> None:
        """Write what some processes add to sums and pairs."""
        for one, question in asks:
            file = (self.now / self._file(one, question)).with_suffix(suffix)
            if question.parts:
                sums.write(asked, one, question, file)
            else:
                asked.prepare(one)
                pairs.write_named(asked, file)

    def _add(self, changed: sums.Changed, screen: Screen, question: Question) -> None:
        """Add to a question's sums what has changed."""
        name = self._file(screen, question)
        first = (self.first / name).with_suffix(_SUMS)
        file = self.now / name
        answer = changed.answer(question, first, file.with_suffix(_TAKEN), file.with_suffix(_ADDED))
        if answer.subjects is not None:
            facts.write(file.with_suffix(_SUBJECTS), answer.subjects)
        facts.store(file, answer.facts)

    def _pair(self, db: Any, asks: _Asks, new: list[int]) -> None:
        """Ask again about the pairs of changed processes that are often together."""
        if not asks:
            return
        state = self.state
        file = self.now / self._file(*asks[0])
        first = self.first / self.filed.shared("pairs")
        found = pairs.touched(db, first, file.with_suffix(_TAKEN), file.with_suffix(_ADDED))
        firms = pairs.often(found)
        bids = [self.folder / part / "bids.parquet" for part in state.parts]
        gone = set(state.gone)
        some = {one for one in pairs.processes(db, bids, firms) if one not in gone}
        with state.opened(
            self.folder, state.parts, self.settings, sorted(some | set(new))
        ) as asked:
            asked.expect(question for _, question in asks)
            for one, question in asks:
                to = self.now / self._file(one, question)
                facts.write(to.with_suffix(_SUBJECTS), found.select(["subject"]))
                facts.store(to, facts.among(asked.facts(one, question), found))

    def _missing(self, folder: Path, asks: _Asks) -> _Asks:
        """Return those questions of which the facts are not kept."""
        folder.mkdir(exist_ok=True)
        return [pair for pair in asks if not (folder / self._file(*pair)).exists()]

    def _file(self, screen: Screen, question: Question) -> str:
        """Return the name of the file with a question's facts."""
        if question not in self.files:
            self.files[question] = self.filed.name(screen, question)
        return self.files[question]
