"""What was written in private is forgotten when its time is over."""

from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Q

from sunledger.voices import ending
from sunledger.voices.models import Message, Voice, VoiceQuerySet
from sunledger.voices.questions import forgetting as questions
from sunledger.voices.steps import BY_THE_AUTHOR, OPEN


def forget(*, on: date) -> int:
    """Forget the words of all whose time is over on a day; return how many there were.

    The row stays, without words, receipt or form: which unit, which days, how it was decided. So
    figures do not change. What was published stays published.
    """
    rules = settings.SUNLEDGER_VOICES
    done = 0
    for voice in list(_over(on, rules["kept_days"], rules["unanswered_days"])):
        if voice.is_open or _ended_before(voice, on - timedelta(rules["kept_days"])):
            _forget(voice, on)
            done += 1
    asked = questions.forget(on=on)
    if done or asked:
        clear_the_disk()
    return done


def clear_the_disk() -> None:
    """Let the database write over what it only marked as free.

    SQLite does so in its file as it forgets (`secure_delete`), and here in its journal; PostgreSQL
    frees the place for what comes next. No copy made before is changed.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM voices_voice, voices_message, voices_question, voices_step")


def _over(on: date, kept: int, unanswered: int) -> VoiceQuerySet:
    """Return those that may be over: the author's last words, or the decision, lie far back.

    Words of the author set the time of an open one back to its beginning.
    """
    last = Max("messages__on", filter=Q(messages__move__in=BY_THE_AUTHOR))
    found = Voice.objects.filter(forgotten_on=None).annotate(last=last)
    silent = Q(state__in=OPEN, last__lt=on - timedelta(unanswered))
    return found.filter(silent | Q(decided_on__lt=on - timedelta(kept)))


def _ended_before(voice: Voice, day: date) -> bool:
    """Whether it ended before a day: with the decision, or with the item that it became."""
    end = ending.of(voice)
    if not end.is_over or (end.on and end.on >= day):
        return False
    return voice.view_on is None or voice.view_on < day


@transaction.atomic
def _forget(voice: Voice, on: date) -> None:
    """Take the words away, and the digests by which somebody could be found to have the code."""
    Message.objects.filter(voice=voice).exclude(text="").update(text="")
    Voice.objects.filter(pk=voice.pk).update(
        title="", text="", answer="", receipt=None, once=None, forgotten_on=on
    )
