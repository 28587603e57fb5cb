"""A lead to take away: as a workbook, and as a PDF for a meeting or a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sunledger.screening import actions as screening
from sunledger.screening.models import Lead
from sunledger.screening.screen import Screen
from sunledger.web.gates import desk
from sunledger.web.pages.desk_leads import one_lead, title_of
from sunledger.web.pages.lead_rows import side_by_side
from sunledger.web.pages.public_screens import settings_words, words_of
from sunledger.web.papers.paper import Paper
from sunledger.web.papers.pdf import pdf
from sunledger.web.papers.workbook import workbook
from sunledger.web.templatetags.sun import day, many, money

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@desk
def lead_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Hand a lead out as a file, to whoever may look at it."""
    if kind not in TYPES:
        raise Http404
    one = one_lead(request, code)
    paper = paper_of(one, screening.screens().get(one.screen))
    content = {"xlsx": workbook, "pdf": pdf}[kind](paper)
    response = HttpResponse(content, content_type=TYPES[kind])
    name = f"{one.unit.code}-{one.screen}-{one.code[-6:]}.{kind}"
    saved = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = saved or "attachment"
    return response


def paper_of(one: Lead, screen: Screen | None) -> Paper:
    """Return a lead as a paper in the language of the request: the rows masked as on its page."""
    side = side_by_side(one, screen)
    words = words_of(screen) if screen else None
    settings = settings_words(screen, one.settings) if screen else []
    facts = [
        (_("At stake"), money(one.figure, one.currency)),
        (_("Rows"), many(one.rows)),
        (capfirst(_("state")), str(one.get_state_display())),
        *side.same,
    ]
    parts = []
    if words:
        parts = [(_("Innocent reasons"), words.innocent), (_("Why it matters"), words.why)]
    said = _("First raised on %(first)s, last on %(last)s; version of the rule: %(version)s") % {
        "first": day(one.first_seen_at.date()),
        "last": day(one.seen_at.date()),
        "version": one.version,
    }
    return Paper(
        language="zh" if (get_language() or "zh").startswith("zh") else "en",
        title=title_of(one.screen, screening.screens()),
        about=str(one.unit),
        sentence=str(one),
        facts=tuple((name, value) for name, value in facts if value),
        headings=(_("Line"), *(name for name, _number in side.headings)),
        numbers=(False, *(number for _name, number in side.headings)),
        rows=tuple(
            (line, *(value for _heading, value, _number in cells))
            for _code, line, cells in side.rows
        ),
        below=_left_out(len(side.rows), one.rows),
        parts=(
            *parts,
            (_("The settings it was raised with"), "\n".join(f"{a}: {b}" for a, b in settings)),
            ("", said),
        ),
        foot=_("A lead is a question, not a verdict. Taken away on %(day)s; not for the public.")
        % {"day": day(timezone.localdate())},
    )


def _left_out(shown: int, total: int) -> str:
    """Return how many rows the paper shows, where it does not show all."""
    if shown >= total:
        return ""
    return _("%(shown)s of %(total)s are shown.") % {"shown": many(shown), "total": many(total)}
