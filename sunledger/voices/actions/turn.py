"""How every action begins and ends: the voice held, the person checked, the message written."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sunledger.ledger.refusals import Conflict, NotNow
from sunledger.units.models import Post, Unit, User
from sunledger.voices import gate, steps
from sunledger.voices.models import Message, Voice
from sunledger.voices.steps import Move


@dataclass(frozen=True)
class Turn:
    """Somebody about to do something with a voice that nobody else can touch meanwhile.

    Neither `by` nor `post` is there where the author speaks.
    """

    voice: Voice
    move: Move
    on: date
    by: User | None = None
    post: Post | None = None


def begin(voice: Voice, move: Move, by: User, on: date) -> Turn:
    """Hold the voice until the transaction ends, and see that the person may make this move now.

    `voice.turn` is what the person saw. If someone has moved the voice since, the person is told
    instead of acting on what is no longer so.
    """
    seen = voice.turn
    _hold(voice)
    if voice.turn != seen:
        raise Conflict(
            _("Meanwhile this suggestion was moved on, and it is now %(state)s. Look at it again.")
            % {"state": voice.get_state_display()}
        )
    return Turn(voice, move, on, by, gate.check(voice, move, by, on))


def begin_as_author(voice: Voice, move: Move, on: date) -> Turn:
    """Hold the voice, and see that its author may make this move now."""
    _hold(voice)
    if sentence := gate.why_author_not(voice, move):
        raise NotNow(sentence)
    return Turn(voice, move, on)


def finish(turn: Turn, text: str = "", unit: Unit | None = None) -> Voice:
    """Write the message, bring the voice, with its new unit if there is one, to where it leads."""
    voice = turn.voice
    way = steps.way(voice.state, turn.move)
    if way is None:  # cannot be: the gate has looked
        raise NotNow(steps.why_not_now(voice.state, turn.move))
    write(turn, way.to, text)
    if way.to != voice.state or unit is not None:
        voice.turn += 1
    voice.state = way.to
    voice.unit = unit or voice.unit
    voice.save()
    return voice


def write(turn: Turn, state: str, text: str) -> Message:
    """Write one message, under the unit that answers for the voice as it is done."""
    last = turn.voice.messages.order_by("-number").values_list("number", flat=True).first()
    return Message.objects.create(
        voice=turn.voice,
        number=(last or 0) + 1,
        move=turn.move,
        state=state,
        unit=turn.voice.unit,
        by=turn.by,
        post=turn.post,
        on=turn.on,
        text=text,
    )


def _hold(voice: Voice) -> None:
    voice.refresh_from_db(from_queryset=Voice.objects.select_for_update())
