"""`sunledger link --site`: links of a site's own names proposed, handed out, and taken in."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.screening import proposing, samedeciding, samestanding
from sunledger.screening.firmrecords import Firm
from sunledger.screening.linkage.decisions import Verdict, fingerprint
from sunledger.screening.models import Link, LinkState
from sunledger.screening.refusals import Incomplete
from sunledger.units import access
from sunledger.units.models import Power, Unit, User

HEADINGS = ("pair", "verdict", "left", "right", "ground", "decided_on")
_VERDICTS = {LinkState.CONFIRMED.value: Verdict.SAME, LinkState.REFUSED.value: Verdict.DIFFERENT}
_DECIDE = {Verdict.SAME: samedeciding.confirm, Verdict.DIFFERENT: samedeciding.refuse}


def propose(unit: Unit, by: User, at: datetime) -> str:
    """Compare the names of a unit's tables, and return what came of it in words."""
    return told(vars(proposing.propose(unit, by, at)))


def told(found: Mapping[str, Any]) -> str:
    """Return in words what came of comparing the names."""
    words = _(
        "%(names)s names compared: %(proposed)s pairs wait for a decision on the desk, %(new)s of "
        "them new; %(kept_back)s were decided or stand against what was refused; %(left_out)s more "
        "wait for another run. Of %(changed)s decisions something has changed since in the tables."
    )
    return words % found


def hand_out(unit: Unit, by: User, at: datetime, file: Path, key: bytes) -> str:
    """Write what was decided at a unit and below it, in the form that `--decisions` reads."""
    reach = access.within(by, Power.SCREEN, timezone.localdate(at))
    rows = Link.objects.filter(reach, unit__in=Unit.objects.below(unit)).decided()
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, HEADINGS)
        writer.writeheader()
        lines = [_row(link, key) for link in rows]
        writer.writerows(lines)
    return _("%(count)s decisions in %(file)s.") % {"count": len(lines), "file": file}


def _row(link: Link, key: bytes) -> dict[str, Any]:
    decided = timezone.localdate(link.decided_at).isoformat() if link.decided_at else ""
    return {
        "pair": _pair(link, key),
        "verdict": _VERDICTS[link.state].value,
        "left": link.left,
        "right": link.right,
        "ground": link.ground,
        "decided_on": decided,
    }


def _pair(link: Link, key: bytes) -> str:
    """Return the pair's name as `sunledger link` gives it in lists that hold names alone."""
    return fingerprint({"name": link.left}, {"name": link.right}, key)


def take_in(unit: Unit, by: User, at: datetime, file: Path, key: bytes) -> str:
    """Take decisions in, each as if its buttons were pressed; what cannot be is told, none is lost.

    A row names its pair by both names, or by the pair's name where the site proposed it.
    """
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    known = {_pair(link, key): link for link in Link.objects.filter(unit=unit)}
    stand = samestanding.keyed(proposing.read(unit, by, at))
    told: Counter[str] = Counter()
    lines: list[str] = []
    for number, row in enumerate(rows, 2):
        try:
            told[_take(row, known, stand, (unit, by, at))] += 1
        except Exception as error:
            if not type(error).__module__.startswith("sunledger."):
                raise
            lines.append(_("Line %(line)s: %(why)s") % {"line": number, "why": error})
    words = _("%(new)s decisions taken in, %(known)s known already, %(refused)s refused.")
    counts = {"new": told["new"], "known": told["known"], "refused": len(lines)}
    return "\n".join([words % counts, *lines])


def _take(
    row: dict[str, str],
    known: dict[str, Link],
    stand: dict[str, Firm],
    where: tuple[Unit, User, datetime],
) -> str:
    """Take one decision in; return whether it is new."""
    unit, by, at = where
    verdict = _verdict(row.get("verdict", ""))
    if row.get("left") and row.get("right"):
        both = {"left": row["left"], "right": row["right"]}
        link = samedeciding.name_pair(unit=unit, by=by, at=at, known=stand, **both)
    elif (found := known.get(row.get("pair", ""))) is not None:
        link = found
    else:
        raise Incomplete(_("There is no such pair here. Give both names: left, right."))
    if _VERDICTS.get(link.state) is verdict:
        return "known"
    ground = row.get("ground") or _("Taken in from a file.")
    _DECIDE[verdict](link=link, ground=ground, by=by, at=at)
    return "new"


def _verdict(word: str) -> Verdict:
    try:
        return Verdict(word.strip())
    except ValueError:
        raise Incomplete(_("A verdict is “same” or “different”.")) from None
