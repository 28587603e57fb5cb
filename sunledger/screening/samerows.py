"""The rows behind a link: which of them were taken back or corrected since, and all of a name's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from django.db.models import Q, QuerySet
from narwhals import Expr, col

from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Correction, CorrectionState, Record, State
from sunledger.screening import firmrecords, payee, proposing
from sunledger.screening.engine import Engine
from sunledger.screening.firmrecords import TABLES
from sunledger.screening.models import Link
from sunledger.screening.shapes import PAYMENTS, Frame
from sunledger.units.models import Unit, User

MOST = 50  # rows of a held table that are shown of a link
_SIDES = ("left_seen", "right_seen")


def paid_codes(link: Link) -> set[str]:
    """Return the codes of the published rows that were kept of what was seen."""
    kept = (getattr(link, side).get("rows", {}) for side in _SIDES)
    found = [row for one in kept for values in one.values() for row in values.values()]
    return {code for table, code in found if table == PAYMENTS.name}


def touched(links: Iterable[Link]) -> dict[int, list[Record]]:
    """Return by decided link the kept rows that were taken back, or their names corrected, since.

    Since the decision, or since a run looked at the tables again: what it saw, it told.
    """
    links = [one for one in links if one.is_decided]
    codes = {one.pk: paid_codes(one) for one in links}
    records = Record.objects.filter(code__in=set().union(*codes.values()))
    changed = _changed(records)
    told = records.filter(pk__in=changed).select_related("batch__unit")
    known = {one.code: one for one in told}
    found: dict[int, list[Record]] = {}
    for link in links:
        since = link.looked_at or link.decided_at
        rows = [known[code] for code in sorted(codes[link.pk] & known.keys())]
        if mine := [row for row in rows if since is None or changed[row.pk] > since]:
            found[link.pk] = mine
    return found


def _changed(records: QuerySet[Record]) -> dict[int, datetime]:
    """Return of rows that were taken back, or whose payee was corrected, when that last was."""
    found: dict[int, datetime] = {}
    for one in records.filter(batch__state=State.WITHDRAWN):
        if one.batch.withdrawn_at:
            found[one.pk] = one.batch.withdrawn_at
    made = Correction.objects.filter(record__in=records, state=CorrectionState.MADE)
    for record, category, field, at in made.values_list(
        "record_id", "record__category", "field", "decided_at"
    ):
        if at and field == _payee_of(category):
            found[record] = max(at, found.get(record, at))
    return found


def _payee_of(category: str) -> str:
    """Return the field of a category that says who is paid."""
    shape = CATEGORIES.get(category)
    return shape.feeds.get(PAYMENTS.name, {}).get("payee", "") if shape else ""


def spellings(link: Link) -> set[str]:
    """Return how both names are known to be written."""
    kept = [link.left_seen, link.right_seen, link.left_now or {}, link.right_now or {}]
    return {link.left, link.right}.union(*(one.get("names", ()) for one in kept))


def paid(link: Link) -> QuerySet[Record]:
    """Return the published rows of both names, by their days."""
    mine = Q(unit__in=Unit.objects.below(link.unit), party__in=spellings(link))
    rows = Record.objects.public().filter(mine | Q(code__in=paid_codes(link)))
    return rows.select_related("batch__unit").prefetch_related("corrections").order_by("day", "pk")


def held(link: Link, by: User, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return by table the held rows of both names that this person may read, some of each."""
    found: dict[str, list[dict[str, Any]]] = {}
    keys = [*{*firmrecords.keys(spellings(link)).values()}]
    known = _tables(link)
    files = {
        table: held
        for table, held in sorted(proposing.files(link.unit, by, at).items())
        if not known or table in known
    }
    with Engine(memory=proposing.MEMORY, spill=Path(gettempdir())) as engine:
        for table, held in files.items():  # all of them before the first is asked
            engine.table(table, held)
        for table in files:
            of_both = payee.spelled(col(TABLES[table][1])).is_in(keys)
            rows = engine.ask(table, partial(_of_both, of_both))
            if rows:
                found[table] = _kept_first(link, table, rows)
    return found


def _of_both(of_both: Expr, frame: Frame) -> Frame:
    return frame.filter(of_both).sort("code").head(MOST + 1)


def _tables(link: Link) -> set[str]:
    """Return the tables in which either name is known to stand, or to have stood."""
    kept = [link.left_seen, link.right_seen, link.left_now or {}, link.right_now or {}]
    return set().union(*(one.get("tables", ()) for one in kept))


def _kept_first(link: Link, table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept: defaultdict[str, set[str]] = defaultdict(set)
    for side in _SIDES:
        for values in getattr(link, side).get("rows", {}).values():
            for of, code in values.values():
                kept[of].add(code)
    return sorted(rows, key=lambda row: (row["code"] not in kept[table], str(row["code"])))
