"""A lead that was an error in the data goes back to who answers for the data, as work with a day.

The work is an item of the ledger like any other: its doer is the unit that published the sheet, or
that holds the source; its rows stand in it. The doer corrects the rows (see disclosure's
corrections), or answers that they are right. Until then the same question is not raised again; then
the next run judges anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Batch, Correction, CorrectionState
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.ledger.models import State as ItemState
from sunledger.ledger.steps import OPEN
from sunledger.screening import heldtables
from sunledger.screening.models import Lead, Reason, State
from sunledger.screening.onshelf import screens
from sunledger.screening.refusals import Incomplete
from sunledger.screening.shapes import SHAPES
from sunledger.units import access
from sunledger.units.models import Power, Unit, User

KIND = "data_error"
_ROWS = 50  # that are named in an item


def give_back(lead: Lead, table: str, by: User, at: datetime | None) -> list[Item]:
    """Open an item for each unit that answers for the wrong rows, and give it a day."""
    at = at or timezone.now()
    table = _table(lead, table)
    due = timezone.localdate(at) + timedelta(settings.SUNLEDGER_QUALITY["task_days"])
    items = []
    for owner, rows in _owners(lead, table):
        item = ledger.open_item(
            source=f"{KIND}:{lead.code}",
            title=_title(table, owner),
            problem=_problem(lead, table, rows),
            unit=owner,
            by=by,
            at=at,
            kind=KIND,
            theme=lead.screen,
        )
        if owner.parent and access.may(by, Power.ASSIGN, owner, timezone.localdate(at)):
            ledger.assign(item=item, doer=owner, checker=owner.parent, due=due, by=by, at=at)
        items.append(item)
    return items


def items_of(lead: Lead) -> list[Item]:
    """Return the items by which the data of a lead are put right."""
    return list(Item.objects.filter(source=f"{KIND}:{lead.code}").order_by("pk"))


def standing(fitting: Lead, before: Sequence[Lead]) -> Lead:
    """Return the lead as which a question stands that is raised again: see the module.

    Its data waits to be put right: the lead stays dismissed, whatever rows it has now. They were
    put right, or found to be right, and it is still raised: it is open again.
    """
    waited = next(
        (one for one in before if (one.state, one.reason) == (State.DISMISSED, Reason.DATA_ERROR)),
        None,
    )
    if waited is None or (fitting.state in (State.OPEN, State.TAKEN_UP) and fitting.pk):
        return fitting
    if not is_mended(waited):
        return waited if items_of(waited) else fitting
    if fitting == waited:
        fitting.state = State.CLEARED  # from which a lead opens again
    return fitting


def is_mended(lead: Lead) -> bool:
    """Whether the data of a lead were put right, or its owner has answered to the end."""
    items = items_of(lead)
    if items and all(ItemState(one.state) not in OPEN for one in items):
        return True
    rows = [row["code"] for row in lead.evidence if row.get("batch")]
    made = Correction.objects.filter(record__code__in=rows, state=CorrectionState.MADE)
    return bool(items) and made.filter(decided_at__gte=lead.decided_at).exists()


def tables_of(lead: Lead) -> tuple[str, ...]:
    """Return the tables of which one may be wrong; the judged one first."""
    screen = screens().get(lead.screen)
    return screen.tables if screen else ()


def _table(lead: Lead, table: str) -> str:
    """Return the table that is wrong, or refuse one that the screen does not read."""
    known = tables_of(lead)
    if table and table not in known:
        raise Incomplete(_("This lead does not rest on the table “%(table)s”.") % {"table": table})
    return table or (known[0] if known else "payments")


def _owners(lead: Lead, table: str) -> list[tuple[Unit, list[str]]]:
    """Return who answers for the wrong rows, each with the rows in words."""
    judged = table in tables_of(lead)[:1]
    found = _publishers(lead.evidence) if judged else []
    if not found:
        rows = [str(row["code"]) for row in lead.evidence] if judged else []
        found = [(one, rows[:_ROWS]) for one in _stewards(lead, table, rows)]
    return found or [(lead.unit, [])]


def _publishers(evidence: Iterable[Mapping[str, Any]]) -> list[tuple[Unit, list[str]]]:
    """Return the units that published the rows of a lead."""
    lines: dict[str, list[int]] = defaultdict(list)
    for row in evidence:
        if row.get("batch"):
            lines[row["batch"]].append(row.get("line") or 0)
    found: dict[Unit, list[str]] = defaultdict(list)
    for batch in Batch.objects.filter(code__in=lines).select_related("unit").order_by("pk"):
        category = CATEGORIES.get(batch.category)
        title = category.title.zh if category else batch.category
        numbers = "、".join(str(line) for line in sorted(lines[batch.code])[:_ROWS])
        found[batch.unit].append(f"{title} {batch.period}：第{numbers}行（{batch.code}）")
    return list(found.items())


def _stewards(lead: Lead, table: str, rows: Sequence[str]) -> list[Unit]:
    """Return the units that hold the sources of a table; by the rows' codes where they say it."""
    abouts = [one for one in heldtables.held() if one.table == table]
    named = [one for one in abouts if any(row.startswith(f"{one.code}:") for row in rows)]
    codes = {one.unit for one in named or abouts}
    return list(Unit.objects.filter(code__in=codes).order_by("code"))


def _title(table: str, owner: Unit) -> str:
    return f"数据更正：{SHAPES[table].title.zh}（{owner.name}）"[:200]


def _problem(lead: Lead, table: str, rows: Sequence[str]) -> str:
    """Return what is to be put right, in both languages; the question itself is not repeated."""
    title = SHAPES[table].title
    english = (
        f"Rows of the table “{title.en}” were found to be wrong. Correct them, or answer that they "
        "are right and why. Until then this question is not asked again."
    )
    chinese = (
        f"核查发现“{title.zh}”中的数据有误。请更正；如数据无误，请说明依据。"
        "在此之前，不再就此提出同一疑点。"
    )
    named = "\n".join(rows)
    return "\n\n".join(part for part in (chinese, named, f"说明：{lead.note}", english) if part)
