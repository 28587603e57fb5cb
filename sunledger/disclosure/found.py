"""What was found wrong with a sheet, bounded, in a form that can be said in any language later.

Once something personal is found, only that is kept: the sentence about another cell could repeat
what it holds, and nothing of such a sheet is to stay.
"""

from typing import Any

from sunledger.core.problem import Problem as Said
from sunledger.disclosure import privacy
from sunledger.disclosure.sheet import Problem

LIMIT = 200  # of each sort: who has so many to put right needs no more to begin


class Found:
    """Takes problems in, and gives them back as JSON."""

    def __init__(self) -> None:
        self.refused = 0  # cells and lines because of which the sheet cannot be taken
        self.noted = 0
        self._personal: list[Problem] = []
        self._refusals: list[Problem] = []
        self._notes: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Take in what was said while the sheet was read."""
        if problem.severity == "refuse":
            self.refused += 1
            _add(self._refusals, problem)
        else:
            self.noted += 1
            _add(self._notes, problem)

    def add_refusal(self, said: Said) -> None:
        """Take in what is wrong with the file as a whole."""
        self.add(Problem("refused", "", "", 0, said.msgid, dict(said.params), rows=0))

    def add_personal(self, problem: Problem) -> None:
        """Take in a cell that must never be public."""
        self.refused += 1
        _add(self._personal, problem)

    def as_json(self) -> dict[str, Any]:
        """Return all that is to be shown, the refusals first, and how many there were."""
        shown = self._personal or [*self._refusals, *self._notes]
        return {
            "total": self.refused + self.noted,
            "refused": self.refused,
            "personal": bool(self._personal),
            "list": [_as_json(problem) for problem in shown],
        }


def problems_of(kept: dict[str, Any], file: str = "") -> list[Problem]:
    """Return the problems that were kept as JSON."""
    return [Problem(file=file, **one) for one in kept.get("list", [])]


def _add(problems: list[Problem], problem: Problem) -> None:
    if len(problems) < LIMIT:
        problems.append(problem)


def _as_json(problem: Problem) -> dict[str, Any]:
    """Return a problem without anything personal that a cell may have put into its sentence."""
    return {
        "kind": problem.kind,
        "sheet": problem.sheet,
        "line": problem.line,
        "last": problem.last,
        "column": privacy.cover(problem.column),
        "msgid": problem.msgid,
        "params": {name: privacy.cover(text) for name, text in problem.params.items()},
        "rows": problem.rows,
    }
