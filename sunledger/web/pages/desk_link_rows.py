"""The rows behind a link: those of both names that were published, and those that are held."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.disclosure.models import Record, State
from sunledger.screening import samerows
from sunledger.screening.models import Link
from sunledger.screening.shapes import SHAPES
from sunledger.units import access
from sunledger.web.gates import desk, paged, person
from sunledger.web.pages import lead_rows, link_sides, link_words
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_links import in_reach
from sunledger.web.pages.public_records import of_period
from sunledger.web.templatetags.sun import money

ROWS = 25  # published rows a page


class Paid(NamedTuple):
    """A published row of either name."""

    line: int
    address: str
    party: str
    unit: str
    sheet: str
    day: Any
    amount: str
    is_back: bool  # its sheet was taken back
    is_corrected: bool


class Held(NamedTuple):
    """A table that the site holds, with its rows of either name."""

    title: str
    headings: list[tuple[str, bool]]
    rows: list[tuple[str, str, list[tuple[str, str, bool]]]]  # place, line, cells
    has_more: bool


@desk
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """Show the rows in which the two names of a link stand, with the page of each if it has one."""
    user = person(request)
    one = access.first(in_reach(user), code=code)
    page = paged(request, samerows.paid(one), ROWS)
    # What is held stands once, on the first page: values lead to its rows there.
    held = samerows.held(one, user, timezone.now()) if page.number == 1 else {}
    context = {
        "one": one,
        "left": link_words.shown(one.left),
        "right": link_words.shown(one.right),
        "page": page,
        "paid": [_paid(row, one) for row in page],
        "most": samerows.MOST,
        "held": [_held(table, found) for table, found in held.items()],
        "crumbs": [
            Crumb(_("Names that may be one"), reverse("desk_links")),
            Crumb(link_words.shown(one.left), reverse("desk_link", args=[one.code])),
            Crumb(_("The rows of both names")),
        ],
    }
    return render(request, "desk/link_rows.html", context)


def _paid(row: Record, link: Link) -> Paid:
    return Paid(
        line=row.line,
        address=link_sides.record_address(row.code, link),
        party=link_words.shown(row.party),
        unit=str(row.batch.unit),
        sheet=of_period(row.batch),
        day=row.day,
        amount="" if row.amount is None else money(row.amount, row.currency or "CNY"),
        is_back=row.batch.state == State.WITHDRAWN,
        is_corrected=any(one.leaf is not None for one in row.corrections.all()),
    )


def _held(table: str, found: list[dict[str, Any]]) -> Held:
    """Return held rows in words; keys of persons are left out, and names of persons masked."""
    shape, shown = SHAPES[table], found[: samerows.MOST]
    names = [
        name
        for name in lead_rows.columns_of(shape, shown)
        if any(row.get(name) is not None for row in shown)
    ]
    columns = [
        (name, lead_rows.heading(shape, name), lead_rows.is_number(shape, name)) for name in names
    ]
    return Held(
        title=link_words.table_title(table),
        headings=[(heading, number) for _name, heading, number in columns],
        rows=[
            (
                link_sides.anchor(table, str(row["code"])),
                str(row["code"]),
                [
                    (heading, link_words.shown(lead_rows.cell(shape, name, row, {})), number)
                    for name, heading, number in columns
                ],
            )
            for row in shown
        ],
        has_more=len(found) > samerows.MOST,
    )
