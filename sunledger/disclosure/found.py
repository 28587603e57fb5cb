"""What was found wrong with a sheet, bounded, in a form that can be said in any language later.

Once something personal is found, only that is kept: the sentence about another cell could repeat
what it holds, and nothing of such a sheet is to stay.
"""

import re
from dataclasses import replace
from typing import Any

from sunledger.core import privacy
from sunledger.core.problem import Problem as Said
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.sheet import FITS_AS_WELL, KEPT_BESIDE, Problem

# What the reading keeps beside the fields is never published, since nobody has said that it may be.
_IN_PUBLIC = {
    KEPT_BESIDE: gettext_noop(
        "These headings are not of the category; their cells will not be published: %(headings)s."
    ),
    FITS_AS_WELL: gettext_noop("%(others)s would fit as well; only this column is published."),
}
_MASKED = {privacy.SENTENCES[kind]: sentence for kind, sentence in privacy.MASKED.items()}
_LEFT_OUT = gettext_noop("What stood here is never public; it was masked or left out.")
# More digits than an amount has: whatever they are, a sentence about them need not repeat them.
_MANY_DIGITS = re.compile(r"\d(?:[\s-]?\d){10,}[Xx]?")
LIMIT = 200  # of each sort: who has so many to put right needs no more to begin


class Found:
    """Takes problems in, and gives them back as JSON."""

    def __init__(self) -> None:
        self.refused = 0  # cells and lines because of which the sheet cannot be taken
        self.personal = 0  # of them, those that must never be public
        self.masked = 0  # of those, what is left to be masked by one press
        self.noted = 0
        self._personal: list[Problem] = []
        self._refusals: list[Problem] = []
        self._notes: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Take in what was said while the sheet was read."""
        if problem.severity == "note":
            self.noted += 1
            _add(self._notes, replace(problem, msgid=_IN_PUBLIC.get(problem.msgid, problem.msgid)))
        elif kind := _personal(problem):
            self.add_personal(replace(problem, msgid=privacy.SENTENCES[kind], params={}))
        else:
            self.refused += 1
            _add(self._refusals, problem)

    def add_refusal(self, said: Said) -> None:
        """Take in what is wrong with the file as a whole."""
        self.add(Problem("refused", "", "", 0, said.msgid, dict(said.params), rows=0))

    def add_personal(self, problem: Problem, *, masked: bool = False) -> None:
        """Take in a cell that must never be public, and whether its line stays once masked."""
        self.refused += 1
        self.personal += 1
        self.masked += masked
        _add(self._personal, problem)

    @property
    def stays(self) -> bool:
        """Whether the lines could be taken, what is personal in them masked."""
        return self.refused == self.masked

    def as_taken(self) -> dict[str, Any]:
        """Return all that is to be shown of lines that were taken: which cells were masked."""
        masked = [replace(one, kind="note", msgid=_MASKED.get(one.msgid, _LEFT_OUT))
                  for one in self._personal]  # fmt: skip
        more = {"masked": self.masked} if self.masked else {}
        return {
            "total": self.masked + self.noted,
            "refused": 0,
            "personal": False,
            **more,
            "list": [_as_json(problem) for problem in (*masked, *self._notes)],
        }

    def as_json(self) -> dict[str, Any]:
        """Return all that is to be shown, the refusals first, and how many there were.

        Beside what is personal nothing else is told, and nothing else is counted.
        """
        shown = self._personal or [*self._refusals, *self._notes]
        return {
            "total": self.personal or self.refused + self.noted,
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


def _personal(problem: Problem) -> privacy.Kind | None:
    """Return what is personal in the cell that a problem is about."""
    found = (one for text in problem.params.values() for one in privacy.find(text))
    return next((one.kind for one in found), None)


def _covered(text: str) -> str:
    """Return a text without anything personal, and without any long number."""
    return _MANY_DIGITS.sub("***", privacy.cover(text))


def _as_json(problem: Problem) -> dict[str, Any]:
    """Return a problem without anything personal that a cell may have put into its sentence."""
    return {
        "kind": problem.kind,
        "sheet": _covered(problem.sheet),
        "line": problem.line,
        "last": problem.last,
        "column": _covered(problem.column),
        "msgid": problem.msgid,
        "params": {name: _covered(text) for name, text in problem.params.items()},
        "rows": problem.rows,
    }
