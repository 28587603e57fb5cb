"""A changed limit tried on past outcomes, before it changes: what it would find, lose and spare.

The screen is run twice over the same records of today, as it stands and as it is tried; what was
found out before about each lead then says which leads the change would keep. Nothing is stored.
A lead whose records have been put right since is raised by neither run, and judges neither.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.screening import heldtables, precision, sitetables
from sunledger.screening.engine import Engine
from sunledger.screening.models import Lead
from sunledger.screening.outcome import Outcome
from sunledger.screening.precision import wilson
from sunledger.screening.refusals import Incomplete, NotNow
from sunledger.screening.screen import Screen
from sunledger.screening.settings import resolved
from sunledger.screening.shapes import PAYMENTS, SHAPES
from sunledger.units.access import Anyone
from sunledger.units.models import Unit

MEMORY = "1GB"
Step = Callable[[int], None]  # told how many of the three steps are done
STEPS = 3


@dataclass(frozen=True)
class Side:
    """What one run raises, by what is known of it."""

    raised: int
    confirmed: int
    wrong: int
    unchecked: int  # raised before, and nobody has looked into it to the end
    unseen: int  # never raised before

    @property
    def share(self) -> tuple[float, float, float] | None:
        """Return confirmed of checked with its interval; nothing where nothing was checked."""
        return _share(self.confirmed, self.confirmed + self.wrong)


@dataclass(frozen=True)
class Trial:
    """Two runs beside each other, and the past outcomes that tell them apart."""

    screen: str
    version: str
    changed: Mapping[str, tuple[Any, Any]]  # setting: as it stands, as it is tried
    since: str
    rows: int
    before: Side
    after: Side
    found: int  # confirmed leads that were not raised as it stands, and would be
    lost: int  # confirmed leads that would not be raised any more
    dropped: int  # wrong leads that would not be raised any more
    added: int  # wrong leads that were not raised as it stands, and would be
    gone_confirmed: int  # confirmed leads that neither run raises: their records changed
    gone_wrong: int

    def recall(self, side: Side) -> tuple[float, float, float] | None:
        """Return which share a side raises of the confirmed leads that either raises."""
        return _share(side.confirmed, self.before.confirmed + self.found)

    def as_plain(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self)


def from_plain(plain: Mapping[str, Any]) -> Trial:
    """Return a trial as it was kept with its job."""
    sides = {name: Side(**plain[name]) for name in ("before", "after")}
    changed = {name: (old, new) for name, (old, new) in plain["changed"].items()}
    return Trial(**{**plain, **sides, "changed": changed})


def changed_by(screen: Screen, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that differ from the defaults, read; refuse a trial of no change."""
    values = resolved(screen, asked)
    changed = {name: value for name, value in values.items() if value != screen.defaults[name]}
    if not changed:
        raise Incomplete(_("Nothing is changed. Give a setting another value."))
    return changed


def tried(
    screen: Screen,
    asked: Mapping[str, Any],
    *,
    units: QuerySet[Unit],
    by: Anyone | None = None,
    since: date | None = None,
    step: Step = lambda _done: None,
) -> Trial:
    """Run a screen as it stands and as it is tried, and compare; of private tables by whom."""
    changed = changed_by(screen, asked)
    with Engine(memory=MEMORY, spill=Path(gettempdir())) as engine:
        rows = _read(engine, screen, units, by or AnonymousUser())
        step(1)
        before = _keys(engine.run(screen), units)
        step(2)
        after = _keys(engine.run(screen, changed), units)
    pairs = {name: (screen.defaults[name], value) for name, value in changed.items()}
    outcomes = _outcomes(screen.code, units, since)
    known = set(
        Lead.objects.filter(screen=screen.code, unit__in=units).values_list("key", flat=True)
    )
    facts: dict[str, Any] = {
        "screen": screen.code,
        "version": screen.version,
        "changed": pairs,
        "rows": rows,
    }
    facts["since"] = since.isoformat() if since else ""
    return Trial(**facts, **compared(before, after, outcomes, known))


def compared(
    before: set[str], after: set[str], outcomes: Mapping[str, bool], known: Collection[str]
) -> dict[str, Any]:
    """Return what two sets of leads have of what is known, by their keys."""
    right = {key for key, confirmed in outcomes.items() if confirmed}
    wrong = outcomes.keys() - right
    old = set(known)
    return {
        "before": _side(before, right, wrong, old),
        "after": _side(after, right, wrong, old),
        "found": len(right & after - before),
        "lost": len(right & before - after),
        "dropped": len(wrong & before - after),
        "added": len(wrong & after - before),
        "gone_confirmed": len(right - before - after),
        "gone_wrong": len(wrong - before - after),
    }


def _side(raised: set[str], right: set[str], wrong: set[str], known: set[str]) -> Side:
    checked = right | wrong
    return Side(
        raised=len(raised),
        confirmed=len(raised & right),
        wrong=len(raised & wrong),
        unchecked=len(raised & known - checked),
        unseen=len(raised - known - checked),
    )


def _outcomes(code: str, units: QuerySet[Unit], since: date | None) -> dict[str, bool]:
    """Return by its key whether each lead that was checked was confirmed, when it last was."""
    leads = precision.with_ending(Lead.objects.filter(screen=code, unit__in=units))
    if since is not None:
        start = timezone.make_aware(datetime.combine(since, time.min))
        leads = precision.checked_from(leads, start)
    rows = leads.order_by("pk").values_list("key", "state", "reason", "ending")
    found: dict[str, bool] = {}
    for key, *row in rows.iterator(2000):
        confirmed = precision.verdict(*row)
        if confirmed is not None:
            found[key] = confirmed
    return found


def _keys(outcome: Outcome, units: QuerySet[Unit]) -> set[str]:
    """Return the keys of the leads about these units."""
    bodies = {lead.body for lead in outcome.leads}
    known = set(units.filter(code__in=bodies).values_list("code", flat=True))
    return {lead.key for lead in outcome.leads if lead.body in known}


def _read(engine: Engine, screen: Screen, units: QuerySet[Unit], by: Anyone) -> int:
    """Read the tables of a screen, and return how many rows they have."""
    held = heldtables.readable(by, timezone.localdate(), screen.tables)
    for name in screen.tables:
        if name in held.withheld:
            words = _(
                "“%(table)s” is held for those alone who screen where it is held. Try it there."
            )
            raise NotNow(words % {"table": SHAPES[name].title.zh})
    paying = units if PAYMENTS.name in screen.tables else None
    return sitetables.give(engine, paying, held, units.order_by("depth", "pk").first())


def _share(hits: int, tries: int) -> tuple[float, float, float] | None:
    return (hits / tries, *wilson(hits, tries)) if tries else None
