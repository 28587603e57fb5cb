"""The tables of an engine that the graph reads, and questions over several of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sunledger.screening.engine import Engine
from sunledger.screening.graph.same import Same, asked, one_firm, told
from sunledger.screening.shapes import SAME_AS, Frame

READ = (
    *("companies", "officers", "suppliers", "bids", "posts", "people", "kin", "exceptions"),
    *("flows", "contract_payments", SAME_AS.name),
)


_NAMES = 50_000  # confirmed names that are told of


class Tables:
    """The tables that somebody gave, as screens see them; confirmed names are one firm there."""

    def __init__(self, engine: Engine, names: Iterable[str] = READ) -> None:
        self._engine = engine
        self._frames: dict[str, Frame] = {}
        for name in sorted({*names} & {*engine.given()}):
            engine.ask(name, lambda frame, name=name: self._remember(name, frame))  # type: ignore[misc]
        self.same = self._made_one() if SAME_AS.name in self._frames else ()

    def _made_one(self) -> tuple[Same, ...]:
        """Let every table know a firm by one number; return what was made one, and by what."""
        same = self._frames[SAME_AS.name]
        firms, whole = one_firm(self._frames, same, self._engine.compute, self._all)
        self._frames = {name: firms.seen(rows, name) for name, rows in self._frames.items()}
        rows, _ = self.rows(asked(same, whole), "said_same", "name", most=_NAMES)
        return tuple(told(rows))

    def _all(self, question: Frame) -> list[dict[str, Any]]:
        """Return the rows of an answer, however many."""
        return self._engine.ask(self.given()[0], lambda _: question)

    def _remember(self, name: str, frame: Frame) -> Frame:
        """Hold a table for questions over several; ask nothing of it yet."""
        self._frames[name] = frame
        return frame.head(0)

    def __contains__(self, name: str) -> bool:
        return name in self._frames

    def __getitem__(self, name: str) -> Frame:
        return self._frames[name]

    def given(self) -> list[str]:
        """Return the names of the tables that are there."""
        return list(self._frames)

    def rows(self, question: Frame, *order: str, most: int) -> tuple[list[dict[str, Any]], bool]:
        """Return the first rows of an answer in an order of its own, and whether there are more."""
        asked = question.sort(*order).head(most + 1)
        found = self._engine.ask(self.given()[0], lambda _: asked)
        found.sort(key=lambda row: tuple(row[name] for name in order))
        return found[:most], len(found) > most
