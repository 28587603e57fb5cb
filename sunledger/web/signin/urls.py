"""The addresses of signing in, and no others: allauth's pages for e-mail and sign-up stay away."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from sunledger.web.signin import pages

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", pages.Logout.as_view(), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("second/", mfa.index, name="mfa_index"),
    path("second/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("second/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second/app/", pages.Activate.as_view(), name="mfa_activate_totp"),
    path("second/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
