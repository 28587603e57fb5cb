"""The bank's lines, the accounts' lines and the lines to be published are of the same money."""

from collections import Counter
from collections.abc import Iterator

from sunledger.core.money import show_money
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.checks.finding import Finding
from sunledger.disclosure.models import Batch, Record, State

_NOT_THERE = {
    "bank": gettext_noop(
        "%(rows)s lines of this sheet (%(sum)s; the first is line %(line)s) are not in the bank's "
        "statement of the same period. Say how they were paid."
    ),
    "accounts": gettext_noop(
        "%(rows)s lines of this sheet (%(sum)s; the first is line %(line)s) are not in the "
        "accounts of the same period. Say why."
    ),
}
_NOT_HERE = {
    "bank": gettext_noop(
        "The bank paid %(theirs)s in this period, the sheets say %(ours)s: %(rows)s of the bank's "
        "lines (%(sum)s) stand in none of them."
    ),
    "accounts": gettext_noop(
        "The accounts say %(theirs)s for this period, the sheets %(ours)s: %(rows)s lines of the "
        "accounts (%(sum)s) stand in none of them."
    ),
}
PAYMENTS = "payments"
OTHERS = ("bank", "accounts")


class Bank:
    """Keeps the amounts, and compares them where there is something to compare them with."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._pays = PAYMENTS in batch.shape.feeds
        self._lines: list[tuple[int, int]] = []  # amount, line

    def see(self, line: Record) -> None:
        """Keep what was paid."""
        if self._pays and line.amount:
            self._lines.append((abs(line.amount), line.line))

    def findings(self) -> Iterator[Finding]:
        """Say what stands in one of them alone."""
        if not self._lines:
            return
        for table in OTHERS:
            theirs = self._amounts(table)
            if theirs:
                yield from self._compared(table, theirs)

    def _compared(self, table: str, theirs: Counter[int]) -> Iterator[Finding]:
        """Give what is found when the lines are laid beside the others."""
        left, alone = Counter(theirs), []
        for amount, line in self._lines:
            if left[amount] > 0:
                left[amount] -= 1
            else:
                alone.append((amount, line))
        if alone:
            said = {"rows": str(len(alone)), "line": str(alone[0][1])}
            said["sum"] = self._money(sum(amount for amount, _line in alone))
            yield Finding(table, "ask", _NOT_THERE[table], said)
        ours = self._amounts(PAYMENTS)
        missing = theirs - ours
        if missing:
            said = {"rows": str(missing.total()), "sum": self._money(_sum(missing))}
            said |= {"theirs": self._money(_sum(theirs)), "ours": self._money(_sum(ours))}
            yield Finding(f"{table}-more", "note", _NOT_HERE[table], said)

    def _amounts(self, what: str) -> Counter[int]:
        """Return the amounts of what a unit handed in for this period: payments, or their proof."""
        batch = self._batch
        codes = [code for code, shape in CATEGORIES.items() if what in (shape.proves, *shape.feeds)]
        sheets = Batch.objects.filter(unit=batch.unit, period=batch.period, category__in=codes)
        sheets = sheets.exclude(state__in=(State.READING, State.WITHDRAWN))
        amounts = Record.objects.filter(batch__in=sheets, amount__isnull=False)
        return Counter(abs(one) for one in amounts.values_list("amount", flat=True) if one)

    def _money(self, value: int) -> str:
        return show_money(value, next(iter(self._batch.totals), "") or "CNY")


def _sum(amounts: Counter[int]) -> int:
    return sum(amount * times for amount, times in amounts.items())
