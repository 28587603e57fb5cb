"""A picture without lines: nobody can add it up, search it, or hear it read aloud."""

from collections.abc import Iterator

from sunledger.core.problem import gettext_noop
from sunledger.disclosure.checks.finding import Finding
from sunledger.disclosure.models import Batch, Record

_ALONE = gettext_noop(
    "The sheet has attachments and no lines. Hand in the lines; the picture stays beside them."
)
_EMPTY = gettext_noop(
    "The sheet has no lines. Report that there was nothing, or hand in what there was."
)


class Alone:
    """Looks whether there are lines at all."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    def see(self, line: Record) -> None:
        """Look at nothing: that there is a line is enough."""

    def findings(self) -> Iterator[Finding]:
        """Say that lines are missing."""
        if self._batch.rows:
            return
        if self._batch.attachments.exists():
            yield Finding("alone", "block", _ALONE)
        elif self._batch.file_sha256 and not self._batch.shape.nil:
            yield Finding("alone", "block", _EMPTY)
