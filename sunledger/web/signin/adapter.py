"""What allauth asks us: who may sign up (nobody), who may try, and how secrets are kept."""

import base64
import hashlib
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from qrcode.image.svg import SvgPathFillImage

from sunledger.units.models import User
from sunledger.web.signin import device, second, session, throttle
from sunledger.web.signin.address import address_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by those who administer units, never by their owners."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address as all other limits see it."""
        return address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Let no password be looked at when too many were wrong."""
        if not throttle.may_try(request, credentials.get("username", ""), timezone.now()):
            raise ImmediateHttpResponse(respond_429(request))

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponseBase:
        """Begin the session's day, and know the browser from now on."""
        response: HttpResponseBase = super().post_login(request, user, **more)
        session.begin(request, timezone.now())
        throttle.succeeded(request, user.username)
        device.remember(request, response, user)
        throttle.forget_old(timezone.now())
        return response


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second factor lie in the database under the site's own key."""

    def encrypt(self, text: str) -> str:
        """Return the secret, sealed."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Return the picture with a ground of its own, so that phones read it on dark pages too."""
        image = qrcode.make(url, image_factory=SvgPathFillImage)
        return str(image.to_string(encoding="unicode"))

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """A second factor that one's powers require cannot be put away."""
        return not second.is_required(authenticator.user, timezone.localdate())


def _box() -> MultiFernet:
    """Return what seals with the site's key, and opens with its former keys as well."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(key))) for key in keys])


def _derived(key: str) -> bytes:
    digest = hashlib.blake2b(key.encode(), digest_size=32, person=b"sunledger.mfa").digest()
    return base64.urlsafe_b64encode(digest)
