"""Where a sheet or a line comes from that was taken in, and the proof that it was said there."""

from __future__ import annotations

from typing import Any

from sunledger.core import merkle, note
from sunledger.disclosure.models import Batch, Record, Taken
from sunledger.seal import fact


def of_sheet(batch: Batch) -> Taken | None:
    """Return the fact by which a sheet was published at another site; none, if here."""
    return _with_log(Taken.objects.filter(batch=batch, what="batch"))


def of_record(record: Record) -> Taken | None:
    """Return the fact by which a line was published at another site; none, if here."""
    return _with_log(Taken.objects.filter(record=record))


def held_lines(taken: Taken) -> int:
    """Return how many lines of a sheet were held back here."""
    return Taken.objects.filter(batch=taken.batch_id, what="published").exclude(held="").count()


def proof(taken: Taken) -> dict[str, Any]:
    """Return all that a stranger needs to see that it was said in the log of the other site."""
    whole = bytes(taken.path)
    path = [whole[start : start + 32] for start in range(0, len(whole), 32)]
    return {
        "log": taken.origin.name,
        "key": taken.origin.key,
        "checkpoint": taken.head.note,
        "entry": taken.entry,
        "digest": bytes(taken.digest).hex(),
        "path": [step.hex() for step in path],
        "salt": bytes(taken.salt).hex(),
        "body": taken.body,
        "holds": _holds(taken, path),
    }


def _with_log(found: Any) -> Taken | None:
    taken: Taken | None = found.select_related("origin", "head").first()
    return taken


def _holds(taken: Taken, path: list[bytes]) -> bool:
    """Whether it is in the log as the other site signed it, and says what was said there."""
    key = note.read_key(taken.origin.key)
    try:
        head = note.read_checkpoint(note.opened(taken.head.note, key))
    except note.NotSigned:
        return False
    digest = bytes(taken.digest)
    as_said = not taken.body or fact.digest(bytes(taken.salt), taken.body) == digest
    return as_said and merkle.is_included(digest, taken.entry, head.size, path, head.root)
