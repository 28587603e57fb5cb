"""Tags beside the lines of a list while it is read, and the way from a slip back to the lines."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sunledger.core.spans import months_after
from sunledger.disclosure.cells import Value
from sunledger.disclosure.models import PUBLIC, Batch, OwnTag, Record, Slip, SlipHandle, Visibility
from sunledger.disclosure.own import codes
from sunledger.disclosure.shape import Category, Field
from sunledger.units.models import Unit

_SHORTEST = 10  # signs of a number that is somebody's
_EACH = 20  # hashes between two signs of life
_HANDLES = 4  # as many are always tried, whether a slip has them or not
_READABLE = Q(state__in=PUBLIC, visibility__in=(Visibility.PUBLIC, Visibility.RESIDENTS))


def is_list_of_persons(category: Category) -> bool:
    """Whether every line of a category is about one person or household, whose name is masked."""
    party = category.role("party")
    return party is not None and party.kind == "person" and party.mask == "name"


class Owners:
    """Sees the lines of one sheet as they are read; of a number it keeps a hash and no more."""

    def __init__(self, unit: Unit, category: Category) -> None:
        self._unit = unit
        kept = settings.SUNLEDGER_OWN_LINES["kept_months"]
        self._looks = bool(kept) and is_list_of_persons(category)
        self._numbers: dict[int, str] = {}
        self._handles: dict[str, list[str]] = {}

    def see(self, number: int, cells: Iterable[tuple[str, Value]]) -> None:
        """Look at a line's cells, each with its heading, for the number of its person.

        An identity number goes before an account: two people may share an account.
        """
        if not self._looks or number > settings.SUNLEDGER_OWN_LINES["most_lines"]:
            return
        found = [codes.number_in(str(cell), head) for head, cell in cells if _may_be(cell)]
        found = sorted(filter(None, found), key=codes.is_identity, reverse=True)
        if found:
            self._numbers[number] = found[0]

    def tags(
        self, batch: Batch, records: Sequence[Record], beat: Callable[[], None]
    ) -> list[OwnTag]:
        """Return the tags of a portion of records, and forget the numbers of those before."""
        numbers = [(one.number, self._numbers.pop(one.number, "")) for one in records]
        self._numbers.clear()
        result = []
        for number, known in numbers:
            if known:
                result += [
                    OwnTag(batch=batch, number=number, tag=tag)
                    for tag in self._tags(known, batch.code, beat)
                ]
        return result

    def _tags(self, number: str, batch: str, beat: Callable[[], None]) -> list[str]:
        """Return the tags of one number, under every key of the site."""
        if number not in self._handles:
            self._handles[number] = [
                codes.handle(number, self._unit, key) for key in codes.site_keys()
            ]
            if len(self._handles) % _EACH == 0:
                beat()
        pairs = zip(self._handles[number], codes.site_keys(), strict=True)
        return [codes.tag(handle, batch, key) for handle, key in pairs]


def heading_of(field: Field) -> str:
    """Return the words over a column, in both languages."""
    return f"{field.title.zh}\n{field.title.en}"


def own_lines(unit: Unit, code: str, on: date) -> list[Record]:
    """Return the lines that are the household's whose slip has this code, the newest first.

    The same is done for a code that opens nothing as for one that does.
    """
    batches = dict(_tagged(unit).values_list("pk", "code"))
    handles = _handles(unit, code, on)
    tags = {
        codes.tag(handle, batch, key)
        for key in codes.site_keys()
        for handle in handles
        for batch in batches.values()
    }
    found = OwnTag.objects.filter(batch__in=[0, *batches], tag__in=["", *tags])
    places = set(found.values_list("batch_id", "number"))
    rows = Record.objects.filter(
        batch__in=[0, *{batch for batch, _number in places}],
        number__in=[0, *{number for _batch, number in places}],
    )
    lines = rows.select_related("batch__unit").prefetch_related("corrections")
    mine = [one for one in lines if (one.batch_id, one.number) in places]
    mine.sort(key=lambda one: one.number)
    return sorted(mine, key=lambda one: (one.batch.period, one.batch_id), reverse=True)


def lists(unit: Unit) -> list[Batch]:
    """Return the sheets of a unit in which persons can look, the newest first."""
    return list(_tagged(unit).order_by("-period", "-pk"))


def forget(on: date) -> int:
    """Forget the tags of sheets whose time is over, and slips that have ended; say how many."""
    months = settings.SUNLEDGER_OWN_LINES["kept_months"]
    last = datetime.combine(months_after(on, -months), time(), timezone.get_current_timezone())
    old = Q(batch__published_at__lt=last) | Q(batch__published_at=None, batch__reviewed_at__lt=last)
    tags = OwnTag.objects.filter(old).delete()[0]
    slips = Slip.objects.filter(until__lte=on).delete()[0]
    return tags + slips


def _tagged(unit: Unit) -> QuerySet[Batch]:
    """Return the sheets of a unit that have tags, and that its residents may read."""
    tagged = OwnTag.objects.filter(batch=OuterRef("pk"))
    return Batch.objects.filter(_READABLE, Exists(tagged), unit=unit)


def _handles(unit: Unit, code: str, on: date) -> list[str]:
    """Return the handles of the slip with a code, always as many of them."""
    digests = [codes.digest(code, unit, key) for key in codes.site_keys()]
    standing = SlipHandle.objects.filter(
        slip__unit=unit, slip__digest__in=digests, slip__until__gt=on
    )
    found = list(standing.values_list("handle", flat=True)[:_HANDLES])
    return [*found, *("-" * (place + 1) for place in range(_HANDLES - len(found)))]


def _may_be(cell: Value) -> bool:
    """Whether a cell is long enough to be the number of anybody."""
    return isinstance(cell, str | int) and len(str(cell)) >= _SHORTEST
