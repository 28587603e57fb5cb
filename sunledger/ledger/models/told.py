"""What people were told: the nights on which the clock went round, and a digest a day at most."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from sunledger.ledger.models.item import Item


class Night(models.Model):
    """That the clock has gone over all items for a day, and since which day it had not."""

    day = models.DateField(unique=True)
    since = models.DateField()  # the day of the night before, whose news were told already
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)  # empty: it was cut off; begin it anew
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return self.day.isoformat()


class Digest(models.Model):
    """What one person was told on one day: reminders and what was escalated to them, as it was."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField()
    # {"waiting": 12, "news": {"due": {"count": 3, "items": [[pk, working days left], ...]}, ...}}
    content = models.JSONField(default=dict)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day"),
        ]
        indexes = [
            models.Index(
                fields=["day"], condition=models.Q(mailed_at=None), name="digest_to_be_mailed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class Chase(models.Model):
    """That somebody was reminded of an item on a day, or told that it stays undone; once a day."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="chases")
    day = models.DateField()
    why = models.CharField(max_length=8)  # the most pressing, as `digest.Told` has it

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["item", "day"], name="chase_once_a_day")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.day} {self.why}"


class CalendarKey(models.Model):
    """The key in the address of a person's calendar; only its hash is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_key"
    )
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    asked_on = models.DateField(null=True, blank=True)  # the last day on which it was used

    def __str__(self) -> str:
        return f"{self.user_id}"
