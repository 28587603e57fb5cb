"""The night: the clock goes over all items once a day, and writes what each person is told.

Before that it says in public what has come onto the public list, and what has left it.

It may be killed at any time and begun anew: what is written stays, and the rest is written as if
nothing had happened. A second round of the same day changes nothing, whatever moved meanwhile.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import digest, listing
from sunledger.ledger.models import Chase, Digest, Night
from sunledger.ledger.refusals import NotNow

_CHUNK = 500
Progress = Callable[[int, int], None]


def go_round(
    on: date, told: Progress = lambda done, total: None, at: datetime | None = None
) -> Night:
    """Write the digests of a day, unless they are written already."""
    night = _begin(on, at or timezone.now())
    if night.ended_at is None:
        listing.go_round(on)
        _write(night, told)
        night.ended_at = at or timezone.now()
        night.save()
    return night


def last() -> Night | None:
    """Return the last night that came to its end."""
    return Night.objects.exclude(ended_at=None).order_by("-day").first()


def _begin(on: date, at: datetime) -> Night:
    """Return the night of a day; it tells of what came about since the one before."""
    if later := Night.objects.filter(day__gt=on).order_by("day").first():
        raise NotNow(
            _("The clock has gone round for %(later)s already, so %(day)s cannot be told now.")
            % {"later": later.day, "day": on}
        )
    before = Night.objects.filter(day__lt=on).exclude(ended_at=None).order_by("-day").first()
    since = before.day if before else on - timedelta(days=1)
    return Night.objects.get_or_create(day=on, defaults={"since": since, "begun_at": at})[0]


def _write(night: Night, told: Progress) -> None:
    """Write a digest for everyone who is told something and has none yet of this day."""
    chased: dict[int, digest.Told] = {}
    news = digest.gather(night.day, night.since, chased)
    _keep(night, chased)
    people, done = iter(sorted(news)), 0
    while chunk := list(islice(people, _CHUNK)):
        rows = [Digest(user_id=one, day=night.day, content=news[one].content()) for one in chunk]
        with transaction.atomic():
            Digest.objects.bulk_create(rows, ignore_conflicts=True)
        done += len(chunk)
        told(done, len(news))
    counts = {
        why.value: sum(one.counts.get(why, 0) for one in news.values()) for why in digest.Told
    }
    night.counts = {"people": len(news), **counts}


def _keep(night: Night, chased: dict[int, digest.Told]) -> None:
    """Keep which items were chased, so that everyone sees how often that was needed."""
    rows = (Chase(item_id=pk, day=night.day, why=why.value) for pk, why in sorted(chased.items()))
    while chunk := list(islice(rows, _CHUNK)):
        with transaction.atomic():
            Chase.objects.bulk_create(chunk, ignore_conflicts=True)
