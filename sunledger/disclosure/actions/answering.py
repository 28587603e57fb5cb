"""What the checks ask is answered when a sheet is handed on; the reviewer reads the answers."""

from collections.abc import Mapping
from typing import Any

from sunledger.core.problem import gettext_noop
from sunledger.disclosure import checks
from sunledger.disclosure.actions.gate import public_words
from sunledger.disclosure.checks import few
from sunledger.disclosure.models import Answer, Batch, Record
from sunledger.disclosure.refusals import Incomplete
from sunledger.units.models import User

_COARSER = gettext_noop("The list is short: names, and why each is on it, were left out.")
_PORTION = 500


def answered(batch: Batch, answers: Mapping[str, str], by: User) -> bool:
    """Keep the answers, or refuse the sheet; return whether a second person has to decide."""
    given = checks.need_answers(batch, answers)
    choice = given.get(few.CODE, "")
    if choice and choice not in (few.COARSER, few.SECOND):
        raise Incomplete(gettext_noop("Choose one of the two ways to publish a short list."))
    batch.answers.exclude(check_code__in=given).exclude(check_code=few.CODE).delete()
    for code, reason in given.items():
        said = {"reason": public_words(reason)[:2000], "by": by}
        Answer.objects.update_or_create(batch=batch, check_code=code, defaults=said)
    if choice == few.COARSER:
        _coarsen(batch)
    second = Answer.objects.filter(batch=batch, check_code=few.CODE, reason=few.SECOND)
    return second.exists()


def _coarsen(batch: Batch) -> None:
    """Leave out who and why of every line, and note it; the draft cannot give it back."""
    lines = list(batch.records.order_by("number"))  # a short list, or it would not be here
    for line in lines:
        line.values = few.coarsened(batch.shape, line)
        line.party = "*" if line.party else ""
    Record.objects.bulk_update(lines, ["values", "party"], batch_size=_PORTION)
    note: dict[str, Any] = {"kind": "note", "sheet": "", "line": 0, "last": 0, "column": ""}
    note |= {"msgid": _COARSER, "params": {}, "rows": 0}
    noted = dict(batch.rows_noted)
    batch.rows_noted = noted | {
        "total": noted.get("total", 0) + 1,
        "list": [*noted.get("list", []), note],
    }
