"""Every address of the site: Chinese at /, English at /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from sunledger.web.addresses import (
    decisions,
    disclosure,
    drives,
    ledger,
    screening,
    site,
    voices,
)

pages = [
    *site.pages,
    *disclosure.pages,
    *ledger.pages,
    *drives.pages,
    *decisions.pages,
    *voices.pages,
    *screening.pages,
]

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(
        *pages,
        path("account/", include("sunledger.web.signin.urls")),
        prefix_default_language=False,
    ),
]
