"""Publishing a copy of evidence, and taking it out of sight. The original is never touched."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import copies
from sunledger.ledger.models import Evidence, EvidenceCopy, Item
from sunledger.ledger.refusals import Conflict, Incomplete, NotNow
from sunledger.ledger.said import said
from sunledger.seal import actions as seal
from sunledger.units.models import User


def publish_copy(
    *,
    evidence: Evidence,
    looked: bool,
    by: User,
    seen: str = "",
    at: datetime | None = None,
) -> EvidenceCopy:
    """Publish a copy of a file, written anew; `looked` says that no person can be recognised.

    `seen` is the hash of the copy that the person looked at. The copy is written before anything
    is held, for that takes a while.
    """
    at = at or timezone.now()
    post = copies.post_of(evidence.item, by, timezone.localdate(at))
    copies.see_public(evidence.item)
    if not looked:
        raise Incomplete(_("Look at the copy first: no person can be recognised in it."))
    draft = copies.drafted(evidence)
    digest = sha256(draft.content).hexdigest()
    if seen and seen != digest:
        raise Conflict(_("The copy is not the one that you looked at. Look at it again."))
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=evidence.item_id)
        copies.see_public(item)
        if evidence.copies.filter(withdrawn_at=None).exists():
            raise NotNow(_("This file has a public copy already."))
        copy = EvidenceCopy(evidence=evidence, kind=draft.kind, content=draft.content)
        copy.size, copy.sha256, copy.removed = len(draft.content), digest, list(draft.removed)
        copy.by, copy.post, copy.at = by, post, at
        copy.leaf = seal.say(copies.MADE, **copies.facts(copy))
        copy.save(force_insert=True)
    return copy


@transaction.atomic
def withdraw_copy(
    *, copy: EvidenceCopy, reason: str, by: User, at: datetime | None = None
) -> EvidenceCopy:
    """Show a copy no more, with the reason; that it was shown, and its hash, stay known."""
    at = at or timezone.now()
    copy = EvidenceCopy.objects.select_for_update().get(pk=copy.pk)
    copies.post_of(copy.evidence.item, by, timezone.localdate(at))
    if copy.withdrawn_at:
        raise NotNow(_("This copy is withdrawn already."))
    copy.reason = said(reason, _("reason"), limit=500)
    copy.withdrawn_at, copy.withdrawn_by = at, by
    copy.withdrawn_leaf = seal.say(copies.WITHDRAWN, **copies.withdrawal(copy))
    copy.save()
    return copy
