"""A trial of a screen in words, for the terminal and for a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from sunledger.screening.trial import Trial
from sunledger.web.templatetags.sun import percent


class Line(NamedTuple):
    """What is counted, as the screen stands and as it is tried."""

    what: str
    before: str
    after: str


def lines(found: Trial, names: Mapping[str, str]) -> list[Line]:
    """Return a trial line by line, the change first; `names` has what its settings are called."""
    old, new = found.before, found.after
    told = [
        Line(names.get(name, name), str(before), str(after))
        for name, (before, after) in found.changed.items()
    ]
    counts = (
        (_("Leads raised"), old.raised, new.raised),
        (_("of these confirmed"), old.confirmed, new.confirmed),
        (_("of these wrong"), old.wrong, new.wrong),
        (_("of these not checked yet"), old.unchecked, new.unchecked),
        (_("of these never raised before"), old.unseen, new.unseen),
    )
    told += [Line(what, f"{before:,}", f"{after:,}") for what, before, after in counts]
    told.append(Line(_("Confirmed, of those checked"), _share(old.share), _share(new.share)))
    recall = (_share(found.recall(side)) for side in (old, new))
    told.append(Line(_("Of the confirmed, raised"), *recall))
    return told + _moved(found)


def _moved(found: Trial) -> list[Line]:
    """Return what the change would lose and spare, and what cannot be tried."""
    moved = (
        (_("Confirmed leads lost"), found.lost),
        (_("Confirmed leads won"), found.found),
        (_("Wrong leads dropped"), found.dropped),
        (_("Wrong leads added"), found.added),
        (_("Confirmed leads whose records have changed since"), found.gone_confirmed),
        (_("Wrong leads whose records have changed since"), found.gone_wrong),
    )
    return [Line(what, "", f"{count:,}") for what, count in moved]


def _share(share: tuple[float, float, float] | None) -> str:
    """Return a share with the ends of its interval."""
    if share is None:
        return "–"
    middle, low, high = map(percent, share)
    return f"{middle} ({low}–{high})"
