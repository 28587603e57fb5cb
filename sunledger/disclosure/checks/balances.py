"""What there was, what came and what went make what is left; and it began where it ended before."""

from collections.abc import Iterator

from sunledger.core.money import show_money
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.checks.finding import Finding
from sunledger.disclosure.models import PUBLIC, Batch, Record, State
from sunledger.disclosure.shape import Category, Field, Role

_WRONG = gettext_noop(
    "Line %(line)s: %(opening)s at the beginning, %(income)s in and %(spent)s out make %(sum)s; "
    "the sheet says %(closing)s at the end. Put right which of them is wrong."
)
_JUMPED = gettext_noop(
    "Line %(line)s begins with %(opening)s, but %(period)s ended with %(closing)s. Say why."
)
_SHOWN = 5  # of each sort


class Balances:
    """Adds up every line that has a beginning and an end."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._field: dict[Role, Field | None] = {one: batch.shape.role(one) for one in _ROLES}
        self._lines: list[tuple[str, Record]] = []
        self._wrong: list[Record] = []

    def see(self, line: Record) -> None:
        """Add the line up."""
        opening, closing = self._value(line, "opening"), self._value(line, "closing")
        if opening is None or closing is None:
            return
        if len(self._lines) < _KEPT:
            self._lines.append((_subject(self._batch.shape, line), line))
        if self._sum(line) != closing:
            self._wrong.append(line)

    def findings(self) -> Iterator[Finding]:
        """Say which lines do not add up, and which begin elsewhere than the last ended."""
        for line in self._wrong[:_SHOWN]:
            said = {str(role): self._shown(line, role) for role in _ROLES}
            said |= {"line": str(line.line), "sum": _money(self._sum(line), line)}
            yield Finding("balance", "block", _WRONG, said)
        yield from list(self._jumped())[:_SHOWN]

    def _jumped(self) -> Iterator[Finding]:
        """Give the lines that do not begin where the same of the period before ended."""
        before = self._before() if self._lines else None
        if before is None:
            return
        ended = {_subject(before.shape, one): one for one in before.records.all()[:_KEPT]}
        for subject, line in self._lines:
            last = ended.get(subject)
            closing = self._value(last, "closing") if last else None
            if last and closing is not None and closing != self._value(line, "opening"):
                said = {"line": str(line.line), "opening": self._shown(line, "opening")}
                said |= {"closing": _money(closing, last), "period": before.period}
                yield Finding("carried", "ask", _JUMPED, said)

    def _before(self) -> Batch | None:
        """Return the sheet of the period before."""
        batch = self._batch
        known = Batch.objects.filter(unit=batch.unit, category=batch.category)
        known = known.filter(state__in=PUBLIC, period__lt=batch.period)
        return known.exclude(state=State.WITHDRAWN).order_by("-period", "-pk").first()

    def _sum(self, line: Record) -> int:
        opening = self._value(line, "opening") or 0
        return opening + (self._value(line, "income") or 0) - (self._value(line, "spent") or 0)

    def _value(self, line: Record, role: Role) -> int | None:
        field = self._field[role]
        value = line.values.get(field.name) if field else None
        return value if isinstance(value, int) else None

    def _shown(self, line: Record, role: Role) -> str:
        return _money(self._value(line, role) or 0, line)


_ROLES: tuple[Role, ...] = ("opening", "income", "spent", "closing")
_KEPT = 5_000  # accounts, assets or projects of one unit: more are no list of balances


def _money(value: int, line: Record) -> str:
    return show_money(value, line.currency or "CNY")


def _subject(shape: Category, line: Record) -> str:
    """Return what a line is about: its first words."""
    words = (one.name for one in shape.fields if one.kind in ("text", "choice", "person"))
    return str(next((line.values[name] for name in words if line.values.get(name)), ""))
