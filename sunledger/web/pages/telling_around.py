"""What stands around a sheet, in sentences: corrections, earlier periods, similar units."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sunledger.core.problem import shorten
from sunledger.disclosure.models import Batch, State, Visibility
from sunledger.disclosure.shape import Category
from sunledger.disclosure.telling.count import Told
from sunledger.disclosure.telling.figures import (
    LINES,
    Figures,
    Measure,
    before,
    figures,
    main_measure,
    year_before,
)
from sunledger.disclosure.telling.peers import FEW, FEWEST, Compared, Place
from sunledger.units.models import Unit
from sunledger.web.pages.telling_words import fill, joined, link
from sunledger.web.templatetags.sun import many, money, percent, period

MEASURES = {
    "amount": gettext_lazy("the sum of all lines"),
    "lines": gettext_lazy("the number of lines"),
    "opening": gettext_lazy("what was there at first"),
    "income": gettext_lazy("what came in"),
    "spent": gettext_lazy("what went out"),
    "closing": gettext_lazy("what was left at the end"),
}
PLACES: dict[Place, str] = {
    "low": gettext_lazy("lower than with three quarters of them"),  # type: ignore[dict-item]
    "below": gettext_lazy("below the middle, among the middle half"),  # type: ignore[dict-item]
    "middle": gettext_lazy("just in the middle"),  # type: ignore[dict-item]
    "above": gettext_lazy("above the middle, among the middle half"),  # type: ignore[dict-item]
    "high": gettext_lazy("higher than with three quarters of them"),  # type: ignore[dict-item]
}


class Now(NamedTuple):
    """What a unit published for a period, and what for the periods before."""

    shape: Category
    unit: Unit
    period: str
    found: dict[str, Figures]  # by period

    @property
    def own(self) -> Figures | None:
        """Return the figures of the period itself."""
        return self.found.get(self.period)


def now(shape: Category, batch: Batch) -> Now:
    """Return a period and the two that it is compared with."""
    asked = [batch.period, before(shape, batch.period), year_before(shape, batch.period)]
    found = figures(shape, [batch.unit_id], [one for one in asked if one])
    by_period = {when: one for (_unit, when), one in found.items()}
    return Now(shape, batch.unit, batch.period, by_period)


def shown(measure: Measure, figure: int) -> str:
    """Return a figure in words."""
    if measure.name != LINES:
        return money(figure, measure.currency)
    words = ngettext("%(shown)s line", "%(shown)s lines", figure)
    return words % {"shown": many(figure)}


def changes(of: Now) -> list[SafeString]:
    """Return what changed against the period before, and against the year before."""
    if of.own is None:
        return []
    together = [_together(of, of.own)] if len(of.own.sheets) > 1 else []
    earlier = (before(of.shape, of.period), year_before(of.shape, of.period))
    known = [when for when in earlier if when in of.found]
    lacking = [period(when) for when in earlier if when and when not in of.found]
    said = together + [_change(of, of.own, of.found[when], when) for when in known]
    if lacking:
        words = _("Nothing stands in public for %(periods)s, so nothing is compared with it.")
        said.append(fill(words, periods=joined(lacking)))
    return said


def _together(of: Now, own: Figures) -> SafeString:
    measure = main_measure(of.shape, [own])
    words = _(
        "For this period %(count)s sheets stand (%(sheets)s). Together, %(measure)s comes to "
        "%(figure)s; that is what is compared here."
    )
    sheets = joined(
        link(number, reverse("sheet", args=[code])) for number, code in enumerate(own.sheets, 1)
    )
    figure = own.of(measure)
    text = "–" if figure is None else shown(measure, figure)
    name = MEASURES[measure.name]
    return fill(words, count=len(own.sheets), sheets=sheets, measure=name, figure=text)


def _change(of: Now, own: Figures, was: Figures, when: str) -> SafeString:
    """Return the sentence about one earlier period."""
    measure = main_measure(of.shape, [own] if own.lines else [was])
    old, new = was.of(measure), own.of(measure)
    parts = {"period": period(when), "measure": MEASURES[measure.name]}
    if old is None or new is None:
        words = _("For %(period)s other currencies were published, so nothing is compared with it.")
        return fill(words, **parts)
    parts["was"] = link(shown(measure, old), rows_url(of, was))
    if old == new:
        return fill(_("For %(period)s, %(measure)s was just the same: %(was)s."), **parts)
    share = percent(abs(new - old) / old) if old > 0 else ""
    share = _(", %(share)s of that") % {"share": share} if share else ""
    words = (
        _("For %(period)s, %(measure)s was %(was)s; now it is %(by)s more%(share)s.")
        if new > old
        else _("For %(period)s, %(measure)s was %(was)s; now it is %(by)s less%(share)s.")
    )
    return fill(words, by=shown(measure, abs(new - old)), share=share, **parts)


def rows_url(of: Now, was: Figures) -> str:
    """Return where the lines behind a period's figure stand: its sheet, or the list of them."""
    if len(was.sheets) == 1:
        return reverse("sheet", args=was.sheets)
    return reverse("over_time", args=[of.shape.code, of.unit.code])


