"""A short list of persons with what is nobody's business: who knows the village knows them all.

Masked names protect where many could be meant. Of three households in need in a small place, the
neighbours know which is ill and which is poor. Such a list is published in coarser form, or a
second person looks whether it may be published as it is.
"""

from collections.abc import Iterator

from django.conf import settings

from sunledger.core.problem import gettext_noop
from sunledger.disclosure.checks.figures import titled
from sunledger.disclosure.checks.finding import Finding
from sunledger.disclosure.models import Batch, Record
from sunledger.disclosure.shape import Category, Field

CODE = "few"
COARSER, SECOND = "coarser", "second"
_FEW = gettext_noop(
    "The list names only %(rows)s persons, and says of each why. In a small place everyone knows "
    "who is meant. Publish it without “%(fields)s” and the names, or let a second person decide."
)


class Few:
    """Counts the lines that say of a person why."""

    def __init__(self, batch: Batch) -> None:
        self._fields = sensitive(batch.shape)
        self._rows = 0

    def see(self, line: Record) -> None:
        """Count a line with something sensitive in it."""
        self._rows += any(line.values.get(one.name) not in (None, "") for one in self._fields)

    def findings(self) -> Iterator[Finding]:
        """Say that they are too few."""
        if 0 < self._rows < settings.SUNLEDGER_CHECKS["few"]:
            titles = " / ".join(map(titled, self._fields))
            yield Finding(CODE, "ask", _FEW, {"rows": str(self._rows), "fields": titles})


def sensitive(shape: Category) -> list[Field]:
    """Return the fields that say why a person is on a list; none where it names no persons."""
    named = any(one.personal == "mask" for one in shape.fields)
    return [one for one in shape.fields if one.sensitive] if named else []


def coarsened(shape: Category, line: Record) -> dict[str, object]:
    """Return the values of a line without who and why."""
    gone = {one.name for one in sensitive(shape)}
    values = {name: value for name, value in line.values.items() if name not in gone}
    masked = {one.name for one in shape.fields if one.personal == "mask"}
    return {name: "*" if name in masked else value for name, value in values.items()}
