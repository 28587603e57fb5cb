"""Saying a thing in public, for good."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from sunledger.seal import fact, log
from sunledger.seal.models import Fact

_BATCH = 2000


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
    now = timezone.now()
    bodies = [fact.body(what, facts, now) for facts in many]
    salts = [fact.new_salt() for _ in bodies]
    start = log.append([fact.digest(*said) for said in zip(salts, bodies, strict=True)])
    Fact.objects.bulk_create(
        [
            Fact(leaf_id=index, what=what, body=body, salt=salt, said_at=now)
            for index, (salt, body) in enumerate(zip(salts, bodies, strict=True), start)
        ],
        batch_size=_BATCH,
    )
    return list(range(start, start + len(bodies)))
