"""Who may do what with a suggestion, and why not: one sentence for a page, one refusal."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from sunledger.ledger.refusals import NotAllowed, NotNow, Refused
from sunledger.units import access, paths
from sunledger.units.models import Post, Power, User
from sunledger.voices import clock, routing, steps
from sunledger.voices.models import Voice, VoiceQuerySet
from sunledger.voices.steps import Move, State, Who


class Offer(NamedTuple):
    """A move that the state allows, with the reason why this person cannot make it, if any."""

    move: Move
    why_not: str


def offers(voice: Voice, user: User, on: date) -> list[Offer]:
    """Return what a post can do with a suggestion now, and what keeps this person from each."""
    moves = [move for move in steps.moves_from(voice.state) if move not in steps.BY_THE_AUTHOR]
    return [Offer(move, why_not(voice, move, user, on)) for move in moves]


def why_not(voice: Voice, move: Move | str, user: User, on: date) -> str:
    """Return why a person cannot make a move on a day, or nothing where they can."""
    found = _look(voice, Move(move), user, on)
    return str(found) if isinstance(found, Refused) else ""


def check(voice: Voice, move: Move, user: User, on: date) -> Post:
    """Return the post by which a person makes a move, or refuse."""
    found = _look(voice, move, user, on)
    if isinstance(found, Refused):
        raise found
    return found


def why_author_not(voice: Voice, move: Move) -> str:
    """Return why the author cannot make a move now, or nothing where they can."""
    return _why_not_by_state(voice, move)


def stands_by(voice: Voice, on: date) -> bool:
    """Whether units further up may act: it is late, or the unit that answers is named in it.

    A unit is never the only one to see or to decide what is said about itself.
    """
    words = f"{voice.title}\n{voice.text}"
    return clock.is_late(voice, on) or routing.is_named(voice.unit, voice.about, words)


def visible_to(user: User, on: date) -> VoiceQuerySet:
    """Return the suggestions whose inside a person may see: their unit's, and those below it."""
    above = Q(pk__in=[])
    for post in access.posts_with(user, Power.ANSWER, on):
        above |= paths.branch(post.unit.path, "unit__path")
    seen = Voice.objects.suggestions().exclude(by=user.pk)
    return seen.filter(above | access.within(user, Power.ASSIGN, on))


def waiting_for(user: User, on: date) -> VoiceQuerySet:
    """Return the suggestions whose next move is this person's: their unit's, and late ones."""
    own = [post.unit_id for post in access.posts_with(user, routing.ANSWERING, on)]
    seen = visible_to(user, on)
    mine = seen.filter(unit__in=own)
    return mine.still_open() | mine.to_look_over() | seen.still_open().late(on)


def given_by(user: User, on: date) -> VoiceQuerySet:
    """Return the suggestions that a member gave under a post that they still hold."""
    return Voice.objects.suggestions().filter(by=user.pk, post__in=access.posts_of(user, on))


def _look(voice: Voice, move: Move, user: User, on: date) -> Post | Refused:
    """Return the post by which a person makes a move, or the refusal that an action would meet."""
    if sentence := _why_not_by_state(voice, move):
        return NotNow(sentence)
    way = steps.way(voice.state, move)
    post = _post_for(voice, way.who if way else (), user, on)
    if post is None:
        return NotAllowed(_who_may(voice, move))
    if voice.by_id == user.pk:
        return NotAllowed(_("You gave this suggestion, so someone else must deal with it."))
    return NotNow(sentence) if (sentence := _why_not_move(voice, move)) else post


def _why_not_by_state(voice: Voice, move: Move) -> str:
    if voice.forgotten_on is not None:
        return _("The words of this suggestion were forgotten when their time was over.")
    return steps.why_not_now(voice.state, move)


def _why_not_move(voice: Voice, move: Move) -> str:
    """Return what else stands against a move now."""
    if move == Move.PASS_ON and voice.passes >= settings.SUNLEDGER_VOICES["passes"]:
        return _(
            "It was passed on %(times)s times already. This unit answers, with the others' help."
        ) % {"times": voice.passes}
    if move in (Move.SHOW, Move.KEEP_IN) and voice.shown_on is not None:
        return _("Everyone can read it already.")
    if move == Move.SHOW and not voice.may_publish:
        return _("The author asked that it not be published.")
    return ""


def _post_for(voice: Voice, whos: tuple[Who, ...], user: User, on: date) -> Post | None:
    """Return the person's first post that fits."""
    for who in whos:
        if post := _post(voice, who, user, on):
            return post
    return None


def _post(voice: Voice, who: Who, user: User, on: date) -> Post | None:
    if who == Who.LEADS:
        return access.post_for(user, Power.ASSIGN, voice.unit, on)
    posts = access.posts_with(user, Power.ANSWER, on) if who != Who.AUTHOR else []
    if who == Who.ANSWERS:
        return next((post for post in posts if post.unit_id == voice.unit_id), None)
    over = [post for post in posts if voice.unit.is_under(post.unit)]
    return (
        max(over, key=lambda post: post.unit.depth, default=None)
        if (over and stands_by(voice, on))
        else None
    )


def _who_may(voice: Voice, move: Move) -> str:
    """Return the sentence that says whose move it is."""
    way = steps.way(State(voice.state), move)
    whos = [str(who.label) for who in way.who] if way else []
    return _("You cannot do this (%(move)s) for %(unit)s. It takes %(who)s.") % {
        "move": move.label,
        "unit": voice.unit,
        "who": _(" or ").join(whos),
    }
