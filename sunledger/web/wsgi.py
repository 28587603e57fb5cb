"""The site as a server calls it."""

import gc
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunledger.settings")
_django = get_wsgi_application()
# What is loaded by now stays. Else a request now and then would wait, a tenth of a second long,
# until the collector has walked through all of it.
gc.collect()
gc.freeze()


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer a request. A site that is reached by HTTPS only is so whatever a proxy passes on."""
    if settings.HTTPS:
        environ["wsgi.url_scheme"] = "https"
    return _django(environ, start_response)
