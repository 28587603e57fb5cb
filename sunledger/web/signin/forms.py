"""The forms of signing in, where ours differ from allauth's."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from sunledger.web.signin import second


class _Plain:
    """Fields that are named by their labels alone; what fades when one types names nothing."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_Plain, account.LoginForm):  # type: ignore[misc]
    """Name and password."""


class PasswordForm(_Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password before something weighty."""


class ChangePasswordForm(_Plain, account.ChangePasswordForm):  # type: ignore[misc]
    """A new password."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["password1"].help_text = _(
            "At least ten signs, and none of the common ones. A short sentence is easy to remember."
        )


class _Once(_Plain):
    """A code of the second factor: right, and not used before on any process of the site."""

    user: Any
    cleaned_data: dict[str, str]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = _("Code of six digits from your app, or a recovery code")
        field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}

    def clean_code(self) -> str:
        """Find the second factor whose code this is."""
        all_clear = check_rate_limit(self.user)
        code = self.cleaned_data["code"]
        for authenticator in Authenticator.objects.filter(user=self.user):
            if _is_right(authenticator, code):
                self.authenticator = authenticator
                all_clear()
                return code
        raise get_adapter().validation_error("incorrect_code")


def _is_right(authenticator: Authenticator, code: str) -> bool:
    if authenticator.type == Authenticator.Type.TOTP:
        return second.spend(authenticator, code)
    return bool(authenticator.wrap().validate_code(code))


class ActivateForm(_Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app."""


class AuthenticateForm(_Once, forms.AuthenticateForm):  # type: ignore[misc]
    """The code on the way in."""


class ReauthenticateForm(_Once, forms.ReauthenticateForm):  # type: ignore[misc]
    """The code before something weighty."""
