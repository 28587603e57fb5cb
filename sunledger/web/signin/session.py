"""How long one stays signed in: half an hour without a click, at most a long day's work."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

BEGAN, SEEN = "began", "seen"
EVERY = 60  # seconds between two notes that one is still there: not every click need be written


def begin(request: HttpRequest, now: datetime) -> None:
    """Note when the session began."""
    request.session[BEGAN] = request.session[SEEN] = int(now.timestamp())


class Idle:
    """Middleware that keeps a session in use alive, and ends one that is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at the session's times, then pass the request on."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._look(request, int(timezone.now().timestamp()))
        return self.get_response(request)

    def _look(self, request: HttpRequest, now: int) -> None:
        session = request.session
        began, seen = session.setdefault(BEGAN, now), session.get(SEEN, now)
        idle, whole = settings.SESSION_COOKIE_AGE, settings.SUNLEDGER_SESSION_HOURS * 3600
        if now - seen > idle or now - began > whole:
            logout(request)
        elif now - seen >= EVERY or SEEN not in session:
            session[SEEN] = now
