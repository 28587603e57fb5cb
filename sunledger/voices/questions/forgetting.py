"""What was written is forgotten when its time is over; what was published stays."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from sunledger.voices.questions.models import Question, Step
from sunledger.voices.questions.steps import OPEN


def forget(*, on: date) -> int:
    """Forget the words of all whose time is over on a day; return how many there were."""
    rules = settings.SUNLEDGER_QUESTIONS
    kept, silent = timedelta(rules["kept_days"]), timedelta(rules["unanswered_days"])
    old = Q(state__in=OPEN, level_by__lt=on - silent)
    ended = ~Q(state__in=OPEN) & ~Q(steps__on__gte=on - kept)
    found = list(Question.objects.filter(old | ended, forgotten_on=None).values_list("pk"))
    for (pk,) in found:
        _forget(pk, on)
    return len(found)


@transaction.atomic
def _forget(pk: int, on: date) -> None:
    """Take the words away, and the digests by which somebody could be found to have the code."""
    Step.objects.filter(question=pk).exclude(text="").update(text="")
    Question.objects.filter(pk=pk).update(
        text="", answer="", receipt=None, once=None, forgotten_on=on
    )
