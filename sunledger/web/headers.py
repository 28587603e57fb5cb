"""What every answer of the site says to the browser about safety, and who may keep a copy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# Besides these, Django and django-csp set: Content-Security-Policy, Strict-Transport-Security,
# X-Content-Type-Options, Referrer-Policy and Cross-Origin-Opener-Policy.
ALWAYS = {
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
PRIVATE = "no-store"
PUBLIC = "public, max-age=0, must-revalidate"


class Headers:
    """Middleware, the outermost: so that errors and files pass through it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and say what must be said."""
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if is_private(request, response):
            response["Cache-Control"] = PRIVATE
        else:
            response.headers.setdefault("Cache-Control", PUBLIC)
        return response


def is_private(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether nobody may keep a copy: a page of someone's own, or an error that may pass.

    Who is signed in carries a session's cookie, who fills in a form carries the form's; whatever
    says itself how long it may be kept, and is no page, is a public file for them as well.
    """
    ours = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    if response.status_code >= 400 or response.cookies:
        return True
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    keeps = "Cache-Control" in response.headers and not is_page
    return not keeps and not ours.isdisjoint(request.COOKIES)
