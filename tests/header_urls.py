"""The site's addresses, and one page that fails."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from sunledger.urls import urlpatterns as ours


def fails(request: HttpRequest) -> HttpResponse:
    """Fail."""
    raise RuntimeError("on purpose")


urlpatterns = [path("fails/", fails), *ours]
