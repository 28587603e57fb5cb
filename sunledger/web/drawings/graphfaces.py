"""The graph in words: parts that share things, rings that win in turn, circles of payments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from sunledger.screening.graph.circles import Circle, Step
from sunledger.screening.graph.graph import Graph
from sunledger.screening.graph.incidence import BODY, PERSON
from sunledger.screening.graph.parts import Part
from sunledger.screening.graph.same import Same
from sunledger.screening.graph.turns import Turns
from sunledger.screening.shapes import SHAPES
from sunledger.web.drawings.face import TiesFace, labelled
from sunledger.web.drawings.ties import Drawing, Look, Node, Wire, columns, wheel
from sunledger.web.templatetags.sun import money, say

KINDS: dict[str, str] = {
    "account": gettext_noop("account %(n)s"),
    "phone": gettext_noop("telephone %(n)s"),
    "address": gettext_noop("address %(n)s"),
    "person": gettext_noop("person %(n)s"),
    "household": gettext_noop("household %(n)s"),
    "machine": gettext_noop("machine of the bid %(n)s"),
    "author": gettext_noop("author of the bid %(n)s"),
}
HOW = {
    "on file": gettext_noop("on file"),
    "officer": gettext_noop("leads the firm"),
    "owner": gettext_noop("owns a part of the firm"),
    "household": gettext_noop("an officer or owner lives there"),
    "post": gettext_noop("of the holder of a post"),
    "kin": gettext_noop("declared kin of the holder"),
}
_ROWS = 60  # ties and payments that one table of the report shows
_TOLD = 12  # ties that are told to who hears a drawing


def part_face(graph: Graph, part: Part, number: int) -> TiesFace:
    """Return a part that hangs together: parties, what they share, and every tie's first row."""
    things = thing_names(part)
    nodes = [Node(one, called(graph, one), _look(one)) for one in part.parties]
    nodes += [Node(one, things[one], "thing") for one in part.things]
    edges = {edge for ring in part.rings for edge in _around(ring.parties, ring.things)}
    pairs = sorted({(line.party, line.thing) for line in part.lines})
    wires = [Wire(*pair, strong=frozenset(pair) in edges) for pair in pairs]
    told = [f"{called(graph, party)} – {things[thing]}" for party, thing in pairs]
    made = part_rows(graph, part)
    return _face(
        f"part-{number}",
        ngettext(
            "%(n)s. %(parties)s parties share %(count)s thing",
            "%(n)s. %(parties)s parties share %(count)s things",
            len(part.things),
        )
        % {"n": number, "parties": len(part.parties), "count": len(part.things)},
        told,
        _(
            "Firms have corners, persons are round, what they share has a broken edge. "
            "A thick line is part of a ring."
        )
        + confirmed(graph, part.parties),
        columns(nodes, wires),
        part_headings(),
        made,
    )


def called(graph: Graph, party: str) -> str:
    """Return what a party is called; of a firm with confirmed names, that there are others."""
    name = graph.names[party]
    if (one := graph.joined.get(party)) is None:
        return name
    others = [each for each in one.names if each != name]
    return f"{name} ＝ {others[0]}" + (" …" if len(others) > 1 else "")


def confirmed(graph: Graph, parties: Iterable[str]) -> str:
    """Return by which decisions names of these parties are one firm's; nothing where none are."""
    shown = {*parties}
    told = [same_words(one) for party, one in graph.joined.items() if party in shown]
    return " " + "; ".join(told) + "." if told else ""


def same_words(one: Same) -> str:
    """Return that names are one firm's, and by which decision."""
    names = " ＝ ".join(one.names)
    if not one.links:
        return _("%(names)s: confirmed to be one firm's") % {"names": names}
    by = {"names": names, "by": ", ".join(one.links)}
    return _("%(names)s: confirmed to be one firm's, by decision %(by)s") % by


def same_headings() -> tuple[str, ...]:
    """Return what stands over the names that were confirmed."""
    return (_("Firm"), _("Its names"), _("By which decision"), _("In this report"))


def same_rows(graph: Graph) -> list[tuple[str, ...]]:
    """Return each firm with confirmed names, by which decisions, and whether it is one here."""
    one, two = _("one firm"), _("two firms: the names bear two valid codes")
    return [
        (each.name, " ＝ ".join(each.names), ", ".join(each.links), two if each.apart else one)
        for each in graph.same
    ]


def part_headings() -> tuple[str, ...]:
    """Return what stands over the ties of a part."""
    return (_("Party"), _("What it shares"), _("How"), _("Table"), _("Row"), _("Rows"))


def part_rows(graph: Graph, part: Part) -> list[tuple[object, ...]]:
    """Return every tie of a part with the rows that say so, by table and code."""
    things = thing_names(part)
    return [
        (
            called(graph, line.party),
            things[line.thing],
            _(HOW[line.how]),
            table_name(line.source),
            line.code,
            line.rows,
        )
        for line in part.lines
    ]


