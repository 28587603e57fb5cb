"""Everything that changes a programme: breaking down, what waits for what, gates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sunledger.core.problem import shorten
from sunledger.ledger import actions as ledger
from sunledger.ledger import steps
from sunledger.ledger.actions.turn import begin, finish
from sunledger.ledger.models import Dependency, Gate, Item, Move, Upon
from sunledger.ledger.programme import circles, waits
from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.ledger.said import said
from sunledger.units.models import Unit, User

DEEPEST = 6  # levels of a programme; a task that lies deeper is nobody's


@dataclass(frozen=True)
class Part:
    """A part of an item, as it is planned."""

    title: str
    problem: str
    unit: Unit
    target: str = ""
    starts_on: date | None = None
    due: date | None = None
    doer: Unit | None = None
    stage: int | None = None


@transaction.atomic
def break_down(
    *, item: Item, parts: Sequence[Part], by: User, at: datetime | None = None
) -> list[Item]:
    """Open the parts of an item; it is done when they are."""
    turn = begin(item, Move.DIVIDE, by, at)
    if not parts:
        raise Incomplete(_("Name at least one part."))
    if len(waits.line_of(item)) >= DEEPEST:
        raise NotNow(_("A programme has at most %(levels)s levels.") % {"levels": DEEPEST})
    for part in parts:
        _see_days(part.starts_on, part.due)
    opened = [_open(item, part, by, turn.at) for part in parts]
    finish(turn, parts=[part.code for part in opened])
    return opened


@transaction.atomic
def tie(
    *,
    item: Item,
    after: Item,
    by: User,
    upon: Upon | str = Upon.VERIFIED,
    at: datetime | None = None,
) -> Dependency:
    """Let an item begin only after another one is verified, or closed."""
    circles.hold()
    turn = begin(item, Move.TIE, by, at)
    if item.state not in (steps.State.OPENED, *steps.DOING[:3]):
        raise NotNow(_("The work on it has begun, so it waits for nothing any more."))
    if item.waits.filter(after=after, lifted=None).exists():
        raise NotNow(_("It waits for “%(title)s” already.") % {"title": after.title})
    if found := circles.circle(item, after):
        raise NotNow(circle_sentence([*(one.title for one in found), item.title]))
    step = finish(turn, after=after.code, upon=Upon(upon).value)
    return Dependency.objects.create(item=item, after=after, upon=Upon(upon), step=step)


@transaction.atomic
def untie(*, tie: Dependency, reason: str, by: User, at: datetime | None = None) -> Dependency:
    """Let an item wait no longer for another one, with the reason."""
    turn = begin(tie.item, Move.TIE, by, at)
    tie.refresh_from_db()
    if tie.lifted is not None:
        raise NotNow(_("It does not wait for this any more."))
    tie.lifted = finish(turn, said(reason, _("reason")), lifted=tie.after.code)
    tie.save()
    return tie


@transaction.atomic
def set_gates(
    *, item: Item, gates: Sequence[tuple[str, str]], by: User, at: datetime | None = None
) -> list[Gate]:
    """Set the gates of an item's stages, once: each with its title and what must be so."""
    turn = begin(item, Move.GATE, by, at)
    if not gates:
        raise Incomplete(_("Name at least one gate."))
    step = finish(turn, gates=len(gates))
    return [
        Gate.objects.create(
            item=item,
            number=number,
            title=said(title, _("title"), limit=200),
            asks=said(asks, _("what must be so")),
            step=step,
        )
        for number, (title, asks) in enumerate(gates, start=1)
    ]


@transaction.atomic
def pass_gate(*, item: Item, note: str, by: User, at: datetime | None = None) -> Gate:
    """Pass the next gate of an item, and say what was found."""
    turn = begin(item, Move.PASS, by, at)
    gate = waits.next_gate(item)
    if gate is None:  # cannot be: the gate has looked
        raise NotNow(waits.why_not_pass(item, turn.on))
    gate.passed = finish(turn, said(note, _("finding")), gate=gate.number)
    gate.save()
    return gate


def circle_sentence(titles: Sequence[str]) -> str:
    """Return the sentence that names a circle."""
    return _("These would wait for each other, so none could ever begin: %(titles)s.") % {
        "titles": " → ".join(shorten(title, waits.SHOWN) for title in titles)
    }


def _open(item: Item, part: Part, by: User, at: datetime) -> Item:
    """Open one part; it belongs to the drive and is as public as the whole."""
    more: Any = {
        "parent": item,
        "stage": part.stage,
        "due": part.due,
        "doer": part.doer or part.unit,
    }
    return ledger.open_item(
        source=f"item:{item.code}",
        title=part.title,
        problem=part.problem,
        unit=part.unit,
        by=by,
        at=at,
        target=part.target,
        starts_on=part.starts_on,
        drive=item.drive,
        theme=item.theme,
        kind=item.kind,
        currency=item.currency,
        public=item.public,
        **more,
    )


def _see_days(starts: date | None, due: date | None) -> None:
    """Refuse a part that ends before it starts."""
    if starts and due and due < starts:
        raise Incomplete(
            _("It would end on %(due)s, before it starts on %(starts)s.")
            % {"due": due, "starts": starts}
        )
