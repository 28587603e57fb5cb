"""All checks, in one pass over the lines of a sheet."""

from collections.abc import Mapping

from sunledger.core.problem import gettext_noop
from sunledger.disclosure.checks.alone import Alone
from sunledger.disclosure.checks.balances import Balances
from sunledger.disclosure.checks.bank import Bank
from sunledger.disclosure.checks.few import Few
from sunledger.disclosure.checks.figures import Figures
from sunledger.disclosure.checks.finding import Check, Finding
from sunledger.disclosure.checks.lumps import Lumps
from sunledger.disclosure.checks.same import Same
from sunledger.disclosure.models import Batch
from sunledger.disclosure.refusals import Incomplete

CHECKS: tuple[type, ...] = (Alone, Figures, Balances, Lumps, Same, Bank, Few)
_WEIGHT = {"block": 0, "ask": 1, "note": 2}
_PORTION = 2_000
_LONG = 50_000  # lines that a page still goes through while somebody waits for it


def is_long(batch: Batch) -> bool:
    """Whether a sheet is so long that it is checked when it is handed on, and not before."""
    return batch.rows > _LONG


def found_in(batch: Batch) -> list[Finding]:
    """Return what the checks say of a sheet, the gravest first."""
    checks: list[Check] = [check(batch) for check in CHECKS]
    for line in batch.records.order_by("number").iterator(_PORTION):
        for check in checks:
            check.see(line)
    found = [finding for check in checks for finding in check.findings()]
    return sorted(found, key=lambda one: _WEIGHT[one.severity])


def need_answers(batch: Batch, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to what is asked, or refuse the sheet with what stops it."""
    found = found_in(batch)
    for one in found:
        if one.severity == "block":
            raise Incomplete(one.msgid, **one.params)
    asked = {one.check: one for one in reversed(found) if one.severity == "ask"}
    for code, one in asked.items():
        if not answers.get(code, "").strip():
            raise Incomplete(gettext_noop("Answer first: %(asked)s"), asked=one.sentence())
    return {code: answers[code].strip() for code in asked}
