"""The report: one file that opens anywhere and stays small, whatever was read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger import __version__
from sunledger.screening.stacking import Stack
from sunledger.web.analyst import screenface
from sunledger.web.analyst.amounts import money, short, with_currency
from sunledger.web.analyst.counts import NOT_RECORDS, Tally, total, worst_totals
from sunledger.web.analyst.drawing import years
from sunledger.web.analyst.faces import (
    Count,
    Figure,
    LeadFace,
    ReportFace,
    Words,
)
from sunledger.web.analyst.firstdigits import drawings
from sunledger.web.analyst.overview import (
    GROUPS,
    axis_of,
    bar_of,
    examples_of,
    file_of,
    group_of,
    groups_of,
    notes_of,
    totals_of,
)
from sunledger.web.analyst.reasons import reason_words
from sunledger.web.analyst.run import Run
from sunledger.web.analyst.sidebyside import lead_face
from sunledger.web.analyst.top import first_stacks

LARGEST = 4_500_000  # bytes; a report that a mail takes and a telephone opens
TOP_ROWS = 8
BESIDE = 4  # further leads of a stack whose sentences stand beside the first
LOOKED_AT = 1_000  # rows of a lead that are drawn, and compared for what they share
FILES = 1_500
SKIPPED = 200
REASONS = 30
NOTED = 20
TOTALS = 10
# How many leads a screen shows, tried from the first until the report is small enough.
LEADS_OF_A_SCREEN = (25, 12, 5, 0)


def write_report(run: Run, path: Path) -> None:
    """Write the report, with fewer leads a screen where it would grow too large."""
    for count in LEADS_OF_A_SCREEN:
        text = render_to_string("analyst/report.html", {"report": report_face(run, count)})
        if len(text.encode()) <= LARGEST:
            break
    path.write_text(text, encoding="utf-8")


def report_face(run: Run, leads_of_a_screen: int) -> ReportFace:
    """Return all that the report shows."""
    everything = total(file.tally for file in run.files)
    axis = axis_of(everything)
    groups, by_file = groups_of(run)
    return ReportFace(
        title=_title(run),
        made_on=run.started_at.strftime("%Y-%m-%d %H:%M"),
        version=__version__,
        figures=_figures(run, everything),
        top=_top(run),
        top_why=_(
            "What is most worth a look: leads about one cause or one subject stand together, with"
            " all their reasons. At most three of one screen and four of one body stand here, so"
            " that one loud pattern does not hide the others."
        ),
        groups=tuple(group_of(name, tally, files, axis) for name, tally, files in groups[:GROUPS]),
        groups_by_file=by_file,
        groups_total=len(groups),
        months=max(1, len(axis)),
        years=years(axis),
        bar=bar_of(everything),
        reasons=examples_of(everything, everything.because, REASONS),
        not_records=_not_records(everything),
        skipped=tuple((skipped.name, skipped.reason) for skipped in run.found.skipped[:SKIPPED]),
        skipped_total=len(run.found.skipped),
        notes=notes_of(run),
        noted=examples_of(everything, everything.noted, NOTED),
        totals=totals_of(everything),
        totals_missed=tuple(
            (one.file, f"{one.line:,}", one.said, one.found, f"{one.difference:,}")
            for one in worst_totals(everything, TOTALS)
        ),
        screens=screenface.faces(run, leads_of_a_screen),
        files=tuple(file_of(file) for file in run.files[:FILES]),
        files_total=len(run.files),
        cost=_cost(run),
    )


def _not_records(everything: Tally) -> tuple[Count, ...]:
    """Return how many rows were no records, by what they were."""
    return tuple(
        Count(reason_words(reason), f"{everything.reasons[reason]:,}")
        for reason in NOT_RECORDS
        if everything.reasons[reason]
    )


def _title(run: Run) -> str:
    names = [path.resolve().name for path in run.asked.paths]
    shown = ", ".join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else "")
    return _("What the records of %(names)s ask") % {"names": shown}


def _figures(run: Run, everything: Tally) -> tuple[Figure, ...]:
    """Return the few numbers that stand at the top."""
    opened = [file for file in run.files if not file.trouble]
    refused = everything.refused - everything.not_records
    skipped = len(run.found.skipped) + len(run.files) - len(opened)
    note = ngettext("%(n)s skipped", "%(n)s skipped", skipped) % {"n": f"{skipped:,}"}
    figures = [
        Figure(f"{len(opened):,}", _("files read"), note if skipped else ""),
        Figure(f"{everything.read:,}", _("rows read")),
        Figure(f"{refused:,}", _("rows that could not be read")),
    ]
    figures += [
        Figure(short(n, currency), _("sum of what was read"), with_currency(n, currency))
        for currency, n in everything.sums.most_common(2)
    ]
    asked = sum(outcome.flagged for outcome in run.outcomes)
    rows = _("%(n)s flagged rows") % {"n": f"{asked:,}"}
    return (*figures, Figure(f"{len(run.leads):,}", _("leads"), rows if asked else ""))


def _top(run: Run) -> tuple[LeadFace, ...]:
    """Return the stacks to look at first, each by its first lead with its first rows."""
    outcomes = {outcome.screen.code: outcome for outcome in run.outcomes}
    numbers = screenface.numbers(run)
    title = title_in_language()
    drawn = {code: drawings(outcome.measures) for code, outcome in outcomes.items()}

    def face(stack: Stack) -> LeadFace:
        lead = stack.first
        outcome = outcomes[lead.screen]
        shown = lead_face(
            lead,
            numbers[lead.screen, lead.key],
            title(outcome.screen),
            outcome.rows(lead.key, LOOKED_AT),
            TOP_ROWS,
        )
        return replace(
            shown,
            amount=money(stack.figure, stack.currency),
            also=tuple(title(outcomes[code].screen) for code in stack.reasons[1:]),
            beside=_beside(stack, numbers),
            beside_left=max(0, len(stack.leads) - 1 - BESIDE),
            innocent=screenface.words_of(outcome.screen).innocent,
            drawing=next((one for one in drawn[lead.screen] if one.name == lead.body), None),
        )

    return tuple(face(stack) for stack in first_stacks(run.stacks))


def _beside(stack: Stack, numbers: Mapping[tuple[str, str], int]) -> tuple[tuple[int, Words], ...]:
    """Return what the further leads of a stack ask, of each screen first, with their numbers."""
    of_screens = {lead.screen: lead for lead in reversed(stack.leads[1:])}
    first = sorted(of_screens.values(), key=stack.leads.index)
    every = dict.fromkeys([*first, *stack.leads[1:]])
    return tuple(
        (numbers[lead.screen, lead.key], Words(lead.sentence_en, lead.sentence_zh))
        for lead in list(every)[:BESIDE]
    )


def title_in_language() -> Callable[[screenface.Screen], str]:
    """Return what names a screen in the language of the report."""
    return lambda screen: screenface.words_of(screen).title


def _cost(run: Run) -> str:
    figures = {"seconds": f"{sum(run.seconds.values()):,.0f}", "memory": f"{run.memory / 1e9:.1f}"}
    return _("Made in %(seconds)s seconds with at most %(memory)s GB of memory.") % figures
