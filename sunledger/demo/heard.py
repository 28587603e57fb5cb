"""Whoever is named is asked before something is said of them, and replies."""

from datetime import datetime

from django.utils import timezone

from sunledger.ledger import actions as ledger
from sunledger.ledger import gate
from sunledger.ledger.models import About, Item, Move
from sunledger.units.models import Holding, Unit, User

WORDS = {
    About.RESULT: "情况属实，我单位没有不同意见。",
    About.NOT_DONE: "我单位知悉，将另行报告后续安排。",
    About.SHAM: "我单位接受复查，已着手重新整改。",
    About.LATE: "正在抓紧办理。",
}


def hear(
    item: Item,
    about: About,
    by: User,
    asked_at: datetime,
    replied_at: datetime | None = None,
    matter: str = "",
) -> None:
    """Ask whoever is named and was not asked; each replies by a post of its own, if it replies."""
    if gate.why_not(item, Move.ASK_REPLY, by, timezone.localdate(asked_at)):
        return
    for one in ledger.ask_replies(item=item, about=about, matter=matter, by=by, at=asked_at):
        holder = _holder(one.unit, replied_at) if replied_at else None
        if holder:
            ledger.give_reply(reply=one, words=WORDS[about], by=holder, at=replied_at)
    item.refresh_from_db()


def _holder(unit: Unit, at: datetime) -> User | None:
    """Return somebody who holds a post of a unit."""
    held = Holding.objects.on(timezone.localdate(at)).filter(post__unit=unit)
    first = held.select_related("user").order_by("pk").first()
    return first.user if first else None
