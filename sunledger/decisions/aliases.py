"""Who is meant: the names of the register, of groups, and those a unit's meetings have used."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.decisions.gate import need
from sunledger.decisions.models import Alias, Entry, Group
from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.ledger.said import said
from sunledger.units.models import Unit, User

MOST_OWNERS = 200
LONGEST = 500
_BETWEEN = re.compile(r"[;；\n]+")
_LIST = re.compile(r"[、,，]|\band\b|和|及")
_ARTICLE = re.compile(r"^(?:the|all)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Meant:
    """Who some words mean: units, by which group if by one, and whether that was remembered."""

    units: tuple[Unit, ...]
    group: Group | None = None


def plain(words: str) -> str:
    """Return a name without what differs from text to text: spaces, case, an article."""
    return _ARTICLE.sub("", " ".join(words.split()).strip(" .,;，。；、：:"))[:LONGEST].casefold()


def meant(words: str, unit: Unit) -> Meant | None:
    """Return who is meant by words of this unit's meetings, where that is certain.

    First what was remembered, then groups, then names in the register near the unit. Of several
    owners in a row each must be known.
    """
    if found := _one(words, unit):
        return found
    names = [part for part in _BETWEEN.split(words) if part.strip()]
    if len(names) < 2:
        names = [part for part in _LIST.split(words) if part.strip()]
    each = [_one(name, unit) for name in names] if len(names) > 1 else []
    if not each or not all(each):
        return None
    units = dict.fromkeys(one for found in each if found for one in found.units)
    return Meant(tuple(units)[:MOST_OWNERS])


def units_of(group: Group) -> QuerySet[Unit]:
    """Return the units of a group, as the register has them today."""
    if group.kinds:
        return Unit.objects.below(group.unit).filter(kind__in=group.kinds).exclude(pk=group.unit.pk)
    return group.members.all()


def groups_for(unit: Unit) -> QuerySet[Group]:
    """Return the groups that a unit's meetings may name: its own, and those of units above."""
    near = [unit.pk, *Unit.objects.above(unit).values_list("pk", flat=True)]
    return Group.objects.filter(unit__in=near).select_related("unit").order_by("-unit__depth")


@transaction.atomic
def remember(*, words: str, means: Meant, unit: Unit, by: User, at: datetime | None = None) -> None:
    """Remember whom a unit's meetings mean by some words; the newest meaning counts."""
    at = at or timezone.now()
    need(by, unit, at)
    if not (name := plain(words)):
        return
    alias, _made = Alias.objects.update_or_create(
        unit=unit, words=name, defaults={"group": means.group, "remembered_at": at}
    )
    alias.means.set([] if means.group else means.units)


@transaction.atomic
def forget(*, alias: Alias, by: User) -> None:
    """Forget a remembered name."""
    need(by, alias.unit, None)
    alias.delete()


@transaction.atomic
def name_group(
    *, unit: Unit, name: str, by: User, kinds: Iterable[str] = (), members: Iterable[Unit] = ()
) -> Group:
    """Give many units one name; a name that there is already gets these units."""
    need(by, unit, None)
    name, kinds, members = said(name, _("name"), limit=120), list(kinds), list(members)
    if not kinds and not members:
        raise Incomplete(_("Say which units are meant: a kind of unit, or the units by name."))
    group, _made = Group.objects.update_or_create(unit=unit, name=name, defaults={"kinds": kinds})
    group.members.set([] if kinds else members)
    return group


@transaction.atomic
def drop_group(*, group: Group, by: User) -> None:
    """Forget a group; what was opened by it stays."""
    need(by, group.unit, None)
    if Entry.objects.filter(group=group, meeting__public_at__isnull=False).exists():
        raise NotNow(_("A public meeting stands on this group, so it stays."))
    group.delete()


def _one(words: str, unit: Unit) -> Meant | None:
    """Return who is meant by one name."""
    name = plain(words)
    if not name:
        return None
    near = [unit, *reversed(Unit.objects.above(unit))]
    return _remembered(name, near) or _group(name, unit) or _named(words, name, near)


def _remembered(name: str, near: list[Unit]) -> Meant | None:
    """Return what the nearest unit remembers."""
    aliases = Alias.objects.filter(unit__in=near, words=name).select_related("unit", "group__unit")
    alias = max(aliases, key=lambda one: one.unit.depth, default=None)
    if alias is None:
        return None
    units = tuple(units_of(alias.group) if alias.group else alias.means.all())
    return Meant(units, alias.group) if units else None


def _group(name: str, unit: Unit) -> Meant | None:
    """Return the group of that name."""
    for group in groups_for(unit):
        if plain(group.name) == name:
            return Meant(tuple(units_of(group)[:MOST_OWNERS]), group)
    return None


def _named(words: str, name: str, near: list[Unit]) -> Meant | None:
    """Return the one unit of that name: below the unit, or the nearest that there is."""
    stripped = words.strip()
    called = Unit.objects.filter(code=stripped)
    called = called | Unit.objects.filter(name=stripped)
    called = called | Unit.objects.filter(name_en__iexact=name)
    for top in near:
        found = [one for one in called if one.is_under(top)]
        if len(found) == 1:
            return Meant((found[0],))
        if found:
            return None
    return None
