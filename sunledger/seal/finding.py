"""What a check of the log has found."""

from dataclasses import dataclass

from sunledger.core.problem import Problem

LIMIT = 200  # findings of one check: who has so many needs no more to begin


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was said, and the index of the log at which that shows."""

    leaf: int | None
    problem: Problem

    def __str__(self) -> str:
        return str(self.problem)


def finding(leaf: int | None, msgid: str, **params: object) -> Finding:
    """Return a finding with its sentence."""
    words = {name: str(value) for name, value in params.items()}
    return Finding(leaf, Problem(msgid, {"leaf": str(leaf), **words}))
