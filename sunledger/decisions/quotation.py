"""Words in a text: where exactly they stand."""

import re
from typing import NamedTuple


class Place(NamedTuple):
    """A stretch of a text, counted in characters."""

    start: int
    end: int


def as_kept(text: str) -> str:
    """Return a text as it is kept: every end of line alike, nothing else changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def places(text: str, words: str) -> list[Place]:
    """Return where the words stand in a text, in order.

    People copy words from a page on which the lines break elsewhere, so spaces and line ends are
    passed over. What is found is a stretch of the text itself.
    """
    signs = [re.escape(sign) for sign in words if not sign.isspace()]
    if not signs:
        return []
    # Looking ahead finds also the places that overlap.
    pattern = "(?=(" + r"\s*".join(signs) + "))"
    return [Place(*match.span(1)) for match in re.finditer(pattern, text)]
