"""What changed of what a decision on a link stood on, in sentences: what was, and what is."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.disclosure.models import Record, State
from sunledger.screening import samestanding
from sunledger.screening.models import Link, LinkWord
from sunledger.screening.samestanding import Change, What
from sunledger.web.pages.link_sides import To, in_table, record_address
from sunledger.web.pages.link_words import shown, table_title
from sunledger.web.pages.public_records import of_period

_GRAVE = (What.TWO_CODES, What.SAME_CODE)


class Told(NamedTuple):
    """One change in words, whether it contradicts the decision, and the row that says it."""

    words: str
    is_grave: bool = False
    address: str = ""


def changes(link: Link, to: To) -> list[Told]:
    """Return what changed since the decision, as a run found it; the gravest first."""
    return [
        Told(words(link, one), one.what in _GRAVE, _address(link, one, to))
        for one in samestanding.changes(link)
    ]


def are_two_firms(link: Link) -> bool:
    """Whether codes that came since say that a confirmed pair are two firms: it cannot stand."""
    return any(one.what is What.TWO_CODES for one in samestanding.changes(link))


def words(link: Link, one: Change) -> str:
    """Return a change in one sentence."""
    name = shown(getattr(link, one.side)) if one.side else ""
    said = {"name": name, "value": shown(one.value), "then": _n(one.then), "now": _n(one.now)}
    if one.what is What.FEWER:
        said["value"] = table_title(one.value)
        return (
            _("“%(name)s”: %(value)s had %(then)s rows of it then, and %(now)s now.") % said
            if one.now
            else _("“%(name)s” no longer stands in %(value)s; %(then)s rows did then.") % said
        )
    if one.what is What.SHARED:
        told = ngettext(
            "%(now)s other name bears the code %(value)s now, and %(then)s did then.",
            "%(now)s other names bear the code %(value)s now, and %(then)s did then.",
            one.now,
        )
        return told % said
    return _sentence(one.what) % said


def _sentence(what: What) -> str:
    """Return the sentence of a change that needs no counting."""
    return {
        What.TWO_CODES: _(
            "The tables give them different valid codes now (%(value)s), and a code is one firm's: "
            "they are two firms, or one of the codes is wrong in the tables."
        ),
        What.SAME_CODE: _("The tables give both the same code now: %(value)s."),
        What.GONE: _("“%(name)s” stands in no table any more."),
        What.NUMBER_NEW: _("“%(name)s” bears the code %(value)s now, which nobody saw then."),
        What.NUMBER_GONE: _("“%(name)s” no longer bears the code %(value)s."),
        What.SPELLED: _("“%(name)s” is also written “%(value)s” now, which nobody saw then."),
    }[what]


def _n(number: int) -> str:
    return str(number_format(number, force_grouping=True))


def _address(link: Link, one: Change, to: To) -> str:
    """Return the address of the row that says what is new."""
    what = {What.NUMBER_NEW: "numbers", What.SPELLED: "names", What.SHARED: "numbers"}.get(one.what)
    if not what:
        return ""
    now = getattr(link, f"{one.side}_now")
    for value in now.get("rows", {}).get(what, {}):
        if value == one.value or (what == "numbers" and samestanding.form(value) == one.value):
            return to(now, what, value)
    return ""


def rows(link: Link, touched: list[Record]) -> list[Told]:
    """Return the rows that were taken back or corrected since the tables were last looked at."""
    return [
        Told(
            _("A row that this stood on was taken back with its sheet: %(row)s.")
            % {"row": _row(one)}
            if one.batch.state == State.WITHDRAWN
            else _("A row that this stood on names another payee now: %(row)s.")
            % {"row": _row(one)},
            address=record_address(one.code, link),
        )
        for one in touched
    ]


def _row(one: Record) -> str:
    sheet = f"{one.batch.unit} · {of_period(one.batch)}"
    return _("%(sheet)s, line %(line)s") % {"sheet": sheet, "line": one.line}


def known(word: LinkWord) -> list[str]:
    """Return what was known when something was said of a link; nothing of words before that."""
    if not word.seen:
        return []
    told = []
    for side in ("left", "right"):
        seen = word.seen[side]
        stood = [in_table(table, rows) for table, rows in seen.get("tables", {}).items()]
        numbers = [shown(one) for one in seen.get("numbers", [])]
        parts = [", ".join(numbers) or _("no code"), *(stood or [_("in no table")])]
        told.append(f"{shown(getattr(word.link, side))}: {' · '.join(parts)}")
    return told
