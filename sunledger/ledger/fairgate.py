"""Who may do what with a record of tolerance, clearing or recognition, and why not."""

from copy import copy
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sunledger.ledger import procedures
from sunledger.ledger.daywords import in_words
from sunledger.ledger.models import Fairness, FairnessAct, Item
from sunledger.ledger.procedures import POWERS, Act, Bar, Ground, Party, Procedure, Standing
from sunledger.ledger.refusals import NotAllowed, NotNow, Refused
from sunledger.ledger.steps import CLOSED, JUDGED, State
from sunledger.ledger.words import Outcome
from sunledger.units import access
from sunledger.units.models import Post, Power, User

# The facts of an item stand once somebody else has found its answer true.
FACTS_STAND = (*JUDGED[2:], *CLOSED)
WRONGLY_NAMED = (Outcome.UNFOUNDED, Outcome.DATA_ERROR)


class Chance(NamedTuple):
    """An act that the standing allows, with the reason why this person cannot do it, if any."""

    act: Act
    why_not: str


def chances(one: Fairness, user: User, on: date) -> list[Chance]:
    """Return what can be done with a record now, and what keeps this person from each."""
    acts = procedures.acts_from(one.procedure, one.standing)
    return [Chance(act, why_not(one, act, user, on)) for act in acts]


def why_not(one: Fairness, act: Act | str, user: User, on: date) -> str:
    """Return why a person cannot do this on a day, or nothing where they can."""
    found = _look(one, Act(act), user, on)
    return str(found) if isinstance(found, Refused) else ""


def check(one: Fairness, act: Act, user: User, on: date) -> Post:
    """Return the post by which a person acts, or refuse."""
    found = _look(one, act, user, on)
    if isinstance(found, Refused):
        raise found
    return found


def posts_for(procedure: Procedure, item: Item, user: User, on: date) -> list[Post]:
    """Return the posts with a part in an item for which a person may begin a procedure.

    The same gate, asked for each post: what it asks is fetched once, for looking only. Whatever
    begins one looks afresh.
    """
    held = Item.objects.select_related("unit").prefetch_related("duties", "fairness")
    seen, looker = held.get(pk=item.pk), copy(user)
    access.remember(looker)
    units = [unit for unit in (seen.unit_id, seen.doer_id, seen.checker_id) if unit]
    duties = [duty.post_id for duty in seen.duties.all()]
    among = Post.objects.filter(Q(unit__in=units) | Q(pk__in=duties)).select_related("unit")
    first = procedures.FIRST[procedure]
    return [
        post
        for post in among
        if not why_not(Fairness(procedure=procedure, item=seen, post=post), first, looker, on)
    ]


def visible_to(user: User, on: date) -> Q:
    """Return the condition of the records that a person may see from the inside."""
    own = [post.unit_id for post in access.posts_with(user, Power.ANSWER, on)]
    held = access.posts_of(user, on).values("pk")
    powers = (Power.ASSIGN, Power.VERIFY, Power.DECIDE)
    return access.within(user, powers, on, "post__unit") | Q(post__unit__in=own) | Q(post__in=held)


def _look(one: Fairness, act: Act, user: User, on: date) -> Post | Refused:
    """Return the post by which a person acts, or the refusal."""
    standing = one.standing if one.pk else None
    course = procedures.course(one.procedure, standing, act)
    if course is None:
        return NotNow(procedures.why_not_now(one.procedure, one.standing, act))
    posts = (_post(one, party, user, on) for party in course.who)
    post = next(filter(None, posts), None)
    if post is None:
        return NotAllowed(
            _("You cannot do this (%(act)s). It takes %(who)s.")
            % {"act": act.label, "who": _(" or ").join(str(who.label) for who in course.who)}
        )
    if sentence := _too_near(one, act, user, on):
        return NotAllowed(sentence)
    sentence = _not_yet(one, act, on)
    return NotNow(sentence) if sentence else post


def _post(one: Fairness, party: Party, user: User, on: date) -> Post | None:
    """Return the person's post that fits the part, if any."""
    unit = one.post.unit
    if party != Party.OWN:
        return access.post_for(user, POWERS[party], unit, on)
    if any(post.pk == one.post_id for post in access.held(user, on)):
        return one.post
    posts = access.posts_with(user, POWERS[party], on)
    return next((post for post in posts if post.unit_id == unit.pk), None)


