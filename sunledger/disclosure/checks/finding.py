"""What a check has found, and what a check is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from django.utils.translation import gettext

from sunledger.disclosure.models import Record

Severity = Literal["block", "ask", "note"]


@dataclass(frozen=True)
class Finding:
    """One sentence about a sheet; `check` is the code of the check that says it."""

    check: str
    severity: Severity
    msgid: str
    params: dict[str, str] = field(default_factory=dict)

    def sentence(self) -> str:
        """Return what was found, in the reader's language."""
        return gettext(self.msgid) % self.params


class Check(Protocol):
    """Looks at every line once, and says at the end what it has found."""

    def see(self, line: Record) -> None:
        """Look at a line."""

    def findings(self) -> Iterator[Finding]:
        """Say what was found."""
