"""What the rows of a lead share, drawn: the firms of its rows, and what two of them have in common.

Only what its rows show is drawn. Keys of accounts and telephones are not kept with a lead; where
its screen joined rows by one of them, that stands as one thing, and the lead says which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sunledger.screening import parties
from sunledger.screening.graph.same import Same
from sunledger.screening.linkage.firmcodes import two_firms
from sunledger.screening.models import Lead
from sunledger.screening.screen import Screen
from sunledger.web.drawings.face import TiesFace, labelled
from sunledger.web.drawings.graphfaces import same_words
from sunledger.web.drawings.ties import Drawing, Node, Wire, columns, wheel
from sunledger.web.templatetags.sun import money

# By table: the column of the party, and the columns in which two parties may agree.
_PARTY = {"bids": "bidder", "suppliers": "supplier", "purchases": "supplier", "companies": "title"}
_SHARED = {
    "bids": ("lot", "machine", "network", "author"),
    "suppliers": ("address",),
    "companies": ("address",),
}
_WORDS = {
    "lot": gettext_noop("lot %(n)s"),
    "address": gettext_noop("address %(n)s"),
    "machine": gettext_noop("machine of the bid %(n)s"),
    "network": gettext_noop("network address %(n)s"),
    "author": gettext_noop("author of the bid %(n)s"),
}
_AS_WRITTEN = ("lot", "address")
_JOINED = ("bidders_tied", "suppliers_of_one_owner")  # all rows of a lead share one thing
_MOST_IN_A_WHEEL = 6

_NUMBER = {"bidder": "bidder_id", "supplier": "supplier_id", "title": "company"}

Rows = list[dict[str, Any]]
Confirmed = Mapping[str, tuple[str, str]]  # by name: how its firm is shown, and by which decision


def ties_of(lead: Lead, screen: Screen | None, code: str = "ties") -> TiesFace | None:
    """Return the drawing of a lead's own rows; nothing where they tie no two parties.

    `code` is what it is called on a page that has several.
    """
    table = screen.tables[0] if screen else ""
    face = None
    if table == "trades":
        face = _round(lead, lead.evidence)
    elif table in _PARTY:
        same = _confirmed(lead, _PARTY[table])
        face = _shared(lead, table, lead.evidence, same) or _shared(lead, table, lead.evidence, {})
        if face and same:
            told = "; ".join(sorted({words for _one, words in same.values()}))
            face = replace(face, caption=f"{face.caption} {told}.")
    return replace(face, code=code) if face else None


def _confirmed(lead: Lead, name: str) -> Confirmed:
    """Return by its name each firm of the rows that bears several: how it is shown, and why.

    What two valid codes bear stays apart, whatever was said of the names.
    """
    names = {str(row[name]) for row in lead.evidence if row.get(name)}
    if lead.unit_id is None or len(names) < 2:
        return {}
    found: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in parties.same_as(parties.decided(lead.unit), names).to_pylist():
        found[row["same"]].append(row)
    shown: dict[str, tuple[str, str]] = {}
    for rows in found.values():
        mine = [row["name"] for row in rows]
        codes = {
            str(row.get(_NUMBER[name]) or "") for row in lead.evidence if row.get(name) in mine
        }
        if len(mine) > 1 and not two_firms(codes):
            by = ", ".join(sorted({row["link"] for row in rows}))
            one = Same("", mine[0], tuple(mine), (by,), apart=False)
            shown |= dict.fromkeys(mine, (" ＝ ".join(mine), same_words(one)))
    return shown


def _shared(lead: Lead, table: str, rows: Rows, same: Confirmed) -> TiesFace | None:
    """Return the firms of the rows and what two or more of them share."""
    rows = [row for row in rows if row.get(_PARTY[table])]
    holders: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    codes: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        party = str(row[_PARTY[table]])
        party = same[party][0] if party in same else party
        given = [(name, str(row[name])) for name in _SHARED.get(table, ()) if row.get(name)]
        given += [("", "")] * (lead.screen in _JOINED)
        for kind, value in given:
            holders[kind, value].add(party)
            codes[kind, value, party].append(_line(row))
    things = sorted(thing for thing, parties in holders.items() if len(parties) > 1)
    if not things:
        return None
    names = _named(things)
    nodes = [Node(f"party {one}", one, "firm") for one in sorted(set().union(*holders.values()))]
    nodes += [Node(f"thing {names[one]}", names[one], "thing") for one in things]
    pairs = [(party, thing) for thing in things for party in sorted(holders[thing])]
    wires = [Wire(f"party {party}", f"thing {names[thing]}") for party, thing in pairs]
    told = [(party, names[thing], ", ".join(codes[(*thing, party)])) for party, thing in pairs]
    caption = _("Firms have corners; what they share has a broken edge.")
    return _face(
        lead, columns(nodes, wires), caption, (_("Party"), _("What it shares"), _("On lines")), told
    )


def _named(things: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return what things are called: some as written, others by a number."""
    names: dict[tuple[str, str], str] = {}
    for kind, value in things:
        n = value if kind in _AS_WRITTEN else sum(one == kind for one, _ in names) + 1
        names[kind, value] = _said(kind, n)
    return names


def _said(kind: str, n: object) -> str:
    return _(_WORDS[kind]) % {"n": n} if kind else _("what the lead names")


def _round(lead: Lead, rows: Rows) -> TiesFace | None:
    """Return sales between a few firms as arrows, in the order of their days."""
    rows = [row for row in rows if row.get("seller") and row.get("buyer")]
    rows = sorted(rows, key=lambda row: (str(row.get("sold_on") or ""), _line(row)))
    firms = list(dict.fromkeys(str(row[end]) for row in rows for end in ("seller", "buyer")))
    if not 2 <= len(firms) <= _MOST_IN_A_WHEEL:
        return None
    first: dict[tuple[str, str], str] = {}
    for n, row in enumerate(rows, 1):
        first.setdefault((str(row["seller"]), str(row["buyer"])), str(n))
    wires = [Wire(*ends, n) for ends, n in first.items()]
    told = [
        (n, row["seller"], row["buyer"], row.get("sold_on") or "", _amount(row), _line(row))
        for n, row in enumerate(rows, 1)
    ]
    headings = (_("In order"), _("From"), _("To"), _("Day"), _("Amount"), _("Line"))
    drawing = wheel([Node(one, one, "firm") for one in firms], wires, arrows=True)
    return _face(lead, drawing, _("The numbers say in which order was sold."), headings, told)


def _line(row: dict[str, Any]) -> str:
    """Return what the row is called in the table of the lead's rows."""
    return str(row.get("line", str(row.get("code", "")).rpartition(":")[2]))


def _amount(row: dict[str, Any]) -> str:
    amount = row.get("amount")
    return "" if amount is None else money(int(amount), row.get("currency") or "CNY")


def _face(
    lead: Lead,
    drawing: Drawing,
    caption: str,
    headings: tuple[str, ...],
    rows: list[tuple[Any, ...]],
) -> TiesFace:
    part = _("%(shown)s of %(total)s rows are drawn.")
    shown = {"shown": len(lead.evidence), "total": lead.rows}
    return TiesFace(
        code="ties",
        title=_("Who is tied to whom in these rows"),
        about="; ".join(" – ".join(str(cell) for cell in row if cell) for row in rows[:12]),
        caption=caption,
        drawing=drawing,
        headings=headings,
        rows=labelled(headings, rows),
        more=part % shown if lead.rows > len(lead.evidence) else "",
    )
