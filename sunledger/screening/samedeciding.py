"""What people decide on links: the same firm, two firms, or a decision withdrawn; each on a ground.

Nothing that was decided is lost: a link stays, and so does every word that was said of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.privacy.masks import mask_found
from sunledger.ledger.said import said
from sunledger.screening import firmrecords, parties, samestanding
from sunledger.screening.firmrecords import Firm, record
from sunledger.screening.linkage.decisions import fingerprint
from sunledger.screening.linkage.firmcodes import two_firms
from sunledger.screening.models import Act, Link, LinkState, LinkWord
from sunledger.screening.refusals import Incomplete, NotNow
from sunledger.units import access
from sunledger.units.models import Power, Unit, User

LONGEST = 1000


@dataclass(frozen=True)
class Said:
    """What a person says of a link: which of the three, on what ground, who, and when."""

    act: Act
    ground: str
    by: User
    at: datetime
    seen: str = ""  # the face of the link as this person saw it; nothing where nobody looked


@transaction.atomic
def confirm(
    *, link: Link, ground: str, by: User, at: datetime | None = None, seen: str = ""
) -> Link:
    """Say that two names are one firm's: from the next run on, screens see one firm."""
    return _say(link, Said(Act.CONFIRM, ground, by, at or timezone.now(), seen))


@transaction.atomic
def refuse(
    *, link: Link, ground: str, by: User, at: datetime | None = None, seen: str = ""
) -> Link:
    """Say that two names are two firms': the pair is never proposed again, and never joined."""
    return _say(link, Said(Act.REFUSE, ground, by, at or timezone.now(), seen))


@transaction.atomic
def withdraw(
    *, link: Link, ground: str, by: User, at: datetime | None = None, seen: str = ""
) -> Link:
    """Withdraw a decision: the link is to decide anew."""
    return _say(link, Said(Act.WITHDRAW, ground, by, at or timezone.now(), seen))


@transaction.atomic
def stand_by(
    *, link: Link, ground: str, by: User, at: datetime | None = None, seen: str = ""
) -> Link:
    """Say, after another look, that a decision stands although the tables changed since.

    What stands in them now is what the decision rests on from then on; what it rested on before
    stays with the words that were said then.
    """
    return _say(link, Said(Act.STANDS, ground, by, at or timezone.now(), seen))


def face(link: Link) -> str:
    """Return the fingerprint of what a person sees of a link before deciding.

    How likely the rules hold it to be is left out: that moves a little with every run.
    """
    shown = [getattr(link, name) for name in _SHOWN]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:32]


_SHOWN = (
    *("state", "ground", "left", "right", "left_seen", "right_seen", "left_now", "right_now"),
    *("tier", "levels"),
)


def _say(link: Link, what: Said) -> Link:
    """Keep what is said, if this person may say it, and the link stands where it can be said."""
    on = timezone.localdate(what.at)
    Unit.objects.hold()  # two decisions that contradict each other wait for one another
    rows = Link.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=link.pk)
    access.need(what.by, Power.SCREEN, held.unit, on)
    _see_it_can_be_said(held, what)
    ground = said(what.ground, _("ground"), limit=LONGEST)
    before = samestanding.stood(held)
    if what.act in (Act.WITHDRAW, Act.STANDS):
        samestanding.take_over(held)
    if what.act == Act.CONFIRM or (what.act == Act.STANDS and held.state == LinkState.CONFIRMED):
        _see_nothing_in_the_way(held)
    _decide(held, what, ground)
    # What the word says was known when it was said; and what a decision rested on until then.
    known = samestanding.stood(held)
    known |= {"before": before} if what.act in (Act.WITHDRAW, Act.STANDS) else {}
    LinkWord.objects.create(
        link=held,
        act=what.act,
        ground=ground,
        by=what.by,
        at=what.at,
        tier=held.tier,
        chance=held.chance,
        seen=known,
    )
    return held


def _see_it_can_be_said(held: Link, what: Said) -> None:
    """Refuse what the link does not stand for, and what was decided on another sight of it."""
    if held.is_decided is not (what.act in (Act.WITHDRAW, Act.STANDS)):
        raise NotNow(
            _("This link is decided: it is %(state)s. Withdraw the decision first.")
            % {"state": held.get_state_display()}
            if held.is_decided
            else _("Nothing was decided on this link that could be withdrawn.")
        )
    if what.act == Act.STANDS and held.changed_at is None:
        raise NotNow(_("Nothing that this decision stood on has changed; it stands as it is."))
    if what.seen and what.seen != face(held):
        raise NotNow(
            _(
                "The link changed since you opened it: the tables say something else of these "
                "names now. Look at it again, then decide."
            )
        )


