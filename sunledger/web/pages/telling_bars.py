"""Which chart fits a sheet: what came in and went out, sorts, receivers, months, or the time."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sunledger.core.periods import read_period
from sunledger.disclosure.shape import Field
from sunledger.disclosure.telling.count import Came, Grouped, Part, Told
from sunledger.disclosure.telling.figures import main_measure
from sunledger.disclosure.telling.outline import MONTHS
from sunledger.web.pages.telling_around import MEASURES, Now, rows_url, shown
from sunledger.web.pages.telling_chart import Bar, Bars
from sunledger.web.pages.telling_words import Source, key_words, lines, lines_of, part_url
from sunledger.web.templatetags.sun import many, money, percent, period, say

_MONTHS = 3  # with so many months, time is what a reader wants to see


def chart(of: Source, told: Told, now: Now | None) -> Bars | None:
    """Return the one chart that fits a sheet, in the currency with most lines."""
    if told.came:
        came = told.came[0]
        if of.what.balance:
            return _balance(of, came)
        for grouped in _candidates(of, came):
            bars = _groups(of, came, grouped)
            if len(bars) > 1:
                return _chart(of, came, grouped, bars)
    return _times(now) if now else None


def _candidates(of: Source, came: Came) -> list[Grouped]:
    """Return the groupings that can be drawn, the best first."""
    months = came.grouped(MONTHS)
    found = [one for field in of.what.groups if (one := came.grouped(field.name))]
    if not of.what.adds_up:  # where lines are only counted, names that stand once say nothing
        found = [one for one in found if one.different <= came.lines // 2]
    if months and months.different > 1:
        found.insert(0 if months.different >= _MONTHS else len(found), months)
    return found


def _balance(of: Source, came: Came) -> Bars:
    """Return what was there, came in, went out and was left."""
    bars = [
        Bar(
            say(one.title),
            came.balance[one.role],
            money(came.balance[one.role], came.currency),
            lines_of(of),
        )
        for one in of.what.balance
    ]
    about = "; ".join(f"{one.label}: {one.text}" for one in bars)
    return Bars(
        _("In and out"), about, _("Part of the balance"), _("Amount"), bars, has_shares=False
    )


def _groups(of: Source, came: Came, grouped: Grouped) -> list[Bar]:
    """Return a bar for each group, and one for each sort of what is not named."""
    field = _field(of, grouped.by)
    bars = [
        _bar(of, came, one, key_words(field, one.key), part_url(of, field, one, came))
        for one in grouped.parts
    ]
    url = lines_of(of, sort="party") if field and field == of.what.party else lines_of(of)
    count = grouped.different - len(grouped.parts)
    others = [
        (grouped.rest, _("%(count)s others") % {"count": many(count)}),
        (grouped.persons, _("persons, not told apart")),
        (grouped.blank, _("nothing said")),
    ]
    return bars + [
        _bar(of, came, one, label, url)._replace(look="more") for one, label in others if one.lines
    ]


def _bar(of: Source, came: Came, one: Part, label: str, url: str) -> Bar:
    if not of.what.adds_up:
        return Bar(label, one.lines, lines(one.lines), url, percent(one.lines / came.lines))
    share = percent(one.amount / came.amount) if came.shares else ""
    return Bar(label, one.amount, money(one.amount, came.currency), url, share)


def _chart(of: Source, came: Came, grouped: Grouped, bars: list[Bar]) -> Bars:
    """Return the bars with their words."""
    field = _field(of, grouped.by)
    column = say(field.title) if field else _("Time")
    if of.what.adds_up and of.what.amount:
        figure = say(of.what.amount.title)
        title = _("“%(figure)s” by “%(column)s”") % {"figure": figure, "column": column}
    else:
        figure = _("Lines")
        title = _("Lines by “%(column)s”") % {"column": column}
    first = max(bars, key=lambda one: one.value)
    about = _("%(count)s bars; the longest is %(label)s with %(text)s.") % {
        "count": len(bars),
        "label": first.label,
        "text": first.text,
    }
    return Bars(title, about, column, figure, bars, any(one.share for one in bars))


def _field(of: Source, by: str) -> Field | None:
    return None if by == MONTHS else of.shape.field(by)


def _times(now: Now) -> Bars | None:
    """Return the period beside those it is compared with, where at least two have figures."""
    if len(now.found) < 2:
        return None
    measure = main_measure(now.shape, list(now.found.values()))
    ordered = sorted(now.found, key=lambda one: read_period(one).start)
    bars = [
        Bar(period(when), figure, shown(measure, figure), rows_url(now, now.found[when]))
        for when in ordered
        if (figure := now.found[when].of(measure)) is not None
    ]
    if len(bars) < 2:
        return None
    about = "; ".join(f"{one.label}: {one.text}" for one in bars)
    title = _("Then and now: %(measure)s") % {"measure": MEASURES[measure.name]}
    return Bars(title, about, _("Period"), _("Figure"), bars, has_shares=False)