def thing_names(part: Part) -> dict[str, str]:
    """Return what each shared thing is called: an address as it stands, all others by a number."""
    number: Counter[str] = Counter()
    names: dict[str, str] = {}
    for line in part.lines:
        if line.thing not in names:
            number[line.kind] += 1
            shown = line.sign if line.kind == "address" else str(number[line.kind])
            names[line.thing] = _(KINDS[line.kind]) % {"n": shown}
    return names


def table_name(name: str) -> str:
    """Return what a table is called."""
    return str(capfirst(say(SHAPES[name].title)))


def _around(parties: tuple[str, ...], things: tuple[str, ...]) -> set[frozenset[str]]:
    """Return the edges of a ring, each as its two ends."""
    way = [one for both in zip(parties, things, strict=True) for one in both]
    return {frozenset(edge) for edge in pairwise([*way, way[0]])}


def _look(party: str) -> Look:
    if party.startswith(PERSON):
        return "person"
    return "body" if party.startswith(BODY) else "firm"


def turns_face(graph: Graph, ring: Turns, number: int) -> TiesFace:
    """Return firms that met and won in turn, with how often each two met."""
    nodes = [Node(one, called(graph, one), "firm") for one in ring.firms]
    wires = [Wire(one.firm, one.other, str(one.met), strong=True) for one in ring.meetings]
    rows = turns_rows(graph, ring)
    return _face(
        f"turns-{number}",
        _("%(n)s. %(count)s firms meet and win in turn") % {"n": number, "count": len(ring.firms)},
        [f"{row[0]} – {row[1]}: {row[2]}" for row in rows],
        _("The number on a line says in how many small lots the two met.")
        + confirmed(graph, ring.firms),
        wheel(nodes, wires),
        turns_headings(),
        rows,
    )


def turns_headings() -> tuple[str, ...]:
    """Return what stands over the meetings of firms."""
    wins = (_("Won by the firm"), _("Won by the other"))
    return (_("Firm"), _("Other firm"), _("Lots"), *wins, _("Table"), _("First rows"))


def turns_rows(graph: Graph, ring: Turns) -> list[tuple[object, ...]]:
    """Return each two firms of a ring, with their lots and the first bids of both."""
    table = table_name("bids")
    return [
        (
            *(called(graph, one.firm), called(graph, one.other), one.met, one.mine, one.theirs),
            *(table, f"{one.code}, {one.other_code}"),
        )
        for one in ring.meetings
    ]


def circle_face(graph: Graph, circle: Circle, number: int) -> TiesFace:
    """Return a circle of payments with every time that money went round."""
    nodes = [Node(one, called(graph, one), _look(one)) for one in circle.parties]
    ends = zip(circle.parties, (*circle.parties[1:], circle.parties[0]), strict=True)
    wires = [Wire(a, b, str(n), strong=True) for n, (a, b) in enumerate(ends, 1)]
    made = circle_rows(graph, circle)
    first = made[: len(circle.parties)]
    return _face(
        f"circle-{number}",
        ngettext(
            "%(n)s. Money goes round among %(parties)s, %(count)s time",
            "%(n)s. Money goes round among %(parties)s, %(count)s times",
            len(circle.runs),
        )
        % {"n": number, "parties": len(circle.parties), "count": len(circle.runs)},
        [f"{row[1]} → {row[2]}: {row[3]}, {row[4]}" for row in first],
        _("The numbers say in which order money was paid; amounts and days stand in the table.")
        + confirmed(graph, circle.parties),
        wheel(nodes, wires, arrows=True),
        circle_headings(),
        made,
    )


def circle_headings() -> tuple[str, ...]:
    """Return what stands over the payments of a circle."""
    ends = (_("Which time"), _("From"), _("To"), _("Day"), _("Amount"))
    return (*ends, _("Through"), _("Table"), _("Row"))


def circle_rows(graph: Graph, circle: Circle) -> list[tuple[object, ...]]:
    """Return every payment of every time, in order, by table and code."""
    return [
        _payment(graph, circle, time, place, step)
        for time, run in enumerate(circle.runs, 1)
        for place, step in enumerate(run)
    ]


def _payment(graph: Graph, circle: Circle, time: int, place: int, step: Step) -> tuple[object, ...]:
    taker = circle.parties[(place + 1) % len(circle.parties)]
    through = f"{step.via} ({table_name('posts')} {step.via_code})" if step.via else ""
    return (
        *(time, called(graph, step.giver), called(graph, taker), step.day.isoformat()),
        money(step.amount, circle.currency or "CNY"),
        *(through, table_name(step.source), step.code),
    )


def _face(
    code: str,
    title: str,
    told: Sequence[str],
    caption: str,
    drawing: Drawing,
    headings: tuple[str, ...],
    rows: list[tuple[object, ...]],
) -> TiesFace:
    more = _("And %(n)s more rows; all stand in ties.csv.") % {"n": f"{len(rows) - _ROWS:,}"}
    return TiesFace(
        code=code,
        title=title,
        about="; ".join(told[:_TOLD]) + ("; …" if len(told) > _TOLD else ""),
        caption=caption,
        drawing=drawing,
        headings=headings,
        rows=labelled(headings, rows[:_ROWS]),
        more=more if len(rows) > _ROWS else "",
    )
