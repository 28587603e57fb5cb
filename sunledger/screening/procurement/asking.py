"""What is asked of kept tables: only what is not known, and after a change only what it touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sunledger.screening.procurement import facts, judging, near, pairs, sums
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.procurement.run import Asked

VERSION = 3
_MANY = 4  # where one process in so many is touched, all are asked
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
    have ever been, known from the first change on; `published` is whether there is a contract.
    """

    version: int = VERSION
    times: int = 0
    parts: list[str] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    lines: bool = False
    counts: list[int] = field(default_factory=list)
    first: int = 0
    currencies: list[str] | None = None
    published: bool = True

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
        named: str = "",
    ) -> Iterator[Asked]:
        """Open some of the tables; those from the beginning alone are taken as they were."""
        from sunledger.screening.procurement import run

        first, *more = (folder / one for one in parts)
        gone = self.gone if list(parts) != self.parts[:1] else ()
        if self.currencies and not settings.currency:
            settings = replace(settings, currency=self.currencies[0])  # there is no other
        named += named and " bids"  # of which the first currency is asked
        with run.opened(first, settings, more=more, gone=gone, only=only, named=named) as asked:
            asked.filling.published = lambda: self.published
            yield asked


class Touched(NamedTuple):
    """A question of which a change touches some subjects, and the processes that decide it."""

    asked: tuple[Screen, Question]
    subjects: pa.Table
    processes: set[int]


def _is_alone(question: Question) -> bool:
    """Whether what a question says of a process depends on no other process."""
    return question.group == "OCID" and not question.whole and not question.near


class Asking:
    """Questions to what is kept."""

    def __init__(self, folder: Path, state: State, settings: Settings) -> None:
        self.folder = folder
        self.state = state
        self.settings = settings
        self.filed = facts.Filed(settings, published=state.published)
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
        added = [pair for pair in asked if pair[1].parts or pair[1].pairs or pair[1].near]
        others = [pair for pair in asked if pair not in alone and pair not in added]
        self._answer(self.first, state.parts[:1], alone + added)
        self._answer(self.now, state.parts, others)
        self._change(self._missing(self.now, alone), self._missing(self.now, added))

    def _answer(self, folder: Path, parts: Sequence[str], asks: _Asks) -> None:
        """Ask of some tables what is not known of them, and keep the answers."""
        if missing := self._missing(folder, asks):
            with self.state.opened(self.folder, parts, self.settings) as asked:
                self._keep(asked, folder, missing)

    def _keep(self, asked: Asked, folder: Path, asks: _Asks) -> None:
        """Ask opened tables, and keep the answers."""
        asked.expect(question for _, question in asks if not question.parts)
        for one, question in asks:
            file = folder / self._file(one, question)
            if question.parts:
                sums.write(asked, one, question, file.with_suffix(_SUMS))
                found = sums.facts(asked, question, file.with_suffix(_SUMS))
            else:
                found = asked.facts(one, question)
            if question.pairs:
                pairs.write(asked, folder / self.filed.shared("pairs"))
            facts.store(file, found)

    def _change(self, alone: _Asks, asks: _Asks) -> None:
        """Ask of changed processes; add what they add to sums, and ask again what they touch."""
        if not alone and not asks:
            return
        state = self.state
        with state.opened(self.folder, state.parts[1:], self.settings) as asked:
            self._keep(asked, self.now, alone)
            self._write(asked, asks, _ADDED)
            new = asked.names["process"].to_pylist()
        if not asks:
            return
        with state.opened(self.folder, state.parts[:1], self.settings, state.gone_first) as asked:
            self._write(asked, asks, _TAKEN)
        named = " ".join(question.near for _, question in asks) or "processes"
        with state.opened(self.folder, state.parts, self.settings, named=named) as asked:
            changed = sums.Changed(asked.db, asked.filling)
            for one, question in asks:
                if question.parts:
                    self._add(changed, one, question)
            touched = self._pairs(asked, asks) + self._near(asked, asks, new)
        self._again(touched, new)

    def _write(self, asked: Asked, asks: _Asks, suffix: str) -> None:
        """Write what some processes add to sums and pairs."""
        for one, question in asks:
            file = (self.now / self._file(one, question)).with_suffix(suffix)
            if question.parts:
                sums.write(asked, one, question, file)
            elif question.near:
                near.write(asked, question, file)
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

    def _pairs(self, asked: Asked, asks: _Asks) -> list[Touched]:
        """Return which pairs of firms a change touches."""
        asks = [pair for pair in asks if pair[1].pairs]
        if not asks:
            return []
        file = self.now / self._file(*asks[0])
        first = self.first / self.filed.shared("pairs")
        found = pairs.touched(asked.db, first, file.with_suffix(_TAKEN), file.with_suffix(_ADDED))
        bids = [self.folder / part / "bids.parquet" for part in self.state.parts]
        some = set(pairs.processes(asked.db, bids, pairs.often(found))) - set(self.state.gone)
        return [Touched(pair, found, some) for pair in asks]

    def _near(self, asked: Asked, asks: _Asks, new: list[int]) -> list[Touched]:
        """Return which processes are compared with changed ones."""
        import pyarrow as pa

        found = []
        for pair in asks:
            if pair[1].near:
                file = self.now / self._file(*pair)
                taken, added = file.with_suffix(_TAKEN), file.with_suffix(_ADDED)
                again, beside = near.near(asked, pair[1], taken, added)
                subjects = sorted({*again, *new, *self.state.gone_first})
                table = pa.table([pa.array(subjects, pa.int64())], ["subject"])
                found.append(Touched(pair, table, {*beside, *new}))
        return found

    def _again(self, touched: list[Touched], new: list[int]) -> None:
        """Ask again about what a change touches."""
        asks = []
        for one in touched:
            file = self.now / self._file(*one.asked)
            facts.write(file.with_suffix(_SUBJECTS), one.subjects.select(["subject"]))
            if one.processes:
                asks.append(one)
            else:
                facts.store(file, facts.load(self.first / file.name).slice(0, 0))
        if not asks:
            return
        state = self.state
        some = sorted(set(new).union(*(one.processes for one in asks)))
        only = some if len(some) * _MANY < state.first else None
        with state.opened(self.folder, state.parts, self.settings, only) as asked:
            asked.expect(one.asked[1] for one in asks)
            for (screen, question), subjects, _ in asks:
                to = self.now / self._file(screen, question)
                facts.store(to, facts.among(asked.facts(screen, question), subjects))

    def _missing(self, folder: Path, asks: _Asks) -> _Asks:
        """Return those questions of which the facts are not kept."""
        folder.mkdir(exist_ok=True)
        return [pair for pair in asks if not (folder / self._file(*pair)).exists()]

    def _file(self, screen: Screen, question: Question) -> str:
        """Return the name of the file with a question's facts."""
        if question not in self.files:
            self.files[question] = self.filed.name(screen, question)
        return self.files[question]
