"""What was read and what was not, as the report shows it: bars, reasons, totals, files."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.web.analyst.amounts import with_currency
from sunledger.web.analyst.counts import FileCount, Tally, by_body
from sunledger.web.analyst.drawing import Part, gaps, months_between, parts, strip, usual_months
from sunledger.web.analyst.faces import Count, FileFace, GroupFace
from sunledger.web.analyst.run import Run

GROUPS = 40  # lines of bars
SAID = 280  # signs of an example


def sums_of(tally: Tally) -> tuple[str, ...]:
    """Return the sums of amounts with their currencies, the largest first."""
    ranked = sorted(tally.sums.items(), key=lambda pair: -abs(pair[1]))
    return tuple(with_currency(amount, currency) for currency, amount in ranked)


def axis_of(everything: Tally) -> list[tuple[int, int]]:
    """Return the months that all bars share; none where no row has a day."""
    ends = usual_months(everything.months)
    return months_between(*ends) if ends else []


def groups_of(run: Run) -> tuple[list[tuple[str, Tally, int]], bool]:
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


def group_of(name: str, tally: Tally, files: int, axis: list[tuple[int, int]]) -> GroupFace:
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


def bar_of(everything: Tally) -> tuple[Part, ...]:
    """Return all rows as one bar: read, not readable, no records."""
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


def examples_of(everything: Tally, counts: Counter[str], most: int) -> tuple[Count, ...]:
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


def totals_of(everything: Tally) -> str:
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


def file_of(file: FileCount) -> FileFace:
    """Return a file as a line of the list of all files."""
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


def notes_of(run: Run) -> tuple[str, ...]:
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
