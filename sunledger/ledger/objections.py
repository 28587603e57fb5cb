"""How many objections the site bears: so many an hour, and so many open ones on an item."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger.actions import raise_objection
from sunledger.ledger.models import Item, Objection
from sunledger.ledger.refusals import NotNow


def take(item: Item, words: str, at: datetime) -> Objection:
    """Take in an objection, unless more have come than people can read.

    Counted is what stands in the ledger, by day, so that no address and no hour is kept.
    """
    limits = settings.SUNLEDGER_OBJECTIONS
    today = timezone.localdate(at)
    waiting = item.objections.filter(decided=None).count()
    day_total = Objection.objects.filter(on__gt=today - timedelta(1)).count()
    if waiting >= limits["open_an_item"] or day_total >= limits["a_day"]:
        raise NotNow(
            _("So many objections have come that no more are taken for now. Come back tomorrow.")
        )
    return raise_objection(item=item, words=words, at=at)
