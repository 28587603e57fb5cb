"""An exemption: asked for by a unit, granted or refused by a post above it, public, with an end."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from sunledger.core.problem import gettext_noop
from sunledger.disclosure import restate
from sunledger.disclosure.actions.gate import held, need, need_another, public_words
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.models import Exemption, ExemptionState
from sunledger.disclosure.owed.duties import BY_CALENDAR
from sunledger.disclosure.period import read_period
from sunledger.disclosure.reason import REASONS
from sunledger.disclosure.refusals import GivenBefore, Incomplete, NotNow
from sunledger.seal import actions as seal
from sunledger.units import access
from sunledger.units.models import Post, Power, Reach, Unit, User


@dataclass(frozen=True)
class Wish:
    """What shall not be published, and why: a category, from a period to a period, until a day."""

    category: str
    period: str
    reason: str
    words: str
    last_period: str = ""
    until: date | None = None


def ask_exemption(*, unit: Unit, wish: Wish, by: User, on: date | None = None) -> Exemption:
    """Ask that a category need not be published for a period, or from one to another."""
    shape = _shape(wish.category)
    post = need(by, Power.ENTER, unit)
    first = read_period(wish.period, shape)
    last = read_period(wish.last_period, shape) if wish.last_period.strip() else first
    if last < first:
        raise Incomplete(gettext_noop("The last period lies before the first."))
    exemption = Exemption(
        unit=unit,
        category=shape.code,
        first_period=first,
        last_period=last,
        reason=_reason(wish.reason, shape),
        words=public_words(wish.words),
        until=wish.until,
        asked_by=by,
        asked_post=post,
    )
    _check_end(exemption, on or timezone.localdate())
    try:
        with transaction.atomic():
            exemption.save(force_insert=True)
    except IntegrityError:
        raise GivenBefore(gettext_noop("This exemption was asked for already.")) from None
    return exemption


@transaction.atomic
def grant_exemption(*, exemption: Exemption, by: User, on: date | None = None) -> Exemption:
    """Grant an exemption, and say it in public."""
    exemption = _decided(exemption, by)
    _check_end(exemption, on or timezone.localdate())
    exemption.state = ExemptionState.GRANTED
    exemption.leaf = seal.say(restate.EXEMPTED, **restate.exemption_facts(exemption))
    exemption.save()
    return exemption


@transaction.atomic
def refuse_exemption(*, exemption: Exemption, answer: str, by: User) -> Exemption:
    """Refuse an exemption and say why; what is owed stays owed."""
    exemption = _decided(exemption, by)
    exemption.answer = public_words(answer)
    exemption.state = ExemptionState.REFUSED
    exemption.save()
    return exemption


def post_above(by: User, unit: Unit) -> Post | None:
    """Return the post by which a person may decide what a unit asks: of a unit over it."""
    reviewing = access.posts_with(by, Power.REVIEW, timezone.localdate())
    fitting = [
        post
        for post in reviewing
        if post.reach == Reach.BELOW and post.unit_id != unit.pk and unit.is_under(post.unit)
    ]
    return max(fitting, key=lambda post: (post.unit.depth, post.pk), default=None)


def _decided(exemption: Exemption, by: User) -> Exemption:
    """Return an exemption as this person decides it now."""
    exemption = held(exemption)
    post = post_above(by, exemption.unit)
    if post is None:
        raise access.NotAllowed(Power.REVIEW, exemption.unit)
    if exemption.state != ExemptionState.ASKED:
        raise NotNow(gettext_noop("This exemption was decided already."))
    need_another(by, exemption.asked_by)
    exemption.decided_by, exemption.decided_post = by, post
    exemption.decided_at = timezone.now()
    return exemption


def _shape(code: str) -> Category:
    shape = CATEGORIES.get(code)
    if shape is None or shape.period not in BY_CALENDAR:
        raise Incomplete(
            gettext_noop("Nothing falls due by the calendar in “%(code)s”."), code=code
        )
    return shape


def _reason(code: str, shape: Category) -> str:
    if code not in shape.exemptions:
        raise Incomplete(gettext_noop("This category does not allow that reason."))
    return code


def _check_end(exemption: Exemption, today: date) -> None:
    """Refuse an exemption without an end, where its reason passes, and one that ends too late."""
    latest = today + timedelta(settings.SUNLEDGER_OWED["exempt_days"])
    if exemption.until is None:
        reason = REASONS.get(exemption.reason)
        if reason is None or reason.needs_end:
            raise Incomplete(gettext_noop("Say until when: this reason passes."))
    elif not today < exemption.until <= latest:
        raise Incomplete(
            gettext_noop("It ends between tomorrow and %(day)s."), day=latest.isoformat()
        )
