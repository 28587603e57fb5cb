"""Public copies of evidence: who may make one, which there are, and what the world is told."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core import cleancopy
from sunledger.ledger.models import Evidence, EvidenceCopy, Item, State
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from sunledger.ledger.steps import CLOSED
from sunledger.seal.verify import Restated
from sunledger.units import access
from sunledger.units.models import Post, Power, User

Facts = dict[str, Any]
MADE, WITHDRAWN = "evidence-copy", "copy-withdrawn"


def shown(item: Item) -> QuerySet[EvidenceCopy]:
    """Return the copies that everyone may read: of an item that is public, and not withdrawn."""
    if not _is_public(item):
        return EvidenceCopy.objects.none()
    held = EvidenceCopy.objects.filter(evidence__item=item, withdrawn_at=None)
    return held.select_related("evidence__step").defer("content")


def post_of(item: Item, by: User, on: date) -> Post:
    """Return the leading post by which a person publishes evidence of an item, or refuse."""
    post = access.post_for(by, Power.ASSIGN, item.unit, on)
    if post is None:
        raise NotAllowed(_("Only a post that leads the item publishes its evidence."))
    return post


def may(item: Item, by: User, on: date) -> bool:
    """Whether a person leads an item, and so may publish its evidence."""
    return access.may(by, Power.ASSIGN, item.unit, on)


def see_public(item: Item) -> None:
    """Refuse while nothing of an item is public."""
    if not _is_public(item):
        raise NotNow(
            _("Nothing of this item is public. Make it public first, or wait until it is closed.")
        )


def drafted(evidence: Evidence) -> cleancopy.Clean:
    """Return the copy that would be published; the same original always gives the same."""
    original = bytes(evidence.content)
    if not original:
        raise Incomplete(_("This evidence has no file."))
    if sha256(original).hexdigest() != evidence.sha256:
        raise Incomplete(
            _("The file is not the one that was attached. Tell whoever runs the site.")
        )
    return cleancopy.clean(original, evidence.file_name)


def facts(copy: EvidenceCopy) -> Facts:
    """Return what is said in public with a copy, both hashes counted anew from the bytes."""
    original, own = bytes(copy.evidence.content), bytes(copy.content)
    return {
        "item": copy.evidence.item.code,
        "evidence": copy.evidence.code,
        "attached": timezone.localdate(copy.evidence.at),
        "original": sha256(original).hexdigest(),
        "copy": sha256(own).hexdigest(),
        "kind": copy.kind,
        "removed": list(copy.removed),
        "unit": copy.post.unit.code,
        "on": timezone.localdate(copy.at),
    }


def withdrawal(copy: EvidenceCopy) -> Facts:
    """Return what is said in public when a copy is shown no more."""
    return {
        "evidence": copy.evidence.code,
        "copy": copy.sha256,
        "reason": copy.reason,
        "on": timezone.localdate(copy.withdrawn_at) if copy.withdrawn_at else None,
    }


def restated() -> Iterator[Restated]:
    """Give what was said of every copy, as the rows tell it today."""
    rows = EvidenceCopy.objects.order_by("leaf").select_related(
        "evidence__item", "evidence__step", "post__unit"
    )
    for copy in rows.iterator(20):
        yield Restated(leaf=copy.leaf, what=MADE, facts=facts(copy), label=str(copy))
        if copy.withdrawn_leaf is not None:
            told = withdrawal(copy)
            yield Restated(leaf=copy.withdrawn_leaf, what=WITHDRAWN, facts=told, label=str(copy))


def _is_public(item: Item) -> bool:
    return item.state != State.REFERRED and (item.public or item.state in CLOSED)
