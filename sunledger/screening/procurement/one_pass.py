"""Cardinal's eleven indicators as it computes them, in one pass over the files, without tables.

    found = one_pass.screened(contents, Settings(compatible=True))
    found.found    # flags and rates, as `run.screened` gives them
    found.flat     # what was read, and what was refused

A process with several releases has to be merged first; where there is one, the pass ends without
an answer, and the tables are made (`flat`, `run`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sunledger.screening.ocds import flat
from sunledger.screening.ocds.tables import ELEVEN as COLUMNS
from sunledger.screening.ocds.writing import Flat
from sunledger.screening.procurement import answers, flags, judging
from sunledger.screening.procurement.one_process import Processes
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf.cardinal import ELEVEN
from sunledger.screening.procurement.statuses import CODES
from sunledger.screening.procurement.tallies import Parties

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.core.content import Content


class Passed(NamedTuple):
    """What one pass found, what it read, and the codes that are not of the standard, by kind."""

    found: judging.Found
    flat: Flat
    unknown: dict[str, list[str]]


def answers_to(settings: Settings, screens: Sequence[Screen]) -> bool:
    """Whether one pass answers these screens with these settings."""
    return settings.compatible and not settings.statuses and set(screens) <= set(ELEVEN)


def screened(
    contents: Sequence[Content], settings: Settings, screens: Sequence[Screen] = ELEVEN
) -> Passed | None:
    """Return what the screens find in some files; None where a process has to be merged."""
    processes = Processes(settings)
    with flat.passing(Flat(Path(), COLUMNS)) as first:
        for releases in first.releases(contents):
            if first.several:
                return None
            processes.add(releases)
            releases.clear()
        if first.several:
            return None
        ocids = first.ocids
        first.flat.report.processes = len(ocids)
    names = flags.Names(answers.names(ocids))
    parts = [
        judging.judged(screen, question, facts(processes, screen, question), names, settings)
        for screen in screens
        for question in screen.questions
    ]
    found = judging.Found(flags.in_order(one.flags for one in parts), [one.rate for one in parts])
    return Passed(found, first.flat, unknown(processes))


def facts(processes: Processes, screen: Screen, question: Question) -> pa.Table:
    """Return the facts of a question, as the tables would give them."""
    code, bidders = screen.code, processes.bidders
    if question.group == "OCID":
        given = processes.answers["R024" if code == "R058" else code]
        if code == "R003":
            return given.facts(key=processes.keys)
        if code in ("R024", "R058"):
            winners = [bidders.names[party] for party in processes.winners]
            others = [bidders.names[party] for party in processes.others]
            return given.facts(winner=winners, other=others)
        return given.facts()
    if code == "R028":
        alike = [bidders.names[one] for one in processes.alike]
        return answers.of_parties((name, 1.0, 1) for name in alike)
    if code == "R025":
        return _shares(bidders, bidders.won, bidders.tried)
    if code == "R048":
        kinds = bidders.kinds_of()
        sold = bidders.counted(bidders.sold)
        return answers.of_parties((name, kinds[party], many) for name, party, many in sold)
    if question.group == "Tenderer":
        return _shares(bidders, bidders.out, bidders.submitted)
    buyers = processes.buyers if question.group == "Buyer" else processes.entities
    return _shares(buyers, buyers.out, buyers.many)


def _shares(parties: Parties, some: Sequence[int], many: Sequence[int]) -> pa.Table:
    """Return which share of its cases some cases of each party are."""
    counted = parties.counted(many)
    return answers.of_parties((name, some[party] / all_, all_) for name, party, all_ in counted)


def unknown(processes: Processes) -> dict[str, list[str]]:
    """Return the codes that are not of the standard, by kind, in order."""
    met: dict[str, set[str | None]] = {
        "bids": {*processes.bids},
        "awards": {*processes.awards},
        "processes": processes.statuses,
        "methods": processes.methods,
    }
    found = {
        kind: sorted(one for one in codes if one is not None and one not in CODES[kind])
        for kind, codes in met.items()
    }
    return {kind: codes for kind, codes in found.items() if codes}
