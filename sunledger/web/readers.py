"""Who reads a page: a stranger, a resident who has shown the code, or who holds a post."""

from django.http import HttpRequest
from django.utils import timezone

from sunledger.disclosure import residents
from sunledger.disclosure.visibility import Reader, reader

KEPT = "residents"  # in the session: the numbers of the codes that were shown


def reader_of(request: HttpRequest) -> Reader:
    """Return who reads; whoever brings no cookie is a stranger, and no table is asked."""
    today = timezone.localdate()
    shown = request.session.get(KEPT, [])
    return reader(request.user, today, residents.homes(shown, today) if shown else ())
