"""Saying a thing in public, for good."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from sunledger.seal import fact, log, rows
from sunledger.seal.models import Fact

_LONGEST = Fact._meta.get_field("what").max_length or 0


def say(what: str, **facts: Any) -> int:
    """Say one fact in the caller's transaction; return its index in the log."""
    return say_many(what, [facts])[0]


def say_many(what: str, many: Iterable[Mapping[str, Any]]) -> list[int]:
    """Say facts of one kind in the caller's transaction; return their indexes in the log.

    Say them last in an action: nobody else can speak until the transaction ends.
    """
    if not connection.in_atomic_block:
        # Else a fact could stand in the log while the row that it is about was never kept.
        raise transaction.TransactionManagementError(
            "A fact is said in the same transaction as it is kept. Open one with atomic()."
        )
    if not 0 < len(what) <= _LONGEST:
        raise fact.NotSayable(f"A kind of fact has a short name; {what!r} is none.")
    now = timezone.now()
    bodies = [fact.body(what, facts, now) for facts in many]
    salts = [fact.new_salt() for _ in bodies]
    start = log.append([fact.digest(*said) for said in zip(salts, bodies, strict=True)])
    said_at = Fact._meta.get_field("said_at").get_db_prep_save(now, connection)
    rows.add(
        Fact,
        ["leaf_id", "what", "body", "salt", "said_at"],
        (
            (index, what, body, salt, said_at)
            for index, (salt, body) in enumerate(zip(salts, bodies, strict=True), start)
        ),
    )
    return list(range(start, start + len(bodies)))