def _too_near(one: Fairness, act: Act, user: User, on: date) -> str:
    """Return why a person is too near to the matter to do this, or nothing."""
    since = one.item.opened_on
    if act in procedures.OUTSIDE and not access.stands_clear(user, one.post.unit, on, since):
        return _(
            "You hold, or held since the item was opened, a post in %(unit)s or below it, so "
            "someone else must judge this."
        ) % {"unit": one.post.unit}
    if act not in (*procedures.OUTSIDE, Act.ACCEPT, Act.DECLINE):
        return ""
    done = _acts(one).filter(by=user)
    if done.filter(act__in=procedures.FIRST.values()).exists():
        return _("You have asked for this, so someone else must judge it.")
    if act in (Act.GRANT, Act.DENY) and done.filter(act=Act.EXAMINE).exists():
        return _("You have examined this, so someone else must decide it.")
    return ""


def _not_yet(one: Fairness, act: Act, on: date) -> str:
    """Return what has to come first, or nothing where everything has."""
    item = one.item
    if act in procedures.FIRST.values() and not one.pk:
        return _not_begun(one)
    if one.procedure == Procedure.TOLERANCE and act in (Act.GRANT, Act.DENY):
        if item.state not in FACTS_STAND:
            return _(
                "Tolerance is examined together with what happened: verify the item first, so "
                "that the facts stand."
            )
        return _not_tolerable(one) if act == Act.GRANT else ""
    if one.standing == Standing.ANNOUNCED and act in (Act.GRANT, Act.DENY):
        return _notice_open(one, act, on)
    if act in (Act.PUBLISH, Act.ANNOUNCE) and not (item.public or item.state in CLOSED):
        return _("Its item is not public yet. Close the item, or make it public, first.")
    return ""


def _not_begun(one: Fairness) -> str:
    """Return why a record cannot begin, or nothing where it can."""
    item = one.item
    if item.state in (State.MERGED, State.REFERRED):
        return _("This item is dealt with elsewhere, and so is what belongs to it.")
    if one.procedure == Procedure.CLEARING:
        if item.state not in CLOSED or item.outcome not in WRONGLY_NAMED:
            return _("A post is cleared when its item is closed because nothing was wrong.")
    elif one.procedure == Procedure.RECOGNITION and (
        item.state not in CLOSED or item.outcome != Outcome.PUT_RIGHT
    ):
        return _("Work is recognised when its item is closed as put right.")
    if not {item.unit_id, item.doer_id, item.checker_id} & {one.post.unit_id} and not (
        any(duty.post_id == one.post_id for duty in item.duties.all())
    ):
        return _("%(post)s has no part in this item.") % {"post": one.post}
    kind = (one.post_id, Procedure(one.procedure))
    begun = [each for each in item.fairness.all() if each.standing != Standing.DECLINED]
    if any((each.post_id, Procedure(each.procedure)) == kind for each in begun):
        return _("There is such a record already for this post and this item.")
    return ""


def _not_tolerable(one: Fairness) -> str:
    """Return what the examination found against tolerance, or nothing."""
    found = _acts(one).filter(act=Act.EXAMINE).latest("number").details
    for bar in Bar:
        if found[bar.value]:
            return _("The examination found %(bar)s, which is never tolerated.") % {
                "bar": bar.label
            }
    for ground in Ground:
        if not found[ground.value]:
            return _("The examination did not find that %(ground)s. All grounds must be found.") % {
                "ground": ground.label
            }
    return ""


def _notice_open(one: Fairness, act: Act, on: date) -> str:
    """Return what keeps a recognition from being decided: the notice, or an objection."""
    if act == Act.GRANT and one.until and on <= one.until:
        return _("Anyone may object until %(day)s. Decide after that day.") % {
            "day": in_words(one.until)
        }
    if one.objections.filter(reply=None).exists():
        return _("An objection has no answer yet. Answer it first.")
    if act == Act.GRANT and one.objections.filter(upheld=True).exists():
        return _("An objection was upheld, so this cannot be granted.")
    return ""


def _acts(one: Fairness) -> QuerySet[FairnessAct]:
    """Return what was done with a record so far."""
    return FairnessAct.objects.filter(fairness=one.pk)
