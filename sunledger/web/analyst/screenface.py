"""A screen in the report: its question, what it could judge, its settings and its leads."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sunledger.screening.engine import Lead, Outcome
from sunledger.screening.screen import Screen
from sunledger.screening.words import Words
from sunledger.web.analyst.amounts import money
from sunledger.web.analyst.drawing import Part, parts
from sunledger.web.analyst.faces import Count, LeadFace, ScreenFace
from sunledger.web.analyst.faces import Words as Both
from sunledger.web.analyst.firstdigits import drawings
from sunledger.web.analyst.run import Run
from sunledger.web.analyst.sidebyside import lead_face

__all__ = ["Part", "Screen", "faces", "numbers", "words_of"]

ROWS = 6  # of a lead in a screen's list
LOOKED_AT = 100  # rows of such a lead that are compared for what they share


def numbers(run: Run) -> dict[tuple[str, str], int]:
    """Return the number that each lead has in leads.csv."""
    return {(lead.screen, lead.key): number for number, lead in enumerate(run.leads, 1)}


def faces(run: Run, count: int) -> tuple[ScreenFace, ...]:
    """Return every screen of the shelf: those that ran, and those that could not."""
    order = numbers(run)
    with_leads_first = sorted(run.outcomes, key=lambda outcome: not outcome.leads)
    ran = [face(outcome, order, count) for outcome in with_leads_first]
    return (*ran, *(_broken(run.shelf[code], words) for code, words in run.broken.items()))


def face(outcome: Outcome, order: Mapping[tuple[str, str], int], count: int) -> ScreenFace:
    """Return one screen with its first leads."""
    screen = outcome.screen
    words = words_of(screen)
    shown = sorted(outcome.leads, key=lambda lead: order[lead.screen, lead.key])[:count]
    return ScreenFace(
        code=screen.code,
        title=Both(screen.en.title, screen.zh.title),
        asks=words.rule,
        why=words.why,
        innocent=words.innocent,
        source=words.source,
        bar=_bar(outcome),
        seen=f"{outcome.seen:,}",
        judged=f"{outcome.judged:,}",
        flagged=f"{outcome.flagged:,}",
        leads_total=f"{len(outcome.leads):,}",
        leads_count=len(outcome.leads),
        outside=_reasons(outcome, outcome.not_applicable),
        cannot=_reasons(outcome, outcome.cannot),
        settings=tuple(_setting(screen, name, value) for name, value in outcome.settings.items()),
        leads=tuple(_lead(lead, outcome, order) for lead in shown),
        drawings=drawings(outcome.measures),
    )


def _lead(lead: Lead, outcome: Outcome, order: Mapping[tuple[str, str], int]) -> LeadFace:
    number = order[lead.screen, lead.key]
    return lead_face(lead, number, outcome.screen.en.title, outcome.rows(lead.key, LOOKED_AT), ROWS)


def _bar(outcome: Outcome) -> tuple[Part, ...]:
    """Return the rows seen as a bar: flagged, in order, outside the question, not judged."""
    outside, cannot = sum(outcome.not_applicable.values()), sum(outcome.cannot.values())
    clear = max(0, outcome.judged - outcome.flagged)
    kinds = [
        ("flag", outcome.flagged, _("%(n)s flagged")),
        ("judged", clear, _("%(n)s judged and not flagged")),
        ("na", outside, _("%(n)s outside the question")),
        ("cannot", cannot, _("%(n)s could not be judged")),
    ]
    return parts([(kind, n, words % {"n": f"{n:,}"}) for kind, n, words in kinds])


def _reasons(outcome: Outcome, counts: Mapping[str, int]) -> tuple[Count, ...]:
    """Return why rows were set aside, the most frequent reason first."""
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    texts = [(reason_text(outcome, code).rstrip(".。"), n) for code, n in ranked if n]
    return tuple(Count(text, f"{n:,}") for text, n in texts)


def reason_text(outcome: Outcome, code: str) -> str:
    """Return a reason in the language of the report; its code where the screen has no words."""
    reason = outcome.screen.reasons.get(code)
    if reason is None:
        return code
    return reason.text.zh if _chinese() else reason.text.en


def _broken(screen: Screen, sentence: str) -> ScreenFace:
    words = words_of(screen)
    return ScreenFace(
        code=screen.code,
        title=Both(screen.en.title, screen.zh.title),
        asks=words.rule,
        why=words.why,
        innocent=words.innocent,
        source=words.source,
        bar=(),
        seen="",
        judged="",
        flagged="",
        leads_total="0",
        leads_count=0,
        outside=(),
        cannot=(),
        settings=(),
        leads=(),
        trouble=sentence,
    )


def words_of(screen: Screen) -> Words:
    """Return the screen's documentation in the language of the report."""
    return screen.zh if _chinese() else screen.en


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def _setting(screen: Screen, name: str, value: object) -> tuple[str, str, str]:
    """Return a setting as its name, what it means, and its value as people write it."""
    setting = screen.settings.get(name)
    what = "" if setting is None else (setting.what.zh if _chinese() else setting.what.en)
    if setting and setting.kind == "money" and isinstance(value, int):
        return name, what, money(value, "")
    if setting and setting.kind == "share" and isinstance(value, float):
        return name, what, f"{100 * value:g}%"
    plain = isinstance(value, int) and not isinstance(value, bool)
    return name, what, f"{value:,}" if plain else str(value)
