"""The figures that a category requires stand in every line; completeness counts these alone."""

from collections.abc import Iterator

from django.utils.translation import get_language

from sunledger.core.problem import gettext_noop
from sunledger.disclosure.checks.finding import Finding
from sunledger.disclosure.models import Batch, Record
from sunledger.disclosure.shape import Field

_MISSING = gettext_noop(
    "%(rows)s lines have nothing under “%(field)s”, the first of them line %(line)s. Fill it in; "
    "write 0 where there was nothing."
)


class Figures:
    """Counts lines without a figure."""

    def __init__(self, batch: Batch) -> None:
        self._fields = [one for one in batch.shape.figures if not one.may_be_blank]
        self._missing: dict[str, list[int]] = {one.name: [] for one in self._fields}

    def see(self, line: Record) -> None:
        """Look for every required figure."""
        for name, lines in self._missing.items():
            if line.values.get(name) is None:
                lines.append(line.line)

    def findings(self) -> Iterator[Finding]:
        """Say which figure is missing, and where first."""
        for field in self._fields:
            if lines := self._missing[field.name]:
                said = {"rows": str(len(lines)), "field": titled(field), "line": str(lines[0])}
                yield Finding("figures", "block", _MISSING, said)


def titled(field: Field) -> str:
    """Return the title of a field in the reader's language."""
    return field.title.zh if (get_language() or "zh").startswith("zh") else field.title.en
