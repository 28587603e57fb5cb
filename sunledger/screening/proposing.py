"""Links proposed: a run of the rules over the names in a site's own tables.

A run proposes what nobody decided yet. What was refused never comes back, under whatever spelling,
nor does a pair that would put together what was refused; what was confirmed holds, whatever the
rules say today, and beside it is kept how both names stand in the tables now. Rows that are held
for a unit elsewhere are not read: whoever sees a link may see all that it rests on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job
from sunledger.jobs.progress import Progress
from sunledger.screening import (
    firmrecords,
    heldtables,
    parties,
    publishedrows,
    samedeciding,
    samestanding,
)
from sunledger.screening.engine import Engine
from sunledger.screening.firmrecords import TABLES, Firm
from sunledger.screening.linkage import linking
from sunledger.screening.linkage.linking import Link as Pair
from sunledger.screening.models import Link, LinkState
from sunledger.screening.refusals import NotNow
from sunledger.screening.samedeciding import pair_of
from sunledger.screening.shapes import PAYMENTS
from sunledger.units import access
from sunledger.units.models import Power, Unit, User

WORK = "link-names"
MEMORY = "1GB"
READ = (PAYMENTS.name, *TABLES)
_STEPS = 3


@dataclass(frozen=True)
class Proposed:
    """What a run came to."""

    names: int  # that were compared
    proposed: int  # pairs that wait for a decision after it
    new: int
    kept_back: int  # pairs that were decided, or stand against what was refused
    left_out: int  # beyond what one run may propose
    changed: int  # decided ones of which something has changed since


@transaction.atomic
def start(*, unit: Unit, by: User, at: datetime | None = None) -> Job:
    """Queue a run over the tables of a unit and those below it."""
    access.need(by, Power.SCREEN, unit, timezone.localdate(at or timezone.now()))
    return jobs.start(work=WORK, args={"unit": unit.code}, by=by)


def link_names(progress: Progress, unit: str) -> dict[str, Any]:
    """Propose links for the person who asked; this is the work of a job."""
    progress.total(_STEPS)
    by: User | None = Job.objects.select_related("by").get(code=progress.code).by
    if by is None:
        raise NotNow(_("Nobody asked for this, so nobody's posts say what may be read."))
    found = propose(Unit.objects.get(code=unit), by, timezone.now(), progress)
    progress.step(_STEPS)
    return {"unit": unit, **vars(found)}


def propose(unit: Unit, by: User, at: datetime, progress: Progress | None = None) -> Proposed:
    """Read the names, compare them, and keep what is to decide."""
    access.need(by, Power.SCREEN, unit, timezone.localdate(at))
    firms = read(unit, by, at)
    if progress:
        progress.step(1)
    table = {"name": [firm.name for firm in firms], "code": [firm.number for firm in firms]}
    pairs = linking.link("firm", table).links
    if progress:
        progress.step(2)
    with transaction.atomic():
        return _keep(unit, firms, pairs, at, withheld(unit, by, at))


def read(unit: Unit, by: User, at: datetime) -> list[Firm]:
    """Return the names of firms in the tables of a unit and those below it."""
    with Engine(memory=MEMORY, spill=Path(gettempdir())) as engine:
        units = publishedrows.in_reach(unit)
        engine.table(PAYMENTS.name, publishedrows.payments(units))
        for name, held in files(unit, by, at).items():
            engine.table(name, held)
        return firmrecords.read(engine)


def files(unit: Unit, by: User, at: datetime) -> dict[str, list[Path]]:
    """Return the files of tables of firms that are public, or held at the unit or below it."""
    found: dict[str, list[Path]] = {}
    for about in _held(unit, timezone.localdate(at)):
        if heldtables.may_read(about, by, timezone.localdate(at)):
            file = settings.SUNLEDGER_TABLES / about.code / heldtables.ROWS
            found.setdefault(about.table, []).append(file)
    return found


def withheld(unit: Unit, by: User, at: datetime) -> set[str]:
    """Return the tables of firms of which this person may not read all that a link may rest on."""
    on = timezone.localdate(at)
    return {one.table for one in _held(unit, on) if not heldtables.may_read(one, by, on)}


def _held(unit: Unit, on: date) -> list[heldtables.Held]:
    """Return what is kept of tables of firms, public or held at the unit or below it."""
    below = set(Unit.objects.below(unit).values_list("code", flat=True))
    return [
        about
        for about in heldtables.held()
        if about.table in TABLES
        and not heldtables.is_over(about, on)
        and (not about.private or about.unit in below)
    ]


def _keep(
    unit: Unit, firms: list[Firm], pairs: list[Pair], at: datetime, hidden: Collection[str] = ()
) -> Proposed:
    """Keep new proposals, refresh those that wait, and let those go that nothing speaks for."""
    Unit.objects.hold()
    rule, known = settings.SUNLEDGER_LINKS, parties.decided(unit)
    here = {link.pair: link for link in Link.objects.select_for_update().filter(unit=unit)}
    below = _waiting_below(unit)
    seen: dict[str, Link] = {}
    kept_back = left_out = 0
    for pair in _strongest_first(pairs, float(rule["least"])):
        link = _link(unit, firms[pair.left], firms[pair.right], pair, at)
        if link.pair in seen:
            continue
        if _is_decided(link, here, known):
            kept_back += 1
        elif link.pair not in below and len(seen) < int(rule["most"]):
            seen[link.pair] = link
        else:
            left_out += link.pair not in below
    new = _write(seen, here)
    gone = [link.pk for one, link in here.items() if one not in seen]
    Link.objects.filter(pk__in=gone, state=LinkState.PROPOSED).exclude(tier=0).update(
        state=LinkState.LAPSED
    )
    _refresh_named([link for one, link in here.items() if one not in seen], firms)
    changed = samestanding.look(here.values(), firms, at, hidden)
    return Proposed(len(firms), len(seen), new, kept_back, left_out, changed)


def _refresh_named(links: Iterable[Link], firms: list[Firm]) -> None:
    """Let pairs that a person named and nobody decided say how they stand in the tables now."""
    named = [one for one in links if one.state == LinkState.PROPOSED and not one.tier]
    if named:
        known = samestanding.keyed(firms)
        for link in named:
            samedeciding.seen_in(link, known)
            link.save(update_fields=["left_seen", "right_seen"])


def _strongest_first(pairs: list[Pair], least: float) -> Iterator[Pair]:
    """Give the pairs that are likely enough to ask about."""
    likely = [pair for pair in pairs if pair.chance >= least]
    yield from sorted(
        likely, key=lambda pair: (-pair.chance, pair.tier.rank, pair.left, pair.right)
    )


def _is_decided(link: Link, here: dict[str, Link], known: parties.Parties) -> bool:
    """Whether nothing is to ask: it was decided, follows from what was, or stands against it."""
    if link.pair in here and here[link.pair].is_decided:
        return True
    one, two = link.left_record, link.right_record
    return known.are_one(one, two) or bool(known.between(one, two))


def _waiting_below(unit: Unit) -> set[str]:
    """Return the pairs that wait for a decision somewhere below the unit."""
    waiting = Link.objects.filter(state=LinkState.PROPOSED, unit__in=Unit.objects.below(unit))
    return set(waiting.exclude(unit=unit).values_list("pair", flat=True))


def _link(unit: Unit, left: Firm, right: Firm, pair: Pair, at: datetime) -> Link:
    """Return a pair as it is kept."""
    return Link(
        unit=unit,
        pair=pair_of(left.name, right.name),
        left=left.name[:300],
        right=right.name[:300],
        left_record=firmrecords.record(left.name)[:300],
        right_record=firmrecords.record(right.name)[:300],
        left_seen=left.seen(),
        right_seen=right.seen(),
        tier=pair.tier.rank,
        chance=pair.chance,
        others=pair.others,
        levels=[{"zh": one.zh, "en": one.en, "agrees": one.agrees} for one in pair.levels],
        proposed_at=at,
        seen_at=at,
    )


_FRESH = ("left", "right", "left_seen", "right_seen", "tier", "chance", "others", "levels")


def _write(seen: dict[str, Link], here: dict[str, Link]) -> int:
    """Write what is proposed; return how many nobody was asked about before."""
    new = [link for one, link in seen.items() if one not in here]
    Link.objects.bulk_create(new)
    for one, link in seen.items():
        if held := here.get(one):
            turned = held.left_record != link.left_record
            for name in _FRESH:
                setattr(held, name, getattr(link, _other(name) if turned else name))
            held.seen_at, held.state = link.seen_at, LinkState.PROPOSED
            held.save()
    return len(new)


def _other(name: str) -> str:
    """Return the field of the other side."""
    side, _, rest = name.partition("_")
    return {"left": "right", "right": "left"}.get(side, side) + (f"_{rest}" if rest else "")
