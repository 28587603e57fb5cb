"""What is kept of quality: the numbers of what each unit answers for; leads that are held back."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language

from sunledger.screening.quality.faults import Fault
from sunledger.screening.quality.result import Part
from sunledger.units.models import Unit


class TableQuality(models.Model):
    """How good the rows of a table are that a unit answers for, as the latest run counted them.

    `source` is the category in which they were published, or the source that holds them.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    table = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    published = models.BooleanField()
    counted_on = models.DateField()
    rows = models.PositiveBigIntegerField()
    refused = models.JSONField(default=dict)  # column -> rows that were left out
    trusted = models.PositiveBigIntegerField()
    copies = models.PositiveBigIntegerField(default=0)
    twice = models.PositiveBigIntegerField(default=0)
    late = models.PositiveBigIntegerField(default=0)
    dated = models.PositiveBigIntegerField(default=0)
    months = models.PositiveIntegerField(default=0)
    months_of = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict)  # column -> fault -> cells
    questions = models.JSONField(default=dict)  # screen -> rows that it can rest on
    cells = models.JSONField(default=list)  # the first to put right: row, column, fault

    class Meta:
        ordering = ["unit", "table", "source"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "table", "source"], name="quality_once"),
        ]
        indexes = [models.Index(fields=["source", "unit"], name="quality_of_source")]

    def __str__(self) -> str:
        return f"{self.unit} {self.source}"

    @property
    def part(self) -> Part:
        """Return the numbers as they were counted."""
        columns = {
            name: {Fault(fault): n for fault, n in counts.items()}
            for name, counts in self.columns.items()
        }
        return Part(
            body=self.unit.code,
            rows=self.rows,
            columns=columns,
            trusted=self.trusted,
            copies=self.copies,
            twice=self.twice,
            late=self.late,
            dated=self.dated,
            months=(self.months, self.months_of),
            questions=self.questions,
            refused=self.refused,
        )


class HeldLead(models.Model):
    """A lead that is held back, since what it rests on is not good enough: counted, not lost.

    The next run judges anew; where the data are mended, the lead is raised.
    """

    run = models.ForeignKey("screening.Run", models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    screen = models.CharField(max_length=64)
    version = models.CharField(max_length=12)
    key = models.CharField(max_length=32)
    figure = models.BigIntegerField()
    currency = models.CharField(max_length=3, blank=True)
    rows = models.PositiveIntegerField()
    because = models.JSONField(default=list)  # of each: table, column, fault, and both sentences
    held_at = models.DateTimeField()  # since when
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["screen", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["screen", "key"], name="held_lead_once"),
        ]
        indexes = [models.Index(fields=["unit", "screen"], name="held_lead_of_unit")]

    def __str__(self) -> str:
        return f"{self.screen}: {self.unit}"

    @property
    def reasons(self) -> list[str]:
        """Return why, in the language of the page."""
        language = "zh" if (get_language() or "zh").startswith("zh") else "en"
        found: list[dict[str, Any]] = self.because
        return [one[language] for one in found]
