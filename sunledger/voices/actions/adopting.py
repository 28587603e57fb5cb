"""A suggestion that is adopted becomes an item of the ledger."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Incomplete
from sunledger.units.models import Unit, User
from sunledger.voices.actions.answering import decide
from sunledger.voices.actions.turn import begin
from sunledger.voices.models import Voice
from sunledger.voices.steps import Move

ITEM_KIND = "suggestion"
OWN_WORDS = 12  # signs in a row that count as the author's words


class Work(TypedDict):
    """The item: what is to be done, who does it, who checks it, by when."""

    title: str
    problem: str
    target: str
    doer: Unit
    checker: Unit
    due: date
    needs: list[str]


@transaction.atomic
def adopt(
    *,
    voice: Voice,
    answer: str,
    by: User,
    partly: bool = False,
    at: datetime | None = None,
    **work: Unpack[Work],
) -> Item:
    """Adopt it, whole or in part, as an item that a unit does and another one checks.

    The author is told that the item is theirs, and reads how it goes whenever they ask.
    """
    at = at or timezone.now()
    move = Move.ADOPT_PARTLY if partly else Move.ADOPT
    turn = begin(voice, move, by, timezone.localdate(at))
    if not voice.may_publish:
        _see_own_words(voice, f"{work['title']}\n{work['problem']}\n{work['target']}")
    item = ledger.open_item(
        source=f"voice:{voice.code}",
        title=work["title"],
        problem=work["problem"],
        unit=voice.unit,
        by=by,
        at=at,
        target=work["target"],
        theme=voice.theme,
        kind=ITEM_KIND,
        needs=work["needs"],
        public=voice.may_publish,
    )
    doer, checker, due = work["doer"], work["checker"], work["due"]
    ledger.assign(item=item, doer=doer, checker=checker, due=due, by=by, at=at)
    voice.item = item.code
    decide(turn, answer)
    return item


def _see_own_words(voice: Voice, words: str) -> None:
    """Refuse an item in the author's own words, where these are not to be published.

    What an item says is public one day.
    """
    text = "".join(f"{voice.title}\n{voice.text}".split())
    given = "".join(words.split())
    for start in range(len(text) - OWN_WORDS + 1):
        if text[start : start + OWN_WORDS] in given:
            raise Incomplete(
                _(
                    "The author asked that their words not be published, and an item is public one "
                    "day. Put it in words of your own: “%(words)s” is theirs."
                )
                % {"words": text[start : start + OWN_WORDS]}
            )