def corrected(told: Told) -> list[SafeString]:
    """Return which lines were corrected since."""
    if not told.corrected:
        return []
    named = joined(
        link(_("line %(line)s") % {"line": line}, reverse("record", args=[code]))
        for code, line in told.first_corrected
    )
    more = told.corrected - len(told.first_corrected)
    if more:
        words = _("Corrected since, and counted as corrected: %(named)s and %(count)s more.")
        return [fill(words, named=named, count=many(more))]
    return [fill(_("Corrected since, and counted as corrected: %(named)s."), named=named)]


def withdrawn(batch: Batch) -> list[SafeString]:
    """Return what was withdrawn: this sheet, or others of the same period."""
    if batch.state == State.WITHDRAWN:
        return [fill(_("This sheet was withdrawn: its figures count nowhere else."))]
    same = {"unit": batch.unit_id, "category": batch.category, "period": batch.period}
    others = Batch.objects.filter(
        **same, state=State.WITHDRAWN, visibility=Visibility.PUBLIC
    ).order_by("pk")
    return [
        fill(
            _("For the same period %(sheet)s was withdrawn: %(reason)s"),
            sheet=link(_("another sheet"), reverse("sheet", args=[code])),
            reason=shorten(reason, 120),
        )
        for code, reason in others.values_list("code", "withdrawn_reason")[:3]
    ]


def compared(found: Compared | None, shape: Category, unit: Unit, when: str) -> list[SafeString]:
    """Return where the unit stands among similar ones, in one sentence."""
    if found is None or found.own is None:
        return []
    url = f"{reverse('over_time', args=[shape.code, unit.code])}?period={when}#similar"
    if found.quartiles is None:
        words = _(
            "Fewer than %(least)s similar units have published figures that can be compared, so "
            "nothing is compared (%(more)s)."
        )
        return [fill(words, least=FEWEST, more=link(_("who is similar"), url))]
    words = _(
        "With half of the %(count)s similar units under %(around)s that have published, "
        "%(measure)s is %(median)s or less. Here it is %(own)s: %(place)s. That is a question, "
        "and no verdict (%(more)s)."
    )
    return [
        fill(
            words,
            count=many(found.counted),
            around=str(found.circle.around),
            measure=MEASURES[found.measure.name],
            median=shown(found.measure, found.quartiles.median),
            own=shown(found.measure, found.own),
            place=PLACES[found.quartiles.place(found.own)],
            more=link(_("what that says, and what not"), url),
        )
    ]


def cautions(found: Compared) -> list[str]:
    """Return what has to be thought of before anything is made of a comparison."""
    if found.circle.by_size:
        size = _("Only units with half to twice as many units under them are looked at.")
    else:
        size = _(
            "How many people live there or how much land there is is not known here: a large unit "
            "stands beside a small one."
        )
    lumps = _(
        "One large payment, or several months paid at once, can make a period look unlike others."
    )
    question = _("A difference is a question, and no verdict: there may be a good reason for it.")
    return [question, *_counts(found), size, lumps]


def _counts(found: Compared) -> list[str]:
    """Return what the counts of peers say about the comparison."""
    said = []
    if found.quartiles and found.counted < FEW:
        words = _(
            "Only %(count)s similar units have figures: a single one of them moves the middle."
        )
        said.append(words % {"count": found.counted})
    if found.silent:
        words = _(
            "%(silent)s of %(all)s similar units have published nothing for this period; the "
            "middle may lie elsewhere once they do."
        )
        said.append(words % {"silent": many(found.silent), "all": many(len(found.circle.units))})
    if found.nothing:
        words = _("%(count)s of them reported that there was nothing; that counts as zero.")
        said.append(words % {"count": many(found.nothing)})
    if found.other:
        words = _("%(count)s of them published in another currency and are left out.")
        said.append(words % {"count": many(found.other)})
    return said
