"""A drive's figures: each with its definition, its denominator, and the items behind it.

Every figure is computed from the items of the ledger when it is asked for. None is stored, so none
can differ from its items, and a page can list the very rows that a number counts.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sunledger.drives.ages import AGES, MEDIAN_AGE, OLDEST, TO_CLOSE, Ages, age_of, rows_of_age
from sunledger.drives.counted import BY_OUTCOME, BY_STATE, ITEMS, PARTS, Counted, Words
from sunledger.drives.drive import Batch, Drive
from sunledger.drives.remembered import Counts
from sunledger.drives.tally import Tally
from sunledger.drives.watched import BATCH, CHASED, DRIVE, HEAD, STAGES
from sunledger.ledger.models import ItemQuerySet

__all__ = ["BY_OUTCOME", "BY_STATE", "ITEMS", "PARTS", "Figure", "figures", "find", "head"]


@dataclass(frozen=True)
class Figure:
    """A number that can be looked into."""

    key: str
    title: Words
    value: int
    definition: Words
    which: Callable[[], ItemQuerySet]  # the items it counts, asked for when they are looked at
    unit: Literal["items", "days", "money"] = "items"
    currency: str = ""
    of: int | None = None  # the denominator, where it is a share of something
    of_definition: Words = ""

    @property
    def rows(self) -> ItemQuerySet:
        """Return the items it counts."""
        return self.which()

    @property
    def share(self) -> float | None:
        """Return the share, where there is something to be a share of."""
        return self.value / self.of if self.of and self.unit == "items" else None


class Scope:
    """A drive, or one of its batches, on a day."""

    def __init__(self, drive: Drive, on: date, batch: Batch | None = None) -> None:
        self.drive, self.on, self.batch = drive, on, batch
        self.items = drive.items(on, batch)
        self.counts = Counts(drive, on, batch)

    def tally(self, which: Iterable[Counted]) -> Tally:
        """Count the items once for some numbers."""
        return self.counts.tally(which)

    def figures(self, which: Sequence[Counted], counted: Tally) -> list[Figure]:
        """Return counted numbers as figures."""
        known = {one.key: one for one in (*BATCH, *which)}
        return [self._figure(one, known.get(one.of), counted) for one in which]

    def _figure(self, one: Counted, whole: Counted | None, counted: Tally) -> Figure:
        return Figure(
            key=one.key,
            title=one.title,
            value=counted.of(one),
            definition=one.definition,
            which=lambda: self.items.filter(one.which(self.on)),
            of=counted.of(whole) if whole else None,
            of_definition=whole.title if whole else "",
        )

    def target(self, found: Iterable[Figure]) -> Iterator[Figure]:
        """Give how far the drive is on its way, where it has a target."""
        target = self.drive.target
        if target is None or self.batch:
            return
        done = "done" if target.counts == "put_right" else "settled"
        counted = {figure.key: figure for figure in found}[done]
        words = target.definition
        yield Figure(
            key="target",
            title=_("target reached"),
            value=counted.value,
            definition=words.en if (get_language() or "").startswith("en") else words.zh,
            which=counted.which,
            of=target.count,
            of_definition=_("the target of the drive"),
        )

    def ages(self) -> Iterator[Figure]:
        """Give the age of what is open: of half of it at least, of the oldest, and by stretches."""
        ages = Ages(self.counts.opened_days(), self.on)
        still = self.items.still_open()
        for (key, title, words), value in ((MEDIAN_AGE, ages.median), (OLDEST, ages.oldest)):
            older = still.filter(opened_on__lte=age_of(self.on, value)).order_by("opened_on")
            yield Figure(
                key=key,
                title=title,
                value=value,
                definition=words,
                which=older.all,
                unit="days",
                of=ages.count,
                of_definition=_("open items"),
            )
        for stretch in AGES:
            yield Figure(
                key=stretch.key,
                title=stretch.title,
                value=ages.within(stretch),
                definition=stretch.definition,
                which=still.filter(rows_of_age(stretch, self.on)).all,
                of=ages.count,
                of_definition=_("open items"),
            )

    def times(self) -> Iterator[Figure]:
        """Give how long it takes from giving out to closing."""
        took = self.counts.closing_times()
        key, title, words = TO_CLOSE
        days = sorted(took.elements())
        yield Figure(
            key=key,
            title=title,
            value=days[(len(days) - 1) // 2] if days else 0,
            definition=words,
            which=self.items.closed().filter(assigned_on__isnull=False).all,
            unit="days",
            of=len(days),
            of_definition=_("closed items that were given to a unit"),
        )

    def money(self, counted: Tally) -> Iterator[Figure]:
        """Give the three columns of money, by currency; they are never added."""
        back = self.counts.recovered()
        sums = {**counted.money, **{("recovered", one): paid for one, paid in back.items()}}
        for key, title, definition, which in MONEY:
            for (column, currency), value in sorted(sums.items()):
                if column == key and value:
                    yield Figure(
                        key=key,
                        title=title,
                        value=value,
                        definition=definition,
                        which=self.items.filter(which, currency=currency).distinct().all,
                        unit="money",
                        currency=currency,
                    )


def figures(drive: Drive, on: date, batch: Batch | None = None) -> list[Figure]:
    """Return the figures of a drive, or of one of its batches, as the ledger stands, on a day."""
    scope = Scope(drive, on, batch)
    which = BATCH if batch else DRIVE
    counted = scope.tally(which)
    found = scope.figures(which, counted)
    target = scope.target(found)
    return [*target, *found, *scope.ages(), *scope.times(), *scope.money(counted)]


def head(drive: Drive, on: date, batch: Batch | None = None) -> list[Figure]:
    """Return the few figures by which a drive or a batch is known at a glance."""
    scope = Scope(drive, on, batch)
    counted = scope.tally(HEAD)
    found = scope.figures(HEAD, counted)
    return [*scope.target(found), *found, *scope.money(counted)]


def find(
    drive: Drive, key: str, on: date, batch: Batch | None = None, currency: str = ""
) -> Figure | None:
    """Return one figure, or None where the drive has none of the name."""
    scope = Scope(drive, on, batch)
    which = [one for one in BATCH if one.key == key]
    if which:
        whole = [one for one in BATCH if one.key == which[0].of]
        return scope.figures(which, scope.tally([*which, *whole]))[0]
    others = (figure for figure in figures(drive, on, batch) if figure.key == key)
    return next((one for one in others if one.currency in (currency, "")), None)


MONEY: tuple[tuple[str, Words, Words, Q], ...] = (
    (
        "found",
        _("money found"),
        _("Money that the items are about, as far as it was found."),
        Q(found_amount__gt=0),
    ),
    (
        "recovered",
        _("money that came back"),
        _("Money that was paid back, each payment with its receipt."),
        Q(recoveries__amount__gt=0),
    ),
    (
        "future",
        _("estimated for the future"),
        _("What is expected to be saved or earned later; an estimate, counted with nothing else."),
        Q(future_amount__gt=0),
    ),
)


def definitions() -> Iterator[tuple[str, Words, Words, str]]:
    """Give the key, the title and the definition of every figure, and of which it is a share."""
    for one in (*DRIVE, *(one for one in (*STAGES, *CHASED) if one not in DRIVE)):
        yield one.key, one.title, one.definition, one.of
    for key, title, words in (MEDIAN_AGE, OLDEST, TO_CLOSE):
        yield key, title, words, ""
    for stretch in AGES:
        yield stretch.key, stretch.title, stretch.definition, "open"
    for key, title, words, _which in MONEY:
        yield key, title, words, ""