def _decide(held: Link, what: Said, ground: str) -> None:
    """Write the decision on the link.

    One that stands keeps its ground and its day, for by their days decisions go before others. The
    database lets what was seen change only while nothing is decided.
    """
    stands = held.state, held.ground, held.decided_by, held.decided_at
    held.state, held.ground, held.decided_by, held.decided_at = _OPEN
    if what.act == Act.STANDS:
        held.save()
        held.state, held.ground, held.decided_by, held.decided_at = stands
    elif what.act != Act.WITHDRAW:
        held.state, held.ground = _STATE[what.act], ground
        held.decided_by, held.decided_at = what.by, what.at
    held.save()


_STATE = {Act.CONFIRM: LinkState.CONFIRMED, Act.REFUSE: LinkState.REFUSED}
_OPEN = LinkState.PROPOSED, "", None, None


def _see_nothing_in_the_way(link: Link) -> None:
    """Refuse to put two names together of which somebody said that they are two firms'."""
    others = Link.objects.of_branch(link.unit).exclude(pk=link.pk)
    found = parties.gathered(others.decided())
    if codes := two_firms(found.numbers(link)):
        raise NotNow(
            _(
                "These names bear different valid codes (%(codes)s), and a code is one firm's. "
                "They are two firms, or one of the codes is wrong in the tables."
            )
            % {"codes": ", ".join(codes)}
        )
    for one, two in sorted(found.between(link.left_record, link.right_record)):
        other = Link.objects.of_branch(link.unit).filter(state=LinkState.REFUSED)
        both = {"left_record__in": (one, two), "right_record__in": (one, two)}
        refused = other.filter(**both).first()
        raise NotNow(
            _(
                "“%(left)s” and “%(right)s” would become one firm's, and somebody decided that "
                "they are two firms'. Look at that decision first; one of the two is wrong."
            )
            % {"left": refused.left if refused else one, "right": refused.right if refused else two}
        )


def pair_of(left: str, right: str) -> str:
    """Return what names a pair of records, whichever stands first and however they are typed."""
    return fingerprint({"name": record(left)}, {"name": record(right)}, b"")


@transaction.atomic
def name_pair(
    *,
    unit: Unit,
    left: str,
    right: str,
    by: User,
    at: datetime | None = None,
    known: Mapping[str, Firm] | None = None,
) -> Link:
    """Return the link of two names that a person gives, made where the rules proposed none.

    `known` are the firms of the unit's tables, as `samestanding.keyed` gives them: how both names
    stand there, and with what codes, is what the pair is decided on.
    """
    at = at or timezone.now()
    access.need(by, Power.SCREEN, unit, timezone.localdate(at))
    left, right = (said(name, _("name"), limit=300) for name in (left, right))
    if left == right:
        raise Incomplete(_("A link is of two names."))
    for name in (left, right):
        if not firmrecords.is_firm(name):
            raise Incomplete(
                _("“%(name)s” is no name of a firm. Private persons are never joined by names.")
                % {"name": mask_found(name)}
            )
    if firmrecords.told_as(left) == firmrecords.told_as(right):
        raise Incomplete(_("Every screen sees one name in these two already."))
    found, made = Link.objects.get_or_create(
        unit=unit,
        pair=pair_of(left, right),
        defaults=_bare(left, right) | {"proposed_at": at, "seen_at": at},
    )
    if known and (made or (found.state == LinkState.PROPOSED and not found.tier)):
        seen_in(found, known)
        found.save(update_fields=["left_seen", "right_seen"])
    return found


def seen_in(link: Link, known: Mapping[str, Firm]) -> None:
    """Let a pair that a person named say how both names stand in the tables, where they do."""
    for side in ("left", "right"):
        if firm := known.get(firmrecords.told_as(getattr(link, side))[1]):
            setattr(link, f"{side}_seen", firm.seen())


def _bare(left: str, right: str) -> dict[str, object]:
    """Return what a link holds of which the rules said nothing."""
    return {
        "left": left,
        "right": right,
        "left_record": record(left),
        "right_record": record(right),
        "left_seen": {"names": [left]},
        "right_seen": {"names": [right]},
        "tier": 0,
        "chance": 0.0,
        "others": 0.0,
    }
