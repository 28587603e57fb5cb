"""Tolerance, clearing, recognition: begun, examined, decided, answered, published.

Each action says who, in one transaction, and leaves an act behind. `at` is for imports and tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.days import add_working_days
from sunledger.ledger import fairface, fairgate, procedures
from sunledger.ledger.models import Fairness, FairnessAct, FairnessObjection, Item
from sunledger.ledger.procedures import Act, Bar, Ground, Procedure, Standing
from sunledger.ledger.refusals import Conflict, Incomplete, NotNow
from sunledger.ledger.said import perhaps_said, said
from sunledger.seal import actions as seal
from sunledger.units.models import Post, User


@dataclass(frozen=True)
class Doing:
    """A person about to do something with a record that nobody else can touch meanwhile."""

    one: Fairness
    act: Act
    by: User
    post: Post
    at: datetime
    number: int


@transaction.atomic
def begin(
    *,
    procedure: Procedure | str,
    item: Item,
    post: Post,
    words: str,
    by: User,
    grounds: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Fairness:
    """Apply for tolerance, draft a clearing, or propose a recognition.

    `grounds` belong to a tolerance: how each of the four is met, in words.
    """
    at = at or timezone.now()
    on = timezone.localdate(at)
    first = procedures.FIRST[Procedure(procedure)]
    one = Fairness(procedure=Procedure(procedure), item=item, post=post, begun_on=on)
    by_post = fairgate.check(one, first, by, on)
    one.words = said(words, _("what was done"))
    one.grounds = _grounds(grounds or {}) if one.procedure == Procedure.TOLERANCE else {}
    one.standing = procedures.COURSES[Procedure(procedure)][None, first].to
    one.save(force_insert=True)
    one.acts.create(number=1, act=first, standing=one.standing, by=by, post=by_post, at=at)
    return one


@transaction.atomic
def accept(*, one: Fairness, by: User, note: str = "", at: datetime | None = None) -> Fairness:
    """Accept an application for examination."""
    return _finish(_hold(one, Act.ACCEPT, by, at), perhaps_said(note, _("note")))


@transaction.atomic
def decline(*, one: Fairness, reason: str, by: User, at: datetime | None = None) -> Fairness:
    """Not accept an application, with the reason."""
    return _finish(_hold(one, Act.DECLINE, by, at), said(reason, _("reason")))


@transaction.atomic
def examine(
    *,
    one: Fairness,
    note: str,
    by: User,
    found: Mapping[str, bool] | None = None,
    at: datetime | None = None,
) -> Fairness:
    """Write down what an examination found; of a tolerance, each ground and each bar by itself."""
    doing = _hold(one, Act.EXAMINE, by, at)
    details: dict[str, Any] = {}
    if one.procedure == Procedure.TOLERANCE:
        wanted = [*Ground.values, *Bar.values]
        if set(found or {}) != set(wanted):
            raise Incomplete(_("Say of each ground, and of gain and harm, whether it was found."))
        details = {name: bool((found or {})[name]) for name in wanted}
    return _finish(doing, said(note, _("finding")), **details)


@transaction.atomic
def announce(*, one: Fairness, by: User, at: datetime | None = None) -> Fairness:
    """Announce a recognition, so that anyone may object before it is decided."""
    doing = _hold(one, Act.ANNOUNCE, by, at)
    days = settings.SUNLEDGER_STATES["notice_working_days"]
    one.until = add_working_days(_day(doing), days, settings.SUNLEDGER_CLOCK["calendar"])
    return _finish(doing, until=one.until.isoformat())


@transaction.atomic
def object_to(*, one: Fairness, words: str, on: date) -> FairnessObjection:
    """Keep what anyone says against a recognition while its notice lasts."""
    one.refresh_from_db(from_queryset=Fairness.objects.select_for_update())
    if one.standing != Standing.ANNOUNCED or one.until is None or on > one.until:
        raise NotNow(_("This is not open to objection, or no longer."))
    return one.objections.create(words=said(words, _("objection"), limit=2000), on=on)


@transaction.atomic
def reply(
    *, objection: FairnessObjection, upheld: bool, reason: str, by: User, at: datetime | None = None
) -> Fairness:
    """Answer an objection in writing, and say whether it holds."""
    one = objection.fairness
    doing = _hold(one, Act.REPLY, by, at)
    objection.refresh_from_db()
    if objection.reply_id:
        raise Conflict(_("This objection has its answer already."))
    done = _finish(doing, said(reason, _("reason")), objection=objection.code, upheld=upheld)
    objection.reply, objection.upheld = done.acts.latest("number"), upheld
    objection.save()
    return done


@transaction.atomic
def decide(
    *, one: Fairness, grant: bool, reason: str, by: User, at: datetime | None = None
) -> Fairness:
    """Grant or deny, with the reason."""
    doing = _hold(one, Act.GRANT if grant else Act.DENY, by, at)
    return _finish(doing, said(reason, _("reason")))


@transaction.atomic
def answer(*, one: Fairness, words: str, by: User, at: datetime | None = None) -> Fairness:
    """Tell the applicant in writing how it was decided, and why."""
    return _finish(_hold(one, Act.ANSWER, by, at), said(words, _("answer")))


@transaction.atomic
def consent(
    *, one: Fairness, given: bool, by: User, note: str = "", at: datetime | None = None
) -> Fairness:
    """Say for the post that is cleared whether the clearing may be published; either way stands."""
    doing = _hold(one, Act.CONSENT if given else Act.WITHHOLD, by, at)
    return _finish(doing, perhaps_said(note, _("note")))


@transaction.atomic
def publish(*, one: Fairness, by: User, at: datetime | None = None) -> Fairness:
    """Say in public how it ended."""
    return _finish(_hold(one, Act.PUBLISH, by, at))


def _grounds(grounds: Mapping[str, str]) -> dict[str, str]:
    """Return the words for each ground; none may be missing."""
    return {
        ground.value: said(grounds.get(ground.value, ""), str(ground.label), limit=4000)
        for ground in Ground
    }


def _hold(one: Fairness, act: Act, by: User, at: datetime | None) -> Doing:
    """Hold the record until the transaction ends, and see that the person may do this now."""
    seen = one.turn
    held = Fairness.objects.select_for_update().filter(pk=one.pk)
    one.refresh_from_db(from_queryset=held)
    if one.turn != seen:
        raise Conflict(
            _("Meanwhile someone has acted on this record, and it is now %(standing)s.")
            % {"standing": one.get_standing_display()}
        )
    last = one.acts.latest("number")
    if at is not None and at < last.at:
        raise Incomplete(_("This would come before the record's last act."))
    at = at or max(timezone.now(), last.at)
    post = fairgate.check(one, act, by, timezone.localdate(at))
    return Doing(one, act, by, post, at, last.number + 1)


def _day(doing: Doing) -> date:
    """Return the day on which it is done."""
    return timezone.localdate(doing.at)


def _finish(doing: Doing, note: str = "", **details: Any) -> Fairness:
    """Write the act, put the record where it leads, and say it in public where it is public."""
    one = doing.one
    course = procedures.course(one.procedure, one.standing, doing.act)
    if course is None:  # cannot be: the gate has looked
        raise NotNow(procedures.why_not_now(one.procedure, one.standing, doing.act))
    one.standing, one.turn = course.to, one.turn + 1
    act = FairnessAct(
        fairness=one,
        number=doing.number,
        act=doing.act,
        standing=one.standing,
        by=doing.by,
        post=doing.post,
        at=doing.at,
        note=note,
        details=details,
    )
    if doing.act in fairface.SAID:
        act.leaf = seal.say(fairface.what(act), **fairface.facts(act))
    act.save(force_insert=True)
    one.save()
    return one
