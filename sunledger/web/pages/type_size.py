"""Large type: a choice that a browser keeps by itself, without an account and without a script."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from sunledger.web.gates import public

COOKIE = "type"
LARGE, NORMAL = "large", "normal"
_YEAR = 365 * 24 * 3600


@public
def type_size(request: HttpRequest, size: str) -> HttpResponseBase:
    """Keep how large the reader wants the type, and go back to the page they came from."""
    if size not in (LARGE, NORMAL):
        raise Http404
    asked = request.GET.get("next", "")
    here = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    response = redirect(asked if here else "home")
    if size == LARGE:
        response.set_cookie(
            COOKIE, LARGE, max_age=_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
