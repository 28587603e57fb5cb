"""The second factor: who must have one, and that a code counts once."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt, is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.units import access
from sunledger.units.access import Anyone
from sunledger.units.models import Power

# The pages that one needs in order to get a second factor, or to leave.
WITHOUT = ("account_", "mfa_")


def is_required(user: Anyone, on: date) -> bool:
    """Whether the person's powers call for a second factor on this site."""
    if settings.SUNLEDGER_SECOND_FACTOR != "required":
        return False
    powers = [Power(word) for word in settings.SUNLEDGER_SECOND_FACTOR_POWERS]
    return bool(access.posts_with(user, powers, on))


def spend(authenticator: Authenticator, code: str) -> bool:
    """Take a time-based code, unless it or a later one was taken before."""
    with transaction.atomic():
        kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret, spent = decrypt(kept.data["secret"]), kept.data.get("spent", 0)
        for step in _steps():
            right = compare_user_code(
                actual=code, expected=format_hotp_value(hotp_value(secret, step))
            )
            if right and step > spent:
                kept.data["spent"] = step
                kept.save(update_fields=["data"])
                return True
    return False


def spend_all(user: Anyone) -> None:
    """Let no code of this moment count again: one of them has just been used."""
    for kept in Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP):
        kept.data["spent"] = max(_steps())
        kept.save(update_fields=["data"])


def _steps() -> range:
    """Return the steps of time whose codes are right now: this one, and those beside it."""
    now, beside = int(time.time()) // app_settings.TOTP_PERIOD, app_settings.TOTP_TOLERANCE
    return range(now - beside, now + beside + 1)


class SecondFactor:
    """Middleware that leads those who need a second factor to where they get one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        """Stop before the page, unless it is one that is needed for this."""
        match = request.resolver_match
        if settings.SUNLEDGER_SECOND_FACTOR != "required" or match is None:
            return None
        if (match.url_name or "").startswith(WITHOUT) or not request.user.is_authenticated:
            return None
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return None
        if not is_required(request.user, timezone.localdate()):
            return None
        messages.info(request, _("Your work needs a second factor. Set it up before you go on."))
        return redirect("mfa_activate_totp")
