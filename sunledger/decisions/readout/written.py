"""Names, days and measures as they stand in the text, whatever signs they were read in."""

from dataclasses import replace as _with

from sunledger.decisions.reading.script import as_written
from sunledger.decisions.readout.schema import Directive, Meeting


def written_as(one: Directive, read: str, written: str) -> Directive:
    """Return a directive in the signs of the text."""
    if read is written:
        return one

    def say(words: str) -> str:
        return as_written(words, read, written, one.span.start)

    return _with(
        one,
        quotation=written[one.span.start : one.span.end],
        owner=_with(one.owner, text=say(one.owner.text)),
        deadline=one.deadline and _with(one.deadline, text=say(one.deadline.text)),
        targets=tuple(_with(target, text=say(target.text)) for target in one.targets),
        named=tuple(map(say, one.named)),
    )


def met_as(one: Meeting, read: str, written: str) -> Meeting:
    """Return the facts of a meeting in the signs of the text; a bare year is no day."""
    one = _with(one, date_iso=one.date_iso if len(one.date_iso or "") > 4 else None)
    if read is written:
        return one

    def say(words: str) -> str:
        return as_written(words, read, written)

    return _with(
        one,
        body=say(one.body),
        date=say(one.date),
        chair=say(one.chair),
        conveys=tuple(map(say, one.conveys)),
    )
