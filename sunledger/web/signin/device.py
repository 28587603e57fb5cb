"""Browsers in which a person has signed in before, known by a cookie.

Guessing is limited hardest where it comes from strange browsers. One who guesses at an account,
from wherever, thus never locks its owner out of the browser they use every day, nor a whole office
that shares one address. (The idea is OWASP's “device cookie”.)
"""

import secrets
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from sunledger.units.models import User

COOKIE = "known"
SALT = "sunledger.device"
DAYS = 180


class Device(NamedTuple):
    """A browser that is known for one account."""

    user: int
    code: str
    seal: str  # changes with the password, and makes the cookie worthless then


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Let the browser be known for the account that has just signed in with it."""
    if known(request, user.username):
        return
    device = Device(user.pk, secrets.token_hex(8), _seal(user))
    response.set_cookie(
        COOKIE,
        signing.dumps(device, salt=SALT),
        max_age=DAYS * 24 * 3600,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def known(request: HttpRequest, username: str) -> Device | None:
    """Return the device if the browser is known for the account of that name."""
    user = User.objects.filter(username=username, is_active=True).first()
    try:
        words = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 24 * 3600)
        device = Device(*words)
    except (signing.BadSignature, TypeError):
        return None
    if user is None or (device.user, device.seal) != (user.pk, _seal(user)):
        return None
    return device


def _seal(user: User) -> str:
    return user.get_session_auth_hash()[:16]
