"""The addresses of signing in, and no others: allauth's pages for e-mail and sign-up stay away."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.decorators.http import require_http_methods

from sunledger.web.signin import pages

# The classes behind some of these pages take PUT for POST; pages are read and sent, nothing else.
only = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("login/", only(account.login), name="account_login"),
    path("logout/", only(pages.Logout.as_view()), name="account_logout"),
    path("inactive/", only(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", only(account.reauthenticate), name="account_reauthenticate"),
    path("password/", only(account.password_change), name="account_change_password"),
    path("second/", only(mfa.index), name="mfa_index"),
    path("second/authenticate/", only(mfa.authenticate), name="mfa_authenticate"),
    path("second/reauthenticate/", only(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second/app/", only(pages.Activate.as_view()), name="mfa_activate_totp"),
    path("second/app/remove/", only(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second/codes/", only(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second/codes/new/",
        only(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
