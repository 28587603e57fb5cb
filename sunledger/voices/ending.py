"""How a suggestion ended: asked of the ledger, never told by it.

An item that was closed and opened anew has not ended, nor has one that goes on in another: the one
in which the matter stands now counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sunledger.ledger.models import Item, Outcome
from sunledger.ledger.models import State as ItemState
from sunledger.ledger.steps import ENDED as ITEM_ENDED
from sunledger.voices.models import Voice
from sunledger.voices.steps import ENDED
from sunledger.voices.words import View


@dataclass(frozen=True)
class End:
    """Where a suggestion stands: over with its decision, or with the item that it became."""

    is_over: bool
    on: date | None  # since when it is over
    item: Item | None  # as it stands now; opened anew, it is the last one
    mark: str  # tells one ending from another: the item's code, or the decided suggestion's

    @property
    def is_done(self) -> bool:
        """Whether what was adopted has been put right."""
        return self.is_over and self.item is not None and put_right(self.item)


@dataclass(frozen=True)
class Authors:
    """What those whose suggestion an item goes back to say of how it ended."""

    satisfied: int
    not_satisfied: int
    silent: int

    @property
    def many(self) -> int:
        """Return how many authors there are."""
        return self.satisfied + self.not_satisfied + self.silent


def of(voice: Voice) -> End:
    """Return where a suggestion stands; one that was joined with another stands where that does."""
    voice = voice.into or voice
    item = last_items([voice.item]).get(voice.item) if voice.item else None
    if item is None:
        over = voice.state in ENDED
        return End(over, voice.decided_on, None, voice.code if over else "")
    over = item.state in ITEM_ENDED
    return End(over, item.closed_on if over else None, item, item.code if over else "")


def put_right(item: Item) -> bool:
    """Whether an item ended well, and looking back did not show that it was on paper only."""
    return item.outcome == Outcome.PUT_RIGHT and item.state != ItemState.SHAM


def last_items(codes: Iterable[str]) -> dict[str, Item]:
    """Return, by the code of the item that was opened first, the one in which it stands now."""
    items = Item.objects.select_related("doer", "unit")
    found = {item.code: item for item in items.filter(code__in=set(codes))}
    ahead = dict(found)
    while ahead:
        later = items.filter(reopens__in=[item.pk for item in ahead.values()]).order_by("pk")
        merged = {item.merged_into_id for item in ahead.values() if item.merged_into_id}
        next_of = {item.pk: item for item in items.filter(pk__in=merged)}
        anew = {item.reopens_id: item for item in later}
        steps = {
            code: anew.get(item.pk) or next_of.get(item.merged_into_id or 0)
            for code, item in ahead.items()
        }
        ahead = {code: item for code, item in steps.items() if item}
        found |= ahead
    return found


def view_of(item_code: str) -> Authors:
    """Return the authors' view of how an item ended, whichever way their suggestion came to it."""
    codes: set[str] = set()
    ahead = {item_code}
    while ahead:
        codes |= ahead
        before = Item.objects.filter(followed_by__code__in=ahead) | Item.objects.filter(
            merged_into__code__in=ahead
        )
        ahead = set(before.values_list("code", flat=True)) - codes
    theirs = Voice.objects.filter(item__in=codes) | Voice.objects.filter(into__item__in=codes)
    said = list(theirs.values_list("view", "view_of"))
    views = [view for view, mark in said if mark == item_code]
    satisfied, not_satisfied = views.count(View.SATISFIED), views.count(View.NOT_SATISFIED)
    return Authors(satisfied, not_satisfied, len(said) - satisfied - not_satisfied)
