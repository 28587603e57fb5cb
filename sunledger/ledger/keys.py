"""The key in the address of a person's calendar: made, shown once, taken back.

Calendar programs cannot sign in, so whoever knows the address reads what it gives. Therefore the
key is long, kept only as a hash, reads and nothing else, and ends when its owner says so, when a
new one is made, or when the account is closed.
"""

import secrets
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from sunledger.ledger.models import CalendarKey
from sunledger.units.models import User

_BYTES = 32  # 256 bits: nobody guesses it, however often they may try


@transaction.atomic
def make(*, by: User) -> str:
    """Return a new key; the one before it ends."""
    end(by=by)
    key = secrets.token_urlsafe(_BYTES)
    CalendarKey.objects.create(user=by, sha256=_hash(key), made_at=timezone.now())
    return key


def end(*, by: User) -> None:
    """Take the person's key back, if there is one."""
    CalendarKey.objects.filter(user=by).delete()


def holder(key: str, on: date) -> User | None:
    """Return whose key this is; None if it is nobody's, or its account was closed."""
    found = CalendarKey.objects.select_related("user").filter(sha256=_hash(key)).first()
    if found is None or not found.user.is_active:
        return None
    if found.asked_on != on:  # once a day, so that its owner can see whether somebody uses it
        CalendarKey.objects.filter(pk=found.pk).update(asked_on=on)
    return found.user


def of(user: User) -> CalendarKey | None:
    """Return what is known of a person's key."""
    return CalendarKey.objects.filter(user=user).first()


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()
