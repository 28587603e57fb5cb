"""How many objections the site bears: so many a day, and so many open ones on one matter.

Those against closing an item and those against a recognition are borne in one number: the same
people read them.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger.actions import fairness, raise_objection
from sunledger.ledger.models import Fairness, FairnessObjection, Item, Objection
from sunledger.ledger.refusals import NotNow


def take(item: Item, words: str, at: datetime) -> Objection:
    """Take in an objection to closing an item, unless more have come than people can read."""
    _see_room(item.objections.filter(decided=None).count(), timezone.localdate(at))
    return raise_objection(item=item, words=words, at=at)


def take_against(one: Fairness, words: str, at: datetime) -> FairnessObjection:
    """Take in an objection to a recognition, within the same bounds."""
    on = timezone.localdate(at)
    _see_room(one.objections.filter(reply=None).count(), on)
    return fairness.object_to(one=one, words=words, on=on)


def _see_room(waiting: int, on: date) -> None:
    """Refuse what is more than people can read.

    Counted is what stands in the ledger, by day, so that no address and no hour is kept.
    """
    limits = settings.SUNLEDGER_OBJECTIONS
    since = on - timedelta(1)
    kinds = (Objection.objects, FairnessObjection.objects)
    day_total = sum(kind.filter(on__gt=since).count() for kind in kinds)
    if waiting >= limits["open_an_item"] or day_total >= limits["a_day"]:
        raise NotNow(
            _("So many objections have come that no more are taken for now. Come back tomorrow.")
        )
