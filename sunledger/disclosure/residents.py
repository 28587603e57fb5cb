"""The residents' code: printed for a unit once a year, keyed in the table, naming nobody.

It keeps strangers and machines out, and no more: whoever lives there may hand it on. What must
stay with one person is never published, to residents or anyone.
"""

import hmac
import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sunledger.disclosure.models import ResidentsCode
from sunledger.disclosure.refusals import NotAllowed
from sunledger.units import access
from sunledger.units.models import Power, Unit, User

# Twelve signs of thirty-two: sixty bits, and no two that look alike on paper.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH, GROUP = 12, 4
DAYS = 366


@transaction.atomic
def make(*, unit: Unit, by: User, on: date | None = None) -> str:
    """Make the code of a unit, to be printed; return it, since it can never be read again.

    The code before it opens nothing from this day on.
    """
    on = on or timezone.localdate()
    post = access.post_for(by, Power.ENTER, unit, on) or access.post_for(by, Power.REVIEW, unit, on)
    if post is None:
        raise NotAllowed(Power.ENTER, unit)
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    former = ResidentsCode.objects.filter(unit=unit, until__gt=on)
    former.filter(since__lte=on).update(until=on)
    ResidentsCode.objects.create(
        unit=unit,
        digest=_digest(code),
        since=on,
        until=on + timedelta(DAYS),
        made_post=post,
        made_by=by,
    )
    return words(code)


def words(code: str) -> str:
    """Return a code as it is printed: three groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def opened(code: str, on: date) -> ResidentsCode | None:
    """Return what a code opens on a day, however it was typed."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    if len(plain) != LENGTH:
        return None
    standing = ResidentsCode.objects.filter(digest=_digest(plain), since__lte=on, until__gt=on)
    return standing.select_related("unit").first()


def homes(shown: Iterable[int], on: date) -> tuple[str, ...]:
    """Return the paths of the units whose codes were shown, as far as these still open."""
    standing = ResidentsCode.objects.filter(pk__in=list(shown)[:20], since__lte=on, until__gt=on)
    return tuple(standing.values_list("unit__path", flat=True))


def _digest(code: str) -> str:
    key = f"residents:{settings.SECRET_KEY}".encode()
    return hmac.new(key, code.encode(), "sha256").hexdigest()
