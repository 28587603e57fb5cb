"""What kind of text this is, which says how far its words bind."""

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
    return "plan" if any(tasks_of(document, table) for table in document.tables) else "news"


def _tabled(document: Document) -> float:
    """Return the share of the text that stands in tables."""
    held = sum(table.end - table.start for table in document.tables)
    return held / max(1, len(document.text.strip()))
