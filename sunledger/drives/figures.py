"""A drive's figures: each with its definition, its denominator, and the items behind it.

Every figure is computed from the items of the ledger when it is asked for. None is stored, so none
can differ from its items, and a page can list the very rows that a number counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from django.db.models import Count, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sunledger.drives.drive import Batch, Drive
from sunledger.ledger import steps
from sunledger.ledger.models import Item, ItemQuerySet, Outcome, State
from sunledger.ledger.models.questions import overdue_on

Words = str | Promise


@dataclass(frozen=True)
class Figure:
    """A number that can be looked into."""

    key: str
    title: Words
    value: int
    definition: Words
    rows: ItemQuerySet  # the items it counts
    unit: Literal["items", "days", "money"] = "items"
    currency: str = ""
    of: int | None = None  # the denominator, where it is a share of something
    of_definition: Words = ""

    @property
    def share(self) -> float | None:
        """Return the share, where there is something to be a share of."""
        return self.value / self.of if self.of and self.unit == "items" else None


class Counted(NamedTuple):
    """How items are counted: which, and as a share of which other figure."""

    key: str
    title: Words
    definition: Words
    which: Q
    of: str = "items"


ITEMS = Counted("items", _("items"), _("All items opened for the drive in its time."), Q(), of="")
# These nine add up to all items.
BY_STATE = (
    Counted(
        "opened",
        _("not yet assigned"),
        _("Items that no unit has been given yet."),
        Q(state=State.OPENED),
    ),
    Counted(
        "assigned",
        _("being worked on"),
        _("Items in the hands of the unit that does the work, also those sent back to it."),
        Q(state__in=[*steps.DOING, State.TRANSFER]),
    ),
    Counted(
        "answered",
        _("answered, not yet checked"),
        _("Items that the doer calls done and nobody has verified."),
        Q(state__in=[State.ANSWERED, State.CHECKING]),
    ),
    Counted(
        "verified",
        _("verified, not yet closed"),
        _("Items whose answer another unit found true, and whose proofs are being gathered."),
        Q(state__in=[State.VERIFIED, State.NOTICE]),
    ),
    Counted(
        "paused",
        _("paused"),
        _("Items whose work rests until a day, with the reason and who approved it."),
        Q(state=State.PAUSED),
    ),
    Counted(
        "long_term",
        _("long-term"),
        _("Items that take long, with a dated plan and a review at least every quarter."),
        Q(state=State.LONG_TERM),
    ),
    Counted(
        "closed",
        _("closed"),
        _("Items with all their proofs, verified by another unit, their result public."),
        Q(state__in=steps.CLOSED),
    ),
    Counted(
        "merged",
        _("merged"),
        _("Items that go on in another item, where they are counted."),
        Q(state=State.MERGED),
    ),
    Counted(
        "referred",
        _("referred"),
        _("Items handed to the competent authority, their details sealed."),
        Q(state=State.REFERRED),
    ),
)
# These four add up to the closed.
BY_OUTCOME = (
    Counted(
        "put_right",
        _("put right"),
        _("Closed items in which what was wrong has been put right."),
        Q(outcome=Outcome.PUT_RIGHT),
        of="closed",
    ),
    Counted(
        "not_done",
        _("closed, not done"),
        _("Closed items in which what was to be done was not done, with the reason in the result."),
        Q(outcome=Outcome.NOT_DONE),
        of="closed",
    ),
    Counted(
        "unfounded",
        _("nothing was wrong"),
        _("Closed items in which the answer was found true that nothing was wrong."),
        Q(outcome=Outcome.UNFOUNDED),
        of="closed",
    ),
    Counted(
        "data_error",
        _("the data were wrong"),
        _("Closed items in which not the matter was wrong but what was recorded of it."),
        Q(outcome=Outcome.DATA_ERROR),
        of="closed",
    ),
)


def figures(drive: Drive, on: date, batch: Batch | None = None) -> list[Figure]:
    """Return the figures of a drive, or of one of its batches, as the ledger stands, on a day."""
    items = drive.items(on, batch)
    counted = _counted(items, [ITEMS, *BY_STATE, *BY_OUTCOME, *warnings(on)])
    found = {figure.key: figure for figure in counted}
    target = [_target(drive, found)] if drive.target and batch is None else []
    return [*target, *counted, *_ages(items, on), *_money(items)]


def warnings(on: date) -> tuple[Counted, ...]:
    """Return what a drive has no reason to be proud of."""
    return (
        Counted(
            "running",
            _("on the clock"),
            _("Items that a unit has in hand and is to answer by a day, paused ones among them."),
            Q(state__in=steps.RUNNING),
        ),
        Counted(
            "overdue",
            _("overdue"),
            _("Items whose doer should have answered before today and has not."),
            overdue_on(on),
            of="running",
        ),
        Counted(
            "reopened",
            _("opened anew after closing"),
            _("Closed items that turned out not to be right and were opened anew."),
            Q(pk__in=Item.objects.exclude(reopens=None).values("reopens")),
            of="closed",
        ),
        Counted(
            "confirmed",
            _("confirmed on looking back"),
            _("Closed items that another unit looked at again later and found right."),
            Q(state=State.CONFIRMED),
            of="closed",
        ),
        Counted(
            "sham",
            _("sham corrections"),
            _("Closed items of which looking back showed that they were put right on paper only."),
            Q(state=State.SHAM),
            of="closed",
        ),
    )


def _counted(items: ItemQuerySet, which: list[Counted]) -> list[Figure]:
    """Return the counts, all from one look at the items."""
    counts = items.aggregate(**{one.key: Count("pk", filter=one.which) for one in which})
    titles = {one.key: one.title for one in which}
    return [
        Figure(
            key=one.key,
            title=one.title,
            value=counts[one.key],
            definition=one.definition,
            rows=items.filter(one.which),
            of=counts[one.of] if one.of else None,
            of_definition=titles[one.of] if one.of else "",
        )
        for one in which
    ]


def _target(drive: Drive, found: dict[str, Figure]) -> Figure:
    """Return how far the drive is on its way."""
    target = drive.target
    if target is None:
        raise ValueError(f"The drive {drive.code} has no target.")
    counted = found[target.counts]
    words = target.definition
    return Figure(
        key="target",
        title=_("target reached"),
        value=counted.value,
        definition=words.en if (get_language() or "").startswith("en") else words.zh,
        rows=counted.rows,
        of=target.count,
        of_definition=_("the target of the drive"),
    )


MEDIAN_AGE: tuple[str, Words, Words] = (
    "median_age",
    _("age of open items"),
    _("Half of the open items were opened at least so many days ago."),
)
OLDEST: tuple[str, Words, Words] = (
    "oldest",
    _("oldest open item"),
    _("Days since the oldest open item was opened."),
)


def _ages(items: ItemQuerySet, on: date) -> Iterator[Figure]:
    """Give the age of what is open: of half of it at least, and of the oldest."""
    still_open = items.still_open()
    days = list(still_open.order_by("opened_on").values_list("opened_on", flat=True))
    middle, oldest = (days[(len(days) - 1) // 2], days[0]) if days else (on, on)
    for (key, title, definition), since in ((MEDIAN_AGE, middle), (OLDEST, oldest)):
        yield Figure(
            key=key,
            title=title,
            value=(on - since).days,
            definition=definition,
            rows=still_open.filter(opened_on__lte=since).order_by("opened_on"),
            unit="days",
            of=len(days),
            of_definition=_("open items"),
        )


MONEY: tuple[tuple[str, Words, Words, str, Q], ...] = (
    (
        "found",
        _("money found"),
        _("Money that the items are about, as far as it was found."),
        "found_amount",
        Q(found_amount__gt=0),
    ),
    (
        "recovered",
        _("money that came back"),
        _("Money that was paid back, each payment with its receipt."),
        "recoveries__amount",
        Q(recoveries__amount__gt=0),
    ),
    (
        "future",
        _("estimated for the future"),
        _("What is expected to be saved or earned later; an estimate, counted with nothing else."),
        "future_amount",
        Q(future_amount__gt=0),
    ),
)


def _money(items: ItemQuerySet) -> Iterator[Figure]:
    """Give the three columns of money, by currency; they are never added."""
    for key, title, definition, column, which in MONEY:
        rows = items.filter(which).distinct()
        sums: Any = items.filter(which).order_by("currency").values("currency")
        for line in sums.annotate(sum=Sum(column)):
            yield Figure(
                key=key,
                title=title,
                value=line["sum"],
                definition=definition,
                rows=rows.filter(currency=line["currency"]),
                unit="money",
                currency=line["currency"],
            )
