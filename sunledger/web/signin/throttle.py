"""How often a sign-in may fail before further tries have to wait.

Three failures are counted besides those of one account from one address, which axes counts: those
of one account, of one address, and of the whole site. The first stops a guess that comes from many
addresses, the second one password tried on many accounts, the third both at once. None of them
concerns a known browser, which has a count of its own.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from axes.models import AccessAttempt
from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet, Sum
from django.http import HttpRequest

from sunledger.web.signin import device
from sunledger.web.signin.address import address_of

_KEY = "sunledger.sign-in."


class Limits(NamedTuple):
    """How many failures are borne, within so many minutes."""

    account: int
    address: int
    site: int
    device: int
    minutes: int


def limits() -> Limits:
    """Return the site's limits."""
    return Limits(**settings.SUNLEDGER_SIGN_IN_LIMITS)


def may_try(request: HttpRequest, username: str, now: datetime) -> bool:
    """Whether a sign-in may be tried at all."""
    limit = limits()
    if here := device.known(request, username):
        return _tries(here.code, limit) <= limit.device
    recent = AccessAttempt.objects.filter(attempt_time__gte=now - timedelta(minutes=limit.minutes))
    return (
        _failures(recent.filter(ip_address=address_of(request))) < limit.address
        and _failures(recent.filter(username=username)) < limit.account
        and _failures(recent) < limit.site
    )


def is_known(request: HttpRequest, credentials: dict[str, str] | None = None) -> bool:
    """Tell axes not to count a known browser; `may_try` does that."""
    username = (credentials or {}).get("username")
    return bool(username and device.known(request, username))


def succeeded(request: HttpRequest, username: str) -> None:
    """Begin the known browser's count again."""
    if here := device.known(request, username):
        numbers = range(1, limits().device + 1)
        cache.delete_many([_place(here.code, number) for number in numbers])


def forget_old(now: datetime) -> None:
    """Drop failures that no limit looks at any more."""
    AccessAttempt.objects.filter(attempt_time__lt=now - timedelta(days=1)).delete()


def _tries(code: str, limit: Limits) -> int:
    """Count one more try of a known browser, and return how many there were lately.

    Each try takes a place of its own, which is free again after the time of the limit: taking a
    place is one step in the database, so that two tries at once never take the same.
    """
    for number in range(1, limit.device + 1):
        if cache.add(_place(code, number), 1, timeout=limit.minutes * 60):
            return number
    return limit.device + 1


def _place(code: str, number: int) -> str:
    """Return the key of a place."""
    return f"{_KEY}{code}.{number}"


def _failures(attempts: "QuerySet[AccessAttempt]") -> int:
    return int(attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0)
