"""Books that were taken in from other sites: whose log they stand in, and each fact as said there.

The sheets and lines made of them are rows like all others, so that they are read, searched and
added up like them; what stands here says where they come from, and proves it.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from sunledger.disclosure.models.batch import Batch
from sunledger.disclosure.models.owed import Exemption
from sunledger.disclosure.models.record import Correction, Record
from sunledger.units.models import Unit


class Origin(models.Model):
    """Another site's log, by the key that an administrator here trusts."""

    name = models.CharField(max_length=100, unique=True)
    key = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0)  # of its log as it was seen last
    root = models.CharField(max_length=64, blank=True)
    trusted_at = models.DateTimeField(default=timezone.now)
    leaf = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Head(models.Model):
    """The head of another log as it was seen here, with the signature of that site."""

    origin = models.ForeignKey(Origin, models.PROTECT, related_name="heads")
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    note = models.TextField()
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["origin", "size"]
        constraints = [models.UniqueConstraint(fields=["origin", "size"], name="head_seen_once")]

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class Branch(models.Model):
    """Which unit here is which unit there, and how much of its books came in so far."""

    origin = models.ForeignKey(Origin, models.PROTECT, related_name="branches")
    code = models.CharField(max_length=32)  # there
    below = models.BooleanField()  # with all units below it
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # here
    first = models.BigIntegerField()  # nothing that was said before this place came in
    size = models.BigIntegerField()  # of the log of which everything came in

    class Meta:
        ordering = ["origin", "code", "below"]
        constraints = [
            models.UniqueConstraint(fields=["origin", "code", "below"], name="branch_taken_once")
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.code}"


class Taken(models.Model):
    """One fact of another site's log, as it was said there, with its proof.

    What was held back (`held` says why) and what was forgotten keeps its digest and loses its text.
    """

    origin = models.ForeignKey(Origin, models.PROTECT, related_name="+")
    entry = models.BigIntegerField()
    what = models.CharField(max_length=40)
    digest = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=32)
    body = models.TextField(blank=True)
    path = models.BinaryField()  # hashes of 32 bytes one after the other, up to the root of `head`
    head = models.ForeignKey(Head, models.PROTECT, related_name="+")
    held = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")  # here
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="taken")
    record = models.OneToOneField(
        Record, models.PROTECT, null=True, blank=True, related_name="taken"
    )
    correction = models.OneToOneField(
        Correction, models.PROTECT, null=True, blank=True, related_name="taken"
    )
    exemption = models.OneToOneField(
        Exemption, models.PROTECT, null=True, blank=True, related_name="taken"
    )
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)  # where we say so

    class Meta:
        ordering = ["origin", "entry"]
        constraints = [models.UniqueConstraint(fields=["origin", "entry"], name="taken_in_once")]
        indexes = [models.Index(fields=["batch", "what", "entry"], name="taken_of_batch")]

    def __str__(self) -> str:
        return f"{self.origin} {self.entry}"
