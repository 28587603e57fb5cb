"""What this room has said in public, said again from its rows, for `sunledger verify`."""

from collections.abc import Iterator

from sunledger.seal.verify import Restated
from sunledger.voices import face
from sunledger.voices.face import DECIDED, SHOWN
from sunledger.voices.models import Voice
from sunledger.voices.questions import restate as questions
from sunledger.voices.steps import ENDED


def restated() -> Iterator[Restated]:
    """Give every decision, publication and question, as the rows tell it today."""
    rows = Voice.objects.filter(state__in=ENDED).select_related("unit", "into", "post")
    for voice in rows.order_by("leaf").iterator(2000):
        facts = face.decided(voice, voice.state)
        yield Restated(leaf=voice.leaf, what=DECIDED, facts=facts, label=voice.code)
        if voice.shown_on is not None:
            words = face.shown(voice)
            yield Restated(leaf=voice.shown_leaf, what=SHOWN, facts=words, label=str(voice))
    yield from questions.restated()
