"""The site as a server calls it."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunledger.settings")
_django = get_wsgi_application()


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer a request. A site that is reached by HTTPS only is so whatever a proxy passes on."""
    if settings.HTTPS:
        environ["wsgi.url_scheme"] = "https"
    return _django(environ, start_response)
