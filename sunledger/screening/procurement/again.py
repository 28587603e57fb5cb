"""After a change questions are asked again: about what it touches, of all where they must be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sunledger.screening.procurement import facts, near, pairs, sums, vectors, wholes
from sunledger.screening.procurement.left import Left
from sunledger.screening.procurement.opening import Tables, Words
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.shared import tables_in, words_in

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.procurement.asking import Asking
    from sunledger.screening.procurement.run import Asked

MANY = 4  # where one process in so many is touched, all are asked
SUBJECTS = ".subjects"
_BIDS = Words(frozenset({"bids"}), frozenset({"bids"}))
Asks = list[tuple[Screen, Question]]


class Touched(NamedTuple):
    """A question of which a change touches some subjects, and the processes that decide it."""

    asked: tuple[Screen, Question]
    subjects: pa.Table
    processes: set[int]


class Again:
    """Questions to what has changed."""

    def __init__(self, asking: Asking, tables: Tables) -> None:
        self.asking = asking
        self.tables = tables
        self.state = asking.state
        self.new: list[int] = []
        self.noted: dict[Path, str] = {}  # tables with the keys of new processes, by their files

    def ask(self, alone: Asks, added: Asks) -> None:
        """Ask of changed processes; add what they add to sums, and ask again what they touch."""
        summed = [
            (pair, sums.Changed(pair[1], f"main.changed_{place}"))
            for place, pair in enumerate(added)
            if pair[1].parts
        ]
        paired = [pair for pair in added if pair[1].pairs]
        compared = [pair for pair in added if pair[1].near]
        words = self._words(alone + added)
        self._compare(compared)
        with self.tables.since(words) as asked:
            self.asking.keep(asked, self._now(), alone)
            self.new = asked.names["process"].to_pylist()
            for (screen, _), changed in summed:
                changed.add(asked, screen)
            if paired:
                pairs.add(asked)
            self._note(asked, compared)
            touched = self._near(asked, compared)
            here = [one for one in touched if one.processes.issubset(self.new)]
            self._answer(asked, here)
        if not added:
            return
        self._take(summed, paired)
        with self._sums() as asked:
            for (screen, question), changed in summed:
                self._add(asked, changed, screen, question)
            found = pairs.touched(asked, self._met()) if paired else None
        others = [one for one in touched if not one.processes.issubset(self.new)]
        if found is not None:
            some = self._processes(pairs.often(found))
            others += [Touched(pair, found, some) for pair in paired]
        self._again(others)

    def _take(
        self, summed: list[tuple[tuple[Screen, Question], sums.Changed]], paired: Asks
    ) -> None:
        """Take away what processes added that are gone."""
        asks = [pair for pair, _ in summed] + paired
        if not asks:
            return
        left = Left(self.asking.folder, self.state)
        words = self._words(asks)
        if rows := left.look(self.tables, words):
            with self.tables.given(rows) as asked:
                for (screen, _), changed in summed:
                    changed.take(asked, screen)
                if paired:
                    pairs.take(asked)

    def _compare(self, compared: Asks) -> None:
        """Have the keys of all processes that were there at the beginning."""
        files = {pair: self._keys(pair[1]) for pair in compared}
        if missing := [pair for pair, file in files.items() if not near.is_written(file)]:
            with self.tables.opened(begun=True) as asked:
                for screen, question in missing:
                    asked.prepare(screen)
                    near.write(asked, question, files[screen, question])

    def _words(self, asks: Asks) -> Words:
        """Return which tables statements ask, and their words."""
        from sunledger.screening.procurement.statuses import COLUMNS

        filling = self.asking.filed.filling
        compatible = self.asking.settings.compatible
        needs = {name for screen, _ in asks for name in screen.needs}
        told = [filling.shared(name) for name in needs]
        told += [filling.filled(one.statement(compatible=compatible)) for _, one in asks]
        told += [filling.filled(one.near) for _, one in asks]
        if self.asking.settings.debarred:
            told.append("FROM suppliers name")
        if not self.tables.settings.currency:
            told.append("FROM bids bid amount currency")  # of which the first says the currency
        columns = {"process", "ocid", *COLUMNS.values()}.union(*map(words_in, told))
        return Words(frozenset({"processes"}.union(*map(tables_in, told))), frozenset(columns))

    def _now(self) -> Path:
        return self.asking.now

    def _note(self, asked: Asked, compared: Asks) -> None:
        """Note the keys of new processes."""
        for screen, question in compared:
            asked.prepare(screen)
            file = self._keys(question)
            if file not in self.noted:
                self.noted[file] = f"main.keys_{len(self.noted)}"
                near.note(asked, question, self.noted[file])

    def _keys(self, question: Question) -> Path:
        """Return the file beside which the keys of a question lie; several may share them."""
        return self.asking.first / self.asking.filed.near(question)

    def _add(self, asked: Asked, changed: sums.Changed, screen: Screen, question: Question) -> None:
        """Add to a question's sums what has changed."""
        name = self.asking.file(screen, question)
        file = self._now() / name
        first = self.asking.first / name
        answer = changed.answer(asked, first)
        if answer.subjects is not None:
            facts.write(file.with_suffix(SUBJECTS), answer.subjects)
        if question.share:
            wholes.change(asked, question.share, changed.name, first, file)
        facts.store(file, answer.facts, for_good=not question.whole)

    def _sums(self) -> AbstractContextManager[Asked]:
        """Open no tables, to ask of sums; with those of bids where these say the currency."""
        tables = self.tables
        return tables.given({}) if tables.settings.currency else tables.opened(_BIDS)

    def _met(self) -> Path:
        """Return the file beside which the pairs of firms lie that bid together."""
        return self.asking.first / self.asking.filed.pairs()

    def _processes(self, firms: list[str]) -> set[int]:
        """Return the processes in which some firms bid."""
        if not firms:
            return set()
        with self.tables.opened(_BIDS) as asked:
            return pairs.processes(asked, firms)

    def _near(self, asked: Asked, asks: Asks) -> list[Touched]:
        """Return which processes are compared with changed ones."""
        import pyarrow as pa

        of: dict[Path, tuple[pa.Table, set[int]]] = {}
        for file, name in self.noted.items():
            again, beside = near.near(asked, name, file, self.state.gone)
            subjects = sorted({*again, *self.new, *self.state.gone_first})
            table = pa.table([pa.array(subjects, pa.int64())], ["subject"])
            of[file] = (table, {*beside, *self.new})
        return [Touched(pair, *of[self._keys(pair[1])]) for pair in asks]

    def _again(self, touched: Iterable[Touched]) -> None:
        """Ask again about what a change touches."""
        asks = []
        for one in touched:
            if one.processes:
                asks.append(one)
            else:
                first = facts.load(self.asking.first / self.asking.file(*one.asked))
                self._store(one, first.slice(0, 0))
        if not asks:
            return
        some = sorted(set(self.new).union(*(one.processes for one in asks)))
        words = self._words([one.asked for one in asks])
        are_few = len(some) * MANY < self.state.first
        tables = self.tables
        with tables.only(some, words) if are_few else tables.opened(words) as asked:
            self._answer(asked, asks)

    def _answer(self, asked: Asked, touched: Sequence[Touched]) -> None:
        """Ask tables, in which all is that decides, about what a change touches."""
        asked.expect(one.asked[1] for one in touched)
        for one in touched:
            self._store(one, facts.among(asked.facts(*one.asked), one.subjects))

    def _store(self, one: Touched, found: pa.Table) -> None:
        """Keep what is said now of subjects that a change touches, and which these are."""
        file = self._now() / self.asking.file(*one.asked)
        subjects = vectors.anew(one.subjects.select(["subject"]))
        facts.write(file.with_suffix(SUBJECTS), subjects)
        facts.store(file, found)
