"""Who may do what with a question, and why not: one sentence for a page, one refusal."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from sunledger.ledger.refusals import NotAllowed, NotNow, Refused
from sunledger.units import access, paths
from sunledger.units.models import Post, Power, User
from sunledger.voices.questions import steps
from sunledger.voices.questions.models import Question, QuestionQuerySet
from sunledger.voices.questions.steps import BY_NOBODY, Move, State, Who
from sunledger.voices.questions.words import Kind
from sunledger.voices.routing import ANSWERING

_BEFORE = (Move.ANSWER, Move.JOIN)  # what can be disputed


class Offer(NamedTuple):
    """A move that the state allows, with the reason why this person cannot make it, if any."""

    move: Move
    why_not: str


def offers(question: Question, user: User, on: date) -> list[Offer]:
    """Return what a post can do with a question now, and what keeps this person from each."""
    moves = [move for move in steps.moves_from(question.state) if move not in BY_NOBODY]
    return [Offer(move, why_not(question, move, user, on)) for move in moves]


def why_not(question: Question, move: Move | str, user: User, on: date) -> str:
    """Return why a person cannot make a move on a day, or nothing where they can."""
    found = _look(question, Move(move), user, on)
    return str(found) if isinstance(found, Refused) else ""


def check(question: Question, move: Move, user: User, on: date) -> Post:
    """Return the post by which a person makes a move, or refuse."""
    found = _look(question, move, user, on)
    if isinstance(found, Refused):
        raise found
    return found


def why_asker_not(question: Question) -> str:
    """Return why who asked cannot say now that it is no answer, or nothing where they can."""
    if sentence := _by_state(question, Move.DISPUTE):
        return sentence
    if question.disputed_on is not None:
        return _("You have said once already that it does not answer the question.")
    return ""


def visible_to(user: User, on: date) -> QuestionQuerySet:
    """Return the questions whose inside a person may see: their unit's, and those below it."""
    seen = access.within(user, Power.ASSIGN, on, "at")
    for post in access.posts_with(user, ANSWERING, on):
        seen |= paths.branch(post.unit.path, "at__path") | paths.branch(
            post.unit.path, "unit__path"
        )
    return Question.objects.filter(seen)


def waiting_for(user: User, on: date) -> QuestionQuerySet:
    """Return the questions whose next move is this person's: here, below, or a second look."""
    own = [post.unit_id for post in access.posts_with(user, ANSWERING, on)]
    here = Question.objects.filter(Q(at__in=own) | Q(below__in=own), forgotten_on=None)
    return here.still_open() | here.to_look_over()


def gone_up(user: User, on: date) -> QuestionQuerySet:
    """Return the open questions that went up to a unit of this person."""
    own = [post.unit_id for post in access.posts_with(user, ANSWERING, on)]
    return Question.objects.still_open().filter(at__in=own, rises__gt=0, forgotten_on=None)


def concerned(question: Question) -> set[int]:
    """Return the persons who do not deal with a question: it is about what they did themselves."""
    found = set(_answered_before(question))
    if question.kind == Kind.OBJECTION:
        batch, exemption = question.batch, question.exemption
        found |= {batch.entered_by_id, batch.submitted_by_id or 0} if batch else set()
        found |= {exemption.asked_by_id} if exemption else set()
    return found


def _answered_before(question: Question) -> list[int]:
    """Return who gave the answer that was disputed."""
    if question.disputed_on is None or not question.is_open:
        return []
    given = question.steps.filter(move__in=_BEFORE, by__isnull=False)
    return list(given.values_list("by_id", flat=True))


def _look(question: Question, move: Move, user: User, on: date) -> Post | Refused:
    """Return the post by which a person makes a move, or the refusal that an action would meet."""
    if sentence := _by_state(question, move):
        return NotNow(sentence)
    way = steps.way(question.state, move)
    post = _post_for(question, way.who if way else (), user, on)
    if post is None:
        return NotAllowed(_who_may(question, move))
    if user.pk in concerned(question):
        return NotAllowed(
            _("It is about what you did yourself, so someone else must deal with it.")
        )
    if not _stands_clear(question, user, on):
        return NotAllowed(
            _("The unit that gave the disputed answer does not deal with it a second time.")
        )
    return NotNow(sentence) if (sentence := _why_not_move(question, move, on)) else post


def _by_state(question: Question, move: Move) -> str:
    if question.forgotten_on is not None:
        return _("The words of this question were forgotten when their time was over.")
    return steps.why_not_now(question.state, move)


def _stands_clear(question: Question, user: User, on: date) -> bool:
    """Whether a person has no post in the unit whose answer was disputed."""
    if question.disputed_on is None or not question.is_open:
        return True
    given = question.steps.filter(move__in=_BEFORE).select_related("post__unit").last()
    unit = given.post.unit if given and given.post else None
    return unit is None or access.stands_clear(user, unit, on)


def _why_not_move(question: Question, move: Move, on: date) -> str:
    """Return what else stands against a move now."""
    if move == Move.PASS_ON and question.passes >= settings.SUNLEDGER_QUESTIONS["passes"]:
        return _("It was passed on already. The unit that has it answers, with the others' help.")
    if move == Move.ORDER:
        return _why_no_order(question, on)
    if move in (Move.SHOW, Move.KEEP_IN) and not _is_to_show(question):
        return _("Everyone can read it already.")
    if move == Move.SHOW and not question.may_show:
        return _("Who asked does not want the words to be shown.")
    if move == Move.KEEP_IN and question.shown_on is not None:
        return _("Everyone can read the words already.")
    return ""


def _why_no_order(question: Question, on: date) -> str:
    """Return why the level above cannot set a day for the unit that let its time pass."""
    if question.below_id is None:
        return _("It did not come up from a unit that could still be told to answer.")
    if question.ordered_by is not None:
        return _("An answer was ordered already. If it does not come, answer yourself.")
    if question.level_by < on:
        return _("Your own time is over as well.")
    return ""


def _is_to_show(question: Question) -> bool:
    """Whether something of it waits for a second look: the words, or the answer."""
    if question.state == State.ANSWERED:
        return not question.shown_answer
    return question.shown_on is None


def _post_for(question: Question, whos: tuple[Who, ...], user: User, on: date) -> Post | None:
    """Return the person's first post that fits."""
    for who in whos:
        if post := _post(question, who, user, on):
            return post
    return None


def _post(question: Question, who: Who, user: User, on: date) -> Post | None:
    if who == Who.LEADS:
        return access.post_for(user, Power.ASSIGN, question.at, on)
    wanted = {Who.HERE: question.at_id, Who.BELOW: question.below_id}.get(who)
    posts = access.posts_with(user, ANSWERING, on) if wanted else []
    return next((post for post in posts if post.unit_id == wanted), None)


def _who_may(question: Question, move: Move) -> str:
    """Return the sentence that says whose move it is."""
    way = steps.way(State(question.state), move)
    whos = [str(who.label) for who in way.who] if way else []
    return _("You cannot do this (%(move)s) for %(unit)s. It takes %(who)s.") % {
        "move": move.label,
        "unit": question.at,
        "who": _(" or ").join(whos),
    }
