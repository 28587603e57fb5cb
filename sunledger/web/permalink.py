"""How the site is reached from outside: what is printed on paper, and drawn in its QR codes.

Only the address that the site's own settings name is printed: a page can be called by any name
that leads to it, and what leads to one computer alone is of no use on a wall.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

import segno
from django.conf import settings

_HERE_ALONE = ("localhost", "local", "localdomain", "internal", "lan", "home", "test", "invalid")
_QUIET = 4  # cells that stay empty around the code, as its norm asks


class Drawing(NamedTuple):
    """A QR code as one path of squares, with how many cells it is wide."""

    size: int
    path: str
    text: str


class Permalink(NamedTuple):
    """Where a page is found for ever: as people read it, and as a code for a camera."""

    words: str
    code: Drawing


def public_address() -> str:
    """Return the address of the site from outside; empty where none is set that leads here."""
    address: str = settings.SUNLEDGER_ADDRESS
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not _is_public(host):
        return ""
    return address


def permalink(path: str) -> Permalink | None:
    """Return where a page is found from outside; none where the site does not know its address."""
    address = public_address()
    if not address:
        return None
    text = f"{address}{path}"
    return Permalink(text.partition("://")[2], drawn(text))


def drawn(text: str) -> Drawing:
    """Return the QR code of a text: it is read still with a quarter of it spoilt by weather."""
    rows = [bytes(row) for row in segno.make_qr(text, error="q", boost_error=False).matrix]
    path = "".join(
        f"M{start + _QUIET} {line + _QUIET}h{length}v1h-{length}z"
        for line, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return Drawing(len(rows) + 2 * _QUIET, path, text)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Return where the dark stretches of a row begin, and how long each is."""
    runs: list[tuple[int, int]] = []
    for place, cell in enumerate(row):
        if not cell:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs


def _is_public(host: str) -> bool:
    """Whether a host can be reached by somebody who reads its name from a wall."""
    try:
        return ip_address(host).is_global
    except ValueError:
        pass
    name, _dot, last = host.rstrip(".").rpartition(".")
    return bool(name) and last not in _HERE_ALONE
