"""The lines of public tables: what tables filter, sort and add up, as it stands today.

They are made from the records and the corrections, in the transaction that publishes, corrects or
withdraws, and can be made again from them at any time: `lines.keeping`.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from sunledger.disclosure.models.batch import Batch
from sunledger.disclosure.models.record import Record
from sunledger.units.models import Unit

# What stands for nothing, so that every line has its place in every order. No amount of a sheet is
# so small: sixteen digits are the most that are read.
NO_AMOUNT = -(2**62)
NO_DAY = date(1, 1, 1)
_STANDING = Q(standing=True)


def _order(name: str, *fields: str) -> models.Index:
    """Return the index of one order; what stands behind the record is only read from it.

    `standing` too, which is the same in all of it: SQLite would look into the row for it otherwise.
    """
    return models.Index(fields=[*fields, "standing"], name=name, condition=_STANDING)


class Line(models.Model):
    """A public record as tables know it, with its corrections laid over it."""

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="+")
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(max_length=64)
    period = models.CharField(max_length=10)
    day = models.DateField(default=NO_DAY)
    amount = models.BigIntegerField(default=NO_AMOUNT)
    currency = models.CharField(max_length=3, blank=True)
    party = models.CharField(max_length=300, blank=True)
    standing = models.BooleanField(default=True)  # false: withdrawn; found, but in no table
    text = models.TextField()  # all its words, prepared for being looked for: see lines.words

    class Meta:
        indexes = [
            _order("line_by_period", "category", "period", "record", "unit", "amount", "currency"),
            _order("line_by_day", "category", "day", "record", "unit", "amount", "currency"),
            _order("line_by_amount", "category", "amount", "record", "unit", "currency"),
            _order("line_by_party", "category", "party", "record", "unit", "amount", "currency"),
            _order("line_of_unit", "unit", "category", "period", "record", "amount", "currency"),
            models.Index(fields=["batch", "record"], name="line_of_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.period} {self.record_id}"


class Sum(models.Model):
    """How many lines stand, and what they come to: of a unit in a period, and of all units."""

    category = models.CharField(max_length=64)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    period = models.CharField(max_length=10)
    currency = models.CharField(max_length=3, blank=True)
    lines = models.BigIntegerField(default=0)
    amount = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "unit", "period", "currency"],
                condition=Q(unit__isnull=False),
                name="sum_of_unit_once",
            ),
            models.UniqueConstraint(
                fields=["category", "period", "currency"],
                condition=Q(unit=None),
                name="sum_of_all_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.unit_id} {self.period} {self.currency}"
