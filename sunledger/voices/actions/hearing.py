"""What an author does: suggests, replies, and says how they found the ending."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from sunledger.units import access
from sunledger.units.models import Post, Unit, User
from sunledger.voices import clock, ending, limits, receipt, routing
from sunledger.voices.actions.turn import Turn, begin_as_author, finish, write
from sunledger.voices.models import Voice
from sunledger.voices.said import TITLE, perhaps_said, said
from sunledger.voices.steps import Move, State
from sunledger.voices.words import Giver, Theme, View

MOST_REPLIES = 20


class Words(TypedDict):
    """A suggestion as its author writes it. Who does not know the unit says so with `known`."""

    unit: Unit | None
    known: bool
    about: Unit | None
    theme: str
    title: str
    text: str
    may_publish: bool


@dataclass(frozen=True)
class Heard:
    """A suggestion that was received, and the code that nobody can show a second time."""

    voice: Voice
    receipt: str


@transaction.atomic
def hear(
    *, giver: Giver | str, once: str = "", at: datetime | None = None, **words: Unpack[Words]
) -> Heard:
    """Receive a suggestion from somebody who says no name. Of the moment only the day is kept."""
    at = at or timezone.now()
    _see_room(at)
    code = receipt.new_receipt()
    voice = _voice(words, timezone.localdate(at))
    voice.giver, voice.receipt = Giver(giver), receipt.kept(code)
    if once:
        voice.once = sha256(once.encode()).hexdigest()
        if Voice.objects.filter(once=voice.once).exists():
            raise NotNow(_("This form was received already, and its code was shown with it."))
    _keep(voice)
    limits.heard(at)
    return Heard(voice, code)


@transaction.atomic
def give(*, by: User, post: Post, at: datetime | None = None, **words: Unpack[Words]) -> Voice:
    """Receive a suggestion that a member gives under one of their posts."""
    on = timezone.localdate(at or timezone.now())
    if not access.posts_of(by, on).filter(pk=post.pk).exists():
        raise NotAllowed(_("You do not hold this post."))
    voice = _voice(words, on)
    voice.giver, voice.by, voice.post = Giver.MEMBER, by, post
    return _keep(voice)


def look_back(typed: str) -> Voice | None:
    """Return the voice of a receipt code; right or wrong, it takes the same steps."""
    found = Voice.objects.filter(receipt__in=receipt.digests(typed))
    return found.select_related("unit", "about", "into__unit").first()


@transaction.atomic
def reply(*, voice: Voice, text: str, on: date) -> Voice:
    """Add the author's words."""
    turn = begin_as_author(voice, Move.REPLY, on)
    if voice.messages.filter(move=Move.REPLY).count() >= MOST_REPLIES:
        raise NotNow(
            _("You have replied %(count)s times. The unit has to act now.")
            % {"count": MOST_REPLIES}
        )
    return finish(turn, said(text, _("reply")))


@transaction.atomic
def say_view(*, voice: Voice, view: View | str, on: date, text: str = "") -> Voice:
    """Keep whether the author is satisfied with how it ended; once for each ending."""
    turn = begin_as_author(voice, Move.VIEW, on)
    end = ending.of(voice)
    if not end.is_over:
        raise NotNow(_("The item that it became is still being worked on. Say it once it ended."))
    if voice.view and voice.view_of == end.mark:
        raise NotNow(_("You have said already how you found it."))
    voice.view, voice.view_on, voice.view_of = View(view), on, end.mark
    return finish(turn, perhaps_said(text, _("why")))


def _see_room(at: datetime) -> None:
    """Refuse what would be too many in an hour, or in a day."""
    today = Voice.objects.filter(received_on=timezone.localdate(at), by=None).count()
    if not limits.may_hear(at) or today >= settings.SUNLEDGER_VOICES["a_day"]:
        raise NotNow(
            _(
                "So many suggestions have come that no more are taken for now. Nothing was kept. "
                "Please come back in an hour, or tomorrow."
            )
        )


def _voice(words: Words, on: date) -> Voice:
    """Return a voice from what its author wrote, unsaved."""
    if words["theme"] not in Theme.values:
        raise Incomplete(_("Theme: choose one of the list."))
    return Voice(
        unit=routing.intake(words["unit"], words["known"], on),
        about=words["about"],
        theme=words["theme"],
        title=said(words["title"], _("in one line"), TITLE),
        text=said(words["text"], _("your suggestion")),
        may_publish=words["may_publish"],
        received_on=on,
        acknowledge_by=clock.acknowledge_by(on),
        answer_by=clock.answer_by(on),
    )


def _keep(voice: Voice) -> Voice:
    voice.save(force_insert=True)
    write(Turn(voice, Move.HEAR, voice.received_on), State.RECEIVED, "")
    return voice
