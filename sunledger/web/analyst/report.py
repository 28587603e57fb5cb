"""The report: one file that opens anywhere and stays small, whatever was read."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger import __version__
from sunledger.screening.engine import Lead
from sunledger.web.analyst import screenface
from sunledger.web.analyst.amounts import short, with_currency
from sunledger.web.analyst.counts import NOT_RECORDS, FileCount, Tally, by_body, total, worst_totals
from sunledger.web.analyst.drawing import gaps, months_between, parts, strip, usual_months, years
from sunledger.web.analyst.faces import (
    Count,
    Figure,
    FileFace,
    GroupFace,
    LeadFace,
    ReportFace,
)
from sunledger.web.analyst.firstdigits import drawings
from sunledger.web.analyst.reasons import reason_words
from sunledger.web.analyst.run import Run
from sunledger.web.analyst.sidebyside import lead_face
from sunledger.web.analyst.top import beside, first_leads

LARGEST = 4_500_000  # bytes; a report that a mail takes and a telephone opens
TOP_ROWS = 8
LOOKED_AT = 1_000  # rows of a lead that are drawn, and compared for what they share
GROUPS = 40
FILES = 1_500
SKIPPED = 200
REASONS = 30
NOTED = 20
SAID = 280  # signs of an example
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
    axis = _axis(everything)
    groups, by_file = _groups(run)
    return ReportFace(
        title=_title(run),
        made_on=run.started_at.strftime("%Y-%m-%d %H:%M"),
        version=__version__,
        figures=_figures(run, everything),
        top=_top(run),
        top_why=_(
            "The strongest questions of all screens, at most three of one screen, four of one body"
            " and one of a payee, so that one loud pattern does not hide the others."
            " Leads on a payee that several screens ask about come first."
        ),
        groups=tuple(_group(name, tally, files, axis) for name, tally, files in groups[:GROUPS]),
        groups_by_file=by_file,
        groups_total=len(groups),
        months=max(1, len(axis)),
        years=years(axis),
        bar=_bar(everything),
        reasons=_examples(everything, everything.because, REASONS),
        not_records=tuple(
            Count(reason_words(reason), f"{everything.reasons[reason]:,}")
            for reason in NOT_RECORDS
            if everything.reasons[reason]
        ),
        skipped=tuple((skipped.name, skipped.reason) for skipped in run.found.skipped[:SKIPPED]),
        skipped_total=len(run.found.skipped),
        notes=_notes(run),
        noted=_examples(everything, everything.noted, NOTED),
        totals=_totals(everything),
        totals_missed=tuple(
            (one.file, f"{one.line:,}", one.said, one.found, f"{one.difference:,}")
            for one in worst_totals(everything, TOTALS)
        ),
        screens=screenface.faces(run, leads_of_a_screen),
        files=tuple(_file(file) for file in run.files[:FILES]),
        files_total=len(run.files),
        cost=_cost(run),
    )


def sums_of(tally: Tally) -> tuple[str, ...]:
    """Return the sums of amounts with their currencies, the largest first."""
    ranked = sorted(tally.sums.items(), key=lambda pair: -abs(pair[1]))
    return tuple(with_currency(amount, currency) for currency, amount in ranked)


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


def _axis(everything: Tally) -> list[tuple[int, int]]:
    ends = usual_months(everything.months)
    return months_between(*ends) if ends else []


def _groups(run: Run) -> tuple[list[tuple[str, Tally, int]], bool]:
    """Return what the bars stand for: bodies where there are several, else files."""
    bodies = by_body(run.files)
    by_file = len(bodies) < 2 and 1 < len(run.files) <= GROUPS
    if by_file:
        return [(file.name, file.tally, 0) for file in run.files], True
    files: dict[str, int] = dict.fromkeys(bodies, 0)
    for file in run.files:
        for name in {name for sheet in file.sheets for name in sheet.bodies}:
            files[name] += 1
    groups = [(name, tally, files[name]) for name, tally in bodies.items()]
    return sorted(groups, key=lambda group: -group[1].rows), False


def _group(name: str, tally: Tally, files: int, axis: list[tuple[int, int]]) -> GroupFace:
    """Return one line of bars, with the months that are missing between others."""
    missing = gaps(tally.months, axis)
    words = ngettext(
        "%(n)s month without dated rows", "%(n)s months without dated rows", len(missing)
    )
    count = ngettext("%(n)s file", "%(n)s files", files) % {"n": f"{files:,}"}
    return GroupFace(
        name=name,
        files=count if files else "",
        read=f"{tally.read:,}",
        refused=f"{tally.refused - tally.not_records:,}",
        sums=sums_of(tally)[:3],
        bars=strip(tally.months, axis),
        gaps=words % {"n": len(missing)} if missing else "",
    )


def _bar(everything: Tally) -> tuple[screenface.Part, ...]:
    refused = everything.refused - everything.not_records
    return parts(
        [
            ("read", everything.read, _("%(n)s rows read") % {"n": f"{everything.read:,}"}),
            ("refused", refused, _("%(n)s could not be read") % {"n": f"{refused:,}"}),
            (
                "plain",
                everything.not_records,
                _("%(n)s headings, blank lines, titles, totals")
                % {"n": f"{everything.not_records:,}"},
            ),
        ]
    )


def _examples(everything: Tally, counts: Counter[str], most: int) -> tuple[Count, ...]:
    """Return what was said about rows or sheets, the most frequent first, each with an example."""
    highest = max(counts.values(), default=1)
    result = []
    for reason, count in counts.most_common(most):
        example = everything.examples[reason]
        words = _("%(file)s, line %(line)s") if example.line else "%(file)s"
        place = words % {"file": example.file, "line": example.line}
        share = 100 * count / highest
        text = example.text if len(example.text) <= SAID else example.text[: SAID - 1] + "…"
        result.append(Count(reason, f"{count:,}", share, text, place))
    return tuple(result)


def _totals(everything: Tally) -> str:
    """Return how the totals that the sheets give compare with their rows."""
    met, missed = everything.totals_met, everything.totals_missed
    rounded = sum(one.is_rounding for one in missed)
    words = _(
        "The sheets give %(all)s totals: %(met)s come to the same as the rows above them,"
        " %(rounded)s differ by less than one unit of money, %(missed)s by more."
    )
    figures = {
        "all": f"{met + len(missed):,}",
        "met": f"{met:,}",
        "rounded": f"{rounded:,}",
        "missed": f"{len(missed) - rounded:,}",
    }
    return words % figures if met or missed else ""


def _top(run: Run) -> tuple[LeadFace, ...]:
    """Return the leads to look at first, each with its first rows."""
    outcomes = {outcome.screen.code: outcome for outcome in run.outcomes}
    numbers = screenface.numbers(run)
    others = beside(run.leads)
    title = title_in_language()
    drawn = {code: drawings(outcome.measures) for code, outcome in outcomes.items()}

    def face(lead: Lead) -> LeadFace:
        outcome = outcomes[lead.screen]
        also = sorted(others.get((lead.body, lead.payee), set()) - {lead.screen})
        shown = lead_face(
            lead,
            numbers[lead.screen, lead.key],
            title(outcome.screen),
            outcome.rows(lead.key, LOOKED_AT),
            TOP_ROWS,
        )
        return replace(
            shown,
            also=tuple(title(outcomes[code].screen) for code in also),
            innocent=screenface.words_of(outcome.screen).innocent,
            drawing=next((one for one in drawn[lead.screen] if one.name == lead.body), None),
        )

    return tuple(face(lead) for lead in first_leads(run.leads))


def title_in_language() -> Callable[[screenface.Screen], str]:
    """Return what names a screen in the language of the report."""
    return lambda screen: screenface.words_of(screen).title


def _file(file: FileCount) -> FileFace:
    tally = file.tally
    titles = dict.fromkeys(sheet.title for sheet in file.sheets if sheet.title)
    notes = [file.trouble, *(note for sheet in file.sheets for note in sheet.notes)]
    return FileFace(
        name=file.name,
        category=", ".join(titles),
        read=f"{tally.read:,}",
        refused=f"{tally.refused - tally.not_records:,}",
        sums=" · ".join(sums_of(tally)[:2]),
        note=" ".join(filter(None, notes))[:300],
    )


def _notes(run: Run) -> tuple[str, ...]:
    """Return how the sheets were taken: as which category, by whose choice."""
    taken: dict[tuple[str, bool], int] = {}
    for file in run.files:
        for sheet in file.sheets:
            if sheet.category:
                key = (sheet.title, sheet.chosen)
                taken[key] = taken.get(key, 0) + 1
    ranked = sorted(taken.items(), key=lambda pair: -pair[1])
    return tuple(_taken(title, count, chosen) for (title, chosen), count in ranked)


def _taken(title: str, count: int, by_headings: bool) -> str:
    """Return as what sheets were taken, and who said so."""
    chosen = ngettext(
        "%(n)s sheet was read as “%(category)s”, because its headings fit it best.",
        "%(n)s sheets were read as “%(category)s”, because their headings fit it best.",
        count,
    )
    given = ngettext(
        "%(n)s sheet was read as “%(category)s”, as asked.",
        "%(n)s sheets were read as “%(category)s”, as asked.",
        count,
    )
    return (chosen if by_headings else given) % {"n": f"{count:,}", "category": title}


def _cost(run: Run) -> str:
    figures = {"seconds": f"{sum(run.seconds.values()):,.0f}", "memory": f"{run.memory / 1e9:.1f}"}
    return _("Made in %(seconds)s seconds with at most %(memory)s GB of memory.") % figures
