"""What kind of text this is, which says how far its words bind."""

from collections import Counter

from sunledger.decisions.reading.document import Document
from sunledger.decisions.reading.signs import full_width
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.tables import tasks_of

_HEAD = 6000


def genre_of(document: Document) -> str:
    """Return order, notice, minutes, cabinet, readout, plan, reported, log or news."""
    text = full_width(document.text)
    if _tabled(document) > 0.6:
        return "log"
    for rule, pattern in SHELF.subject("genres").patterns():
        if pattern.search(text, 0, max(_HEAD, len(text))):
            return rule.says
    if any(tasks_of(document, table) for table in document.tables):
        return "plan"
    return _by_voice(text)


def _by_voice(text: str) -> str:
    """Return what an English text of no known form is, by who speaks in it."""
    count = Counter(
        found.rule.says for found in SHELF.subject("voices").all(text, 0, len(text), "en")
    )
    if count["names"] > 1:
        return "minutes"
    if count["press"]:
        return "news"
    if count["points"] > 2:
        return "plan"
    return "notice" if count["duty"] > 1 else "news"


def _tabled(document: Document) -> float:
    """Return the share of the text that stands in tables."""
    held = sum(table.end - table.start for table in document.tables)
    return held / max(1, len(document.text.strip()))
