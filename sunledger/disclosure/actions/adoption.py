"""A pack is adopted for a branch of the tree, from a day; it is owed there until it is ended."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from sunledger.core.problem import gettext_noop
from sunledger.disclosure import restate
from sunledger.disclosure.actions.gate import held, need
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Adoption
from sunledger.disclosure.owed import counted
from sunledger.disclosure.owed.duties import adopted, kinds_of
from sunledger.disclosure.refusals import Incomplete, NotNow
from sunledger.seal import actions as seal
from sunledger.units.models import Power, Unit, User


@transaction.atomic
def adopt(
    *,
    unit: Unit,
    pack: str,
    since: date,
    by: User,
    categories: Iterable[str] = (),
    kinds: Iterable[str] = (),
) -> Adoption:
    """Let the units of some kinds in a branch owe a pack, or some of its categories, from a day."""
    adoption = Adoption(
        unit=unit,
        pack=pack,
        categories=sorted(set(categories)),
        kinds=sorted(set(kinds)),
        since=since,
        by=by,
        by_post=need(by, Power.REVIEW, unit),
    )
    _check(adoption)
    adoption.leaf = seal.say(restate.ADOPTED, **restate.adoption_facts(adoption))
    adoption.save(force_insert=True)
    counted.recount()
    return adoption


@transaction.atomic
def end_adoption(*, adoption: Adoption, until: date, by: User) -> Adoption:
    """End an adoption: from a day on it is owed no more. What was owed before stays owed."""
    adoption = held(adoption)
    adoption.ended_post = need(by, Power.REVIEW, adoption.unit)
    if adoption.until is not None:
        raise NotNow(gettext_noop("This was ended already."))
    if until < adoption.since:
        raise Incomplete(gettext_noop("It cannot end before it begins."))
    adoption.until = until
    adoption.ended_by = by
    adoption.ended_at = timezone.now()
    adoption.ended_leaf = seal.say(restate.ADOPTION_ENDED, **restate.adoption_end_facts(adoption))
    adoption.save()
    counted.recount()
    return adoption


def _check(adoption: Adoption) -> None:
    """Refuse what would let nobody owe anything."""
    found = adopted(adoption)
    unknown = set(adoption.categories) - {one.code for one in found}
    if not found or unknown:
        what = ", ".join(sorted(unknown)) or adoption.pack
        raise Incomplete(gettext_noop("There is no category “%(code)s”."), code=what[:64])
    if not any(kinds_of(adoption, one) for one in found):
        raise Incomplete(gettext_noop("Name the kinds of unit that owe it."))
    same = Adoption.objects.filter(
        unit=adoption.unit,
        pack=adoption.pack,
        categories=adoption.categories,
        kinds=adoption.kinds,
        until=None,
    )
    if same.exists():
        raise NotNow(gettext_noop("This is adopted here already."))


def packs() -> list[str]:
    """Return the packs that can be adopted."""
    return sorted({one.pack for one in CATEGORIES.values()})
