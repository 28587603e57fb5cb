"""What is asked of kept tables: only what is not known, and after a change only what it touches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sunledger.screening.procurement import facts, judging, near, pairs, sums, wholes
from sunledger.screening.procurement.again import SUBJECTS, Again, Asks
from sunledger.screening.procurement.opening import Tables
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.state import State, facts_of

if TYPE_CHECKING:
    from sunledger.screening.procurement.run import Asked


def _is_alone(question: Question) -> bool:
    """Whether what a question says of a process depends on no other process."""
    return question.group == "OCID" and not question.whole and not question.near


def _is_added(question: Question) -> bool:
    """Whether what a change adds to the answer, or which part of it it touches, can be told."""
    return bool(question.parts or question.pairs or question.near)


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
        file = self.file(screen, question)
        found = self._parts(file, question)
        return wholes.shared(found, self.now / file) if question.share else found

    def _parts(self, file: str, question: Question) -> list[judging.Part]:
        """Return the rows that are kept of a question, in their parts."""
        now = facts.load(self.now / file)
        if not self.state.times or question.whole:
            return [judging.Part(now)]
        first = facts.load(self.first / file)
        if _is_alone(question):
            return [self.losing.of(first), judging.Part(now)]
        subjects = facts.load((self.now / file).with_suffix(SUBJECTS))
        return [facts.without(first, subjects), judging.Part(now)]

    def ask(self, asked: Asks) -> None:
        """Ask what is not known yet, of those tables of which it is not, and keep the answers."""
        state = self.state
        alone = [pair for pair in asked if _is_alone(pair[1])]
        added = [pair for pair in asked if pair not in alone and _is_added(pair[1])]
        others = [pair for pair in asked if pair not in alone and pair not in added]
        if not state.times:
            self._answer(self.first, asked)
            return
        self._answer(self.first, alone + added)
        self._answer(self.now, others)
        alone, added = self._missing(self.now, alone), self._missing(self.now, added)
        if alone or added:
            with Tables(self.folder, state, self.settings) as tables:
                Again(self, tables).ask(alone, added)

    def _answer(self, folder: Path, asks: Asks) -> None:
        """Ask what is not known, of the tables of the beginning or of all, and keep the answers."""
        if missing := self._missing(folder, asks):
            with (
                Tables(self.folder, self.state, self.settings) as tables,
                tables.opened(begun=folder == self.first) as asked,
            ):
                self.keep(asked, folder, missing)

    def keep(self, asked: Asked, folder: Path, asks: Asks) -> None:
        """Ask opened tables, and keep the answers."""
        asked.expect(question for _, question in asks if not question.parts)
        for one, question in asks:
            file = folder / self.file(one, question)
            if question.parts:
                found = sums.write(asked, one, question, file)
            else:
                found = asked.facts(one, question)
            if question.pairs:
                pairs.write(asked, folder / self.filed.pairs())
            if question.near and folder == self.first:
                near.write(asked, question, folder / self.filed.near(question))
            facts.store(file, found)

    def _missing(self, folder: Path, asks: Asks) -> Asks:
        """Return those questions of which the facts are not kept."""
        folder.mkdir(exist_ok=True)
        return [pair for pair in asks if not (folder / self.file(*pair)).exists()]

    def file(self, screen: Screen, question: Question) -> str:
        """Return the name of the file with a question's facts."""
        if question not in self.files:
            self.files[question] = self.filed.name(screen, question)
        return self.files[question]
