"""What is remembered of questions: what each is about, who must answer by when, and every step.

Of who asks there are days and no moments, no address, no name. Steps are only ever added. The
words can be forgotten when their time is over; triggers in the database hold the rest (0004).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.disclosure.models import Batch, Correction, Exemption, Record
from sunledger.units.models import Post, Unit
from sunledger.voices.questions.steps import BY_NOBODY, ENDED, OPEN, Move, State
from sunledger.voices.questions.words import Kind, Outcome, Subject

if TYPE_CHECKING:
    from datetime import date

    from django.db.models.fields.related_descriptors import RelatedManager


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions about questions."""

    def still_open(self) -> QuestionQuerySet:
        """Return those that nobody has answered."""
        return self.filter(state__in=OPEN)

    def late(self, on: date) -> QuestionQuerySet:
        """Return the open ones that should have been answered before this day."""
        never = Q(first_on=None, answer_by__lt=on)
        return self.still_open().filter(never | Q(level_by__lt=on))

    def to_look_over(self) -> QuestionQuerySet:
        """Return the answered ones that may be public and wait for their second look."""
        asked = self.filter(state=State.ANSWERED, may_show=True, forgotten_on=None, kept_in="")
        return asked.filter(shown_answer="")


class Question(models.Model):
    """What somebody asked about something published, who must answer by when, and the answer."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.QUESTION)
    subject = models.CharField(max_length=9, choices=Subject.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # whose publication it is
    at = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # that must answer now
    # The unit that let its time pass, and may answer still; none once an answer was disputed.
    below = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="+")
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    exemption = models.ForeignKey(
        Exemption, models.PROTECT, null=True, blank=True, related_name="+"
    )
    category = models.CharField(max_length=64)
    period = models.CharField(max_length=10)
    # The place in the log of what was read then: what came after it was not known to who asked.
    pinned = models.BigIntegerField(null=True, blank=True)
    text = models.TextField(_("your words"), blank=True)
    may_show = models.BooleanField(_("the words may be shown"), default=True)
    receipt = models.CharField(max_length=64, null=True, blank=True, unique=True)
    once = models.CharField(max_length=64, null=True, blank=True, unique=True)

    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    turn = models.PositiveIntegerField(default=1)
    asked_on = models.DateField(db_index=True)
    answer_by = models.DateField()  # the day for the first answer; it never moves
    level_by = models.DateField()  # the day after which it goes up a level
    ordered_by = models.DateField(null=True, blank=True)  # what the level above set for the unit
    rises = models.PositiveSmallIntegerField(default=0)
    passes = models.PositiveSmallIntegerField(default=0)
    first_on = models.DateField(null=True, blank=True)  # of the first answer
    answered_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    correction = models.ForeignKey(
        Correction, models.PROTECT, null=True, blank=True, related_name="+"
    )
    item = models.CharField(max_length=26, blank=True, db_index=True)  # the code of the item
    into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")
    disputed_on = models.DateField(null=True, blank=True)

    shown_text = models.TextField(blank=True)
    shown_on = models.DateField(null=True, blank=True)
    shown_answer = models.TextField(blank=True)
    kept_in = models.TextField(blank=True)
    forgotten_on = models.DateField(null=True, blank=True)

    steps: RelatedManager[Step]
    joined: RelatedManager[Question]
    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["at", "state"], name="question_at"),
            models.Index(fields=["unit", "category", "period"], name="question_of_unit"),
            models.Index(fields=["state", "level_by"], name="question_level"),
        ]
        constraints = [
            models.CheckConstraint(
                name="question_is_about_one_thing",
                condition=Q(subject=Subject.RECORD, record__isnull=False, batch__isnull=False)
                & Q(exemption=None)
                | Q(subject=Subject.SHEET, record=None, batch__isnull=False, exemption=None)
                | Q(subject=Subject.EXEMPTION, record=None, batch=None, exemption__isnull=False)
                | Q(subject=Subject.MISSING, record=None, batch=None, exemption=None),
            ),
            models.CheckConstraint(
                name="question_ends_whole",
                condition=Q(state__in=OPEN, answered_on=None, outcome="", into=None)
                | Q(state=State.ANSWERED, answered_on__isnull=False, into=None) & ~Q(outcome="")
                | Q(state=State.JOINED, answered_on=None, outcome="", into__isnull=False),
            ),
            models.CheckConstraint(
                name="question_is_not_joined_with_itself", condition=Q(into=None) | ~Q(into=F("pk"))
            ),
            models.CheckConstraint(
                name="question_taken_up_is_an_item",
                condition=Q(outcome=Outcome.TAKEN_UP) & ~Q(item="")
                | ~Q(outcome=Outcome.TAKEN_UP) & Q(item=""),
            ),
            models.CheckConstraint(
                name="question_is_shown_only_where_asked",
                condition=Q(shown_on=None, shown_text="", shown_answer="")
                | Q(may_show=True, shown_on__isnull=False, kept_in=""),
                violation_error_message=_("Who asked does not want the words to be shown."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state in OPEN


class Step(models.Model):
    """That somebody did something about a question, or the clock did."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=12, choices=Move.choices)
    state = models.CharField(max_length=12, choices=State.choices)  # after it
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # that had to answer then
    to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateField(null=True, blank=True)  # the day that was set with it
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    link = models.CharField(max_length=26, blank=True)  # a correction, an item, a sheet, another
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    text = models.TextField(blank=True)  # for who asked and who answers
    shown_text = models.TextField(blank=True)  # for everyone
    shown_answer = models.TextField(blank=True)
    # None as long as it is not yet said: what nobody signed in did is said with the night.
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_step_once"),
            models.CheckConstraint(
                name="question_step_has_its_post",
                condition=Q(move__in=BY_NOBODY, by=None, post=None)
                | ~Q(move__in=BY_NOBODY) & Q(by__isnull=False, post__isnull=False),
            ),
            models.CheckConstraint(
                name="question_step_is_said",
                condition=Q(move__in=(Move.ASK, Move.DISPUTE)) | Q(leaf__isnull=False),
            ),
            models.CheckConstraint(
                name="question_step_shows_when_shown",
                condition=Q(shown_text="", shown_answer="") | Q(move=Move.SHOW),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_move_display()}"


__all__ = ["ENDED", "Question", "QuestionQuerySet", "Step"]
