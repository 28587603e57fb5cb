"""What the room remembers: voices, and what was said about each, by its author and by the unit.

Of the author's side there are days and no moments, no address, no name. Messages are only ever
added; their words, and the author's own, can be forgotten when their time is over, and nothing
else of them can change: triggers in the database hold that (migration 0002).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.units.models import Post, Unit
from sunledger.voices.questions.models import Question, Step
from sunledger.voices.steps import ADOPTED, BY_THE_AUTHOR, DECIDED, ENDED, OPEN, Move, State
from sunledger.voices.words import Giver, Kind, Theme, View

if TYPE_CHECKING:
    from datetime import date

    from django.db.models.fields.related_descriptors import RelatedManager


__all__ = ["Message", "Question", "Step", "Voice", "VoiceQuerySet"]


class VoiceQuerySet(models.QuerySet["Voice"]):
    """Questions about voices."""

    def suggestions(self) -> VoiceQuerySet:
        """Return the suggestions."""
        return self.filter(kind=Kind.SUGGESTION)

    def still_open(self) -> VoiceQuerySet:
        """Return those that nobody has decided, and whose words are still there."""
        return self.filter(state__in=OPEN, forgotten_on=None)

    def late(self, on: date) -> VoiceQuerySet:
        """Return those that should have been acknowledged, or answered, before this day."""
        not_acknowledged = Q(state=State.RECEIVED, acknowledge_by__lt=on)
        return self.filter(not_acknowledged | Q(state__in=OPEN, answer_by__lt=on))

    def in_public(self) -> VoiceQuerySet:
        """Return those whose words the world can read."""
        return self.exclude(shown_on=None)

    def to_look_over(self) -> VoiceQuerySet:
        """Return the decided ones that could be published, and wait for a second look."""
        asked = self.filter(state__in=DECIDED, may_publish=True, forgotten_on=None)
        return asked.filter(shown_on=None, kept_in="")


class Voice(models.Model):
    """What somebody suggested, which unit answers for it, and what became of it."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SUGGESTION)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="voices")  # that answers
    about = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    theme = models.CharField(_("theme"), max_length=12, choices=Theme.choices)
    giver = models.CharField(_("from whom"), max_length=10, choices=Giver.choices)
    title = models.CharField(_("in one line"), max_length=100, blank=True)
    text = models.TextField(_("your suggestion"), blank=True)
    may_publish = models.BooleanField(_("it may be published"), default=True)
    # Only where a member gives it under their post, signed in.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    receipt = models.CharField(max_length=64, null=True, blank=True, unique=True)
    # The form it came by, as a digest: the same form sent twice gives one suggestion.
    once = models.CharField(max_length=64, null=True, blank=True, unique=True)

    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    # How many moves have changed the state or the unit: who acts on an older turn is told so.
    turn = models.PositiveIntegerField(default=1)
    received_on = models.DateField(db_index=True)
    acknowledge_by = models.DateField()
    answer_by = models.DateField()
    passes = models.PositiveSmallIntegerField(default=0)
    decided_on = models.DateField(null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    item = models.CharField(max_length=26, blank=True, db_index=True)  # the code of the item
    into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    view = models.CharField(max_length=13, choices=View.choices, blank=True)
    view_on = models.DateField(null=True, blank=True)
    view_of = models.CharField(max_length=26, blank=True)  # of which ending: the item's code

    # What was published after a second look, which may be less than was written.
    shown_title = models.CharField(max_length=100, blank=True)
    shown_text = models.TextField(blank=True)
    shown_answer = models.TextField(blank=True)
    shown_on = models.DateField(null=True, blank=True)
    shown_leaf = models.BigIntegerField(null=True, blank=True, unique=True)
    kept_in = models.TextField(blank=True)  # why it is not published
    forgotten_on = models.DateField(null=True, blank=True)

    messages: RelatedManager[Message]
    joined: RelatedManager[Voice]
    objects = VoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["unit", "state"]),
            models.Index(fields=["state", "answer_by"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="voice_ends_whole",
                condition=Q(state__in=OPEN, decided_on=None, leaf=None)
                | Q(state__in=ENDED, decided_on__isnull=False, leaf__isnull=False),
            ),
            models.CheckConstraint(
                name="voice_adopted_is_an_item",
                condition=Q(state__in=ADOPTED) & ~Q(item="") | ~Q(state__in=ADOPTED) & Q(item=""),
                violation_error_message=_("What is adopted becomes an item, and nothing else."),
            ),
            models.CheckConstraint(
                name="voice_merged_points_to_another",
                condition=Q(state=State.MERGED, into__isnull=False)
                | ~Q(state=State.MERGED) & Q(into=None),
            ),
            models.CheckConstraint(
                name="voice_is_not_joined_with_itself", condition=Q(into=None) | ~Q(into=F("pk"))
            ),
            models.CheckConstraint(
                name="voice_is_shown_only_where_asked",
                condition=Q(shown_on=None, shown_leaf=None, shown_text="", shown_title="")
                | Q(may_publish=True, state__in=DECIDED, shown_leaf__isnull=False, kept_in=""),
                violation_error_message=_("The author asked that it not be published."),
            ),
            models.CheckConstraint(
                name="voice_is_judged_when_it_ended",
                condition=Q(view="", view_on=None) | Q(state__in=ENDED, view_on__isnull=False),
            ),
            models.CheckConstraint(
                name="voice_is_nameless_or_a_posts",
                condition=Q(by=None, post=None)
                | Q(by__isnull=False, post__isnull=False, giver=Giver.MEMBER, receipt=None),
            ),
        ]

    def __str__(self) -> str:
        return self.shown_title or self.code

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state in OPEN


class Message(models.Model):
    """That the author or the unit did something about a voice, and what they wrote with it."""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=12, choices=Move.choices)
    state = models.CharField(max_length=12, choices=State.choices)  # after it
    # The unit that answered for the voice when this was done.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    # Nobody, where the author speaks.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["voice", "number"]
        constraints = [
            models.UniqueConstraint(fields=["voice", "number"], name="message_number_once"),
            models.CheckConstraint(
                name="message_is_the_authors_or_a_posts",
                condition=Q(move__in=BY_THE_AUTHOR, by=None, post=None)
                | ~Q(move__in=BY_THE_AUTHOR) & Q(by__isnull=False, post__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_move_display()}"
