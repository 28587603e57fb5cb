"""A lead with its rows side by side: what all rows share is said once, the rest is a table."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sunledger.screening.engine import Lead
from sunledger.web.analyst.amounts import money
from sunledger.web.analyst.drawing import Bar, stems
from sunledger.web.analyst.faces import Cell, LeadFace, RowsFace, Words

COLUMNS = {
    "paid_on": gettext_noop("Day"),
    "payee": gettext_noop("Payee"),
    "amount": gettext_noop("Amount"),
    "reference": gettext_noop("Reference"),
    "purpose": gettext_noop("Purpose"),
    "method": gettext_noop("Method"),
    "payer": gettext_noop("Paid by"),
    "batch": gettext_noop("File"),
    "line": gettext_noop("Line"),
}
NUMBERS = {"amount", "line"}
UNBROKEN = {"paid_on", "reference"}
FEW = 2  # rows beyond those to show, for which it is not worth leaving any out
LONGEST = 160  # signs of one cell; a page of text in a cell is cut, the tables keep it whole


def lead_face(
    lead: Lead,
    number: int,
    title: str,
    rows: Iterable[Mapping[str, Any]],
    show: int,
) -> LeadFace:
    """Return the lead as the report shows it; of the rows given, the first `show` as a table."""
    return LeadFace(
        number=number,
        screen=lead.screen,
        title=title,
        subject=lead.subject,
        body=lead.body,
        amount=money(lead.figure, lead.currency),
        currency=lead.currency,
        sentence=Words(lead.sentence_en, lead.sentence_zh),
        rows=rows_face([_without_body(row) for row in rows], lead.rows, show),
    )


def rows_face(rows: list[Mapping[str, Any]], total: int, show: int) -> RowsFace:
    """Return rows as a table without the columns that are empty or the same in all of them."""
    show = total if total <= show + FEW else show
    texts = [{name: _text(name, row) for name in COLUMNS} for row in rows]
    whole = 1 < len(rows) == total  # of a part, nobody can say what all rows share
    held = [name for name in COLUMNS if any(row[name] for row in texts)]
    same = [
        name for name in held if whole and name != "line" and len({row[name] for row in texts}) == 1
    ]
    vary = [name for name in held if name not in same]
    days = sorted(row["paid_on"] for row in rows if row.get("paid_on"))
    return RowsFace(
        common=tuple((_(COLUMNS[name]), texts[0][name]) for name in same),
        headings=tuple(Cell(_(COLUMNS[name]), _style(name)) for name in vary),
        rows=tuple(tuple(Cell(row[name], _style(name)) for name in vary) for row in texts[:show]),
        shown=f"{min(show, len(rows)):,}" if total > show else "",
        total=f"{total:,}",
        count=total,
        stems=_stems(rows) if whole else (),
        first=days[0].isoformat() if days else "",
        last=days[-1].isoformat() if days else "",
    )


def _style(name: str) -> str:
    """Return how a column is set: numbers to the right, days unbroken, texts as they are."""
    return "n" if name in NUMBERS else "d" if name in UNBROKEN else "t"


def _without_body(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the row without an office that is only the body again."""
    return {**row, "payer": None} if row.get("payer") == row.get("body_name") else row


def _stems(rows: list[Mapping[str, Any]]) -> tuple[Bar, ...]:
    """Return the rows over time, where there are enough days to see a pattern."""
    points = [
        (row["paid_on"], int(row["amount"]), f"{row['paid_on']}: {_text('amount', row)}")
        for row in rows
        if row.get("paid_on") and row.get("amount")
    ]
    return stems(points) if len({day for day, _amount, _label in points}) > 2 else ()


def _text(name: str, row: Mapping[str, Any]) -> str:
    """Return one value as people read it."""
    value = row.get(name)
    if value is None or value == "":
        return ""
    if name == "amount":
        return money(int(value), row.get("currency") or "")
    if isinstance(value, date):
        return value.isoformat()
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
