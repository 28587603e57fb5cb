"""Taking over a post's items, as its new holder."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import handover
from sunledger.ledger.models import TakeOver
from sunledger.ledger.refusals import NotAllowed, NotNow
from sunledger.units.models import Holding, User


@transaction.atomic
def take_over(*, holding: Holding, by: User, at: datetime | None = None) -> TakeOver:
    """Sign for the open items of a post that one has come to hold; the list of them is kept."""
    at = at or timezone.now()
    on = timezone.localdate(at)
    holding = (
        Holding.objects.select_for_update(of=("self",)).select_related("post").get(pk=holding.pk)
    )
    if holding.user_id != by.pk or not Holding.objects.on(on).filter(pk=holding.pk).exists():
        raise NotAllowed(_("Only whoever holds the post signs for what it takes over."))
    if TakeOver.objects.filter(holding=holding).exists():
        raise NotNow(_("You have signed for the items of this post already."))
    codes = [item.code for item in handover.left_by_others(holding)]
    if not codes:
        raise NotNow(_("This post takes nothing over."))
    return TakeOver.objects.create(holding=holding, at=at, items=codes)
