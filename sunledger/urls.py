"""Every address of the site: Chinese at /, English at /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from sunledger.web.pages import public

pages = [
    path("", public.home, name="home"),
    path("search/", public.search, name="search"),
    path("units/", public.units, name="units"),
    path("units/<slug:code>/", public.unit, name="unit"),
    *[path(f"{n}/", public.units, name=n) for n in ("categories", "results", "drives", "screens", "seal", "desk")],
]

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(
        *pages,
        path("account/", include("allauth.urls")),
        prefix_default_language=False,
    ),
]
