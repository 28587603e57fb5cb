"""A sheet of another site on its way in: looked at like one of our own, and kept line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import IntegrityError

from sunledger.core import privacy
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.category import CATEGORIES, Category, Field
from sunledger.disclosure.cells import Cells
from sunledger.disclosure.exchange.check import Told
from sunledger.disclosure.exchange.facts import BatchSaid, RecordSaid
from sunledger.disclosure.exchange.form import NotExchange
from sunledger.disclosure.lines import keeping
from sunledger.disclosure.models import Batch, Record, Shape, State, Taken
from sunledger.disclosure.models.shape import latest
from sunledger.disclosure.owed import counted
from sunledger.disclosure.refusals import TooPersonal
from sunledger.units.models import Unit, User

_PORTION = 500
FORGOTTEN = gettext_noop("What it held of persons was forgotten there already.")
OTHER_SHAPE = gettext_noop("Its category has other columns here, or is not for everyone.")
TWICE = gettext_noop("The very same file was published here.")
PERSONAL = gettext_noop("It holds what must never be public here.")
_HELD_ROLES = ("amount", "day", "party", "currency")


@dataclass(frozen=True)
class Hands:
    """Who stands for the people of the other site: two accounts that nobody can use."""

    entered: User
    reviewed: User


class Incoming:
    """One sheet while its lines come in; nobody sees anything of it before it is whole."""

    def __init__(self, told: Told, said: BatchSaid, unit: Unit, hands: Hands) -> None:
        self.told, self.said, self.unit, self.hands = told, said, unit, hands
        self.held = 0
        self._digest = sha256(told.digest.hex().encode())
        self._waiting: list[tuple[Record | None, Taken]] = []
        self._cells = Cells()

    def begin(self, shape: Shape) -> None:
        """Enter the sheet, as yet without a line."""
        said = self.said
        self.batch = Batch.objects.create(
            code=said.batch,
            unit=self.unit,
            category=said.category,
            category_version=said.version,
            read_against=shape,
            period=said.period,
            file_sha256=said.file_sha256,
            rows_read=said.rows,
            counts=said.counts,
            totals=said.totals,
            entered_by=self.hands.entered,
            entered_at=self.told.said_at,
        )
        self.fields = {one.name: one for one in self.batch.shape.fields}

    def line(self, told: Told, taken: Taken) -> None:
        """Take one line in, or hold it back."""
        self._digest.update(told.digest.hex().encode())
        taken.batch = self.batch
        record = None
        if isinstance(told.said, RecordSaid):
            if self._is_personal(told.said):
                taken.held, taken.body, taken.salt = PERSONAL, "", b""
                self.held += 1
            else:
                record = self._record(told.said)
        self._waiting.append((record, taken))
        if len(self._waiting) >= _PORTION:
            self._keep()

    def end(self, taken: Taken, say: Callable[[Taken, str, str, int], int]) -> None:
        """Make the sheet public here, since it is there, and say so."""
        self._keep()
        batch, at = self.batch, self.told.said_at
        batch.rows = self.said.rows - self.held
        batch.submitted_at = batch.reviewed_at = batch.published_at = at
        batch.submitted_by, batch.reviewed_by = self.hands.entered, self.hands.reviewed
        batch.state = State.SUBMITTED
        batch.save()
        taken.batch = batch
        taken.leaf = batch.leaf = say(taken, batch.code, self._digest.hexdigest(), self.held)
        taken.save(force_insert=True)
        batch.state = State.PUBLISHED
        batch.save()
        keeping.keep(batch)
        counted.keep(batch)

    def _keep(self) -> None:
        """Write the lines that wait."""
        try:
            Record.objects.bulk_create([record for record, _taken in self._waiting if record])
        except IntegrityError as error:  # the whole file is refused, so nothing is asked before
            sentence = gettext_noop("A line in it has the code of one that is here already.")
            raise NotExchange(sentence) from error
        for record, taken in self._waiting:
            taken.record = record
        Taken.objects.bulk_create([taken for _record, taken in self._waiting])
        self._waiting = []

    def _is_personal(self, said: RecordSaid) -> bool:
        """Whether a line holds what nobody here may publish."""
        try:
            for name, value in said.values.items():
                field = self.fields[name]
                if field.kind != "day" and self._cells.public(value, field) != value:
                    return True
        except TooPersonal:
            return True
        return bool(privacy.find(said.sheet))

    def _record(self, said: RecordSaid) -> Record:
        return Record(
            code=said.record,
            batch=self.batch,
            unit=self.unit,
            category=said.category,
            number=said.number,
            sheet=said.sheet,
            line=said.line,
            values=said.values,
            amount=said.amount,
            currency=said.currency,
            day=date.fromisoformat(said.day) if said.day else None,
            party=said.party,
        )


def why_not(said: BatchSaid, shape: Category, unit: Unit) -> str:
    """Return why a sheet is held back, or nothing."""
    if Batch.objects.filter(code=said.batch).exists():
        sentence = gettext_noop("The sheet %(sheet)s has the code of one that is here already.")
        raise NotExchange(sentence, sheet=said.batch)
    same = Batch.objects.filter(unit=unit, category=said.category, period=said.period)
    if same.filter(file_sha256=said.file_sha256).exclude(state=State.WITHDRAWN).exists():
        return TWICE
    return "" if _fits_here(shape) else OTHER_SHAPE


def _fits_here(shape: Category) -> bool:
    """Whether lines of this shape can stand in one table with ours of the same category."""
    mine = CATEGORIES.get(shape.code) or latest(shape.code)
    if mine is None:
        return True
    kinds = {one.name: (one.kind, _part(one.role)) for one in mine.fields}
    same = all(kinds.get(one.name, _of(one)) == _of(one) for one in shape.fields)
    return same and mine.visibility == "public" and _roles(mine, shape)


def _of(field: Field) -> tuple[str, str]:
    return field.kind, _part(field.role)


def _part(role: str) -> str:
    """Return a part by which tables sort and add; no other part makes a difference."""
    return role if role in _HELD_ROLES else ""


def _roles(mine: Category, theirs: Category) -> bool:
    """Whether the same columns are sorted and added by."""
    pairs = [(mine.role(one), theirs.role(one)) for one in ("amount", "day", "party")]
    return all(a is None or b is None or a.name == b.name for a, b in pairs)
