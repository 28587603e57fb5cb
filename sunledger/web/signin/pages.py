"""The pages of signing in, where ours differ from allauth's."""

from typing import Any

from allauth.account.views import LogoutView
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpRequest, HttpResponseBase

from sunledger.web.signin import second

# Not "cookies": the one that knows the browser stays; the session's own is deleted by itself.
CLEARED = '"cache", "storage"'


class Logout(LogoutView):  # type: ignore[misc]
    """Signing out leaves nothing of the desk in the browser."""

    def post(self, *args: Any, **more: Any) -> HttpResponseBase:
        """Sign out, and let the browser forget what it kept."""
        response: HttpResponseBase = super().post(*args, **more)
        response["Clear-Site-Data"] = CLEARED
        return response


class Activate(ActivateTOTPView):  # type: ignore[misc]
    """Setting up the app; the code that proved it does not count a second time."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Set the second factor up."""
        response: HttpResponseBase = super().form_valid(form)
        second.spend_all(self.request.user)
        return response
