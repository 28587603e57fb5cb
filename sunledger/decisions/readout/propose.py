"""Directives out of a text: the one door of this package."""

from collections.abc import Iterator

from sunledger.decisions.reading.blocks import Block, blocks_of
from sunledger.decisions.reading.document import Document, language_of
from sunledger.decisions.reading.script import plainly
from sunledger.decisions.readout.genre import genre_of
from sunledger.decisions.readout.meetings import meetings_of
from sunledger.decisions.readout.prose import from_prose
from sunledger.decisions.readout.rows import from_tables
from sunledger.decisions.readout.schema import Directive, Readout
from sunledger.decisions.readout.written import met_as, written_as


def propose(document: Document) -> Readout:
    """Return what the text seems to tell somebody to do, in the order of the text."""
    written, document = document, plainly(document)
    blocks = [block for block in blocks_of(document) if not _greyed(document, block)]
    language = language_of(document.text)
    genre = genre_of(document)
    meetings = meetings_of(document, blocks, language, genre)
    found = [*from_prose(document, blocks, meetings, genre), *from_tables(document, meetings)]
    found.sort(key=lambda directive: directive.span)
    told = tuple(written_as(one, document.text, written.text) for one in _apart(found))
    met = tuple(met_as(one, document.text, written.text) for one in meetings if one.body)
    return Readout(written.text, language, genre, met, told, written.boilerplate)


def _apart(found: list[Directive]) -> Iterator[Directive]:
    """Give the directives that do not lie over one another."""
    end = -1
    for directive in found:
        if directive.span.start >= end and directive.span.end > directive.span.start:
            end = directive.span.end
            yield directive


def _greyed(document: Document, block: Block) -> bool:
    """Whether a whole paragraph belongs to the site and not to the matter."""
    span = block.body.span()
    return any(grey.start <= span.start and span.end <= grey.end for grey in document.boilerplate)
