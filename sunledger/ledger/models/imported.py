"""Lists that came in as sheets: the files, what was read in them, and which line is which item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.jobs.models import Job
from sunledger.ledger.models.item import Item
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Stage(models.TextChoices):
    """How far a list is on its way to being items."""

    READING = "reading", _("being read")
    READ = "read", _("read, not opened")
    OPENED = "opened", _("opened")
    DROPPED = "dropped", _("given up")


class Import(models.Model):
    """A list that was handed in, whose lines become items or are said to be wrong."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="imports")
    title = models.CharField(_("title"), max_length=200)
    wishes = models.JSONField(default=dict)  # how to read it and what to open; see imports.wishes
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.READING)
    reading = models.JSONField(null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    files: RelatedManager[ListFile]
    lines: RelatedManager[ListLine]

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_opened_says_when",
                condition=Q(stage=Stage.OPENED, opened_at__isnull=False)
                | ~Q(stage=Stage.OPENED) & Q(opened_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.title


class ListFile(models.Model):
    """A file of a list, as it was handed in, with its hash."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ListLine(models.Model):
    """Which line of which list an item comes from; the same line opens nothing twice."""

    imported = models.ForeignKey(Import, models.PROTECT, related_name="lines")
    # The unit whose list it is: lines are known again within its lists only.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    sheet = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField()
    number = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=80, blank=True, db_index=True)
    item = models.OneToOneField(Item, models.PROTECT, related_name="listed")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "key"], name="list_line_once_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.line}"


class OwnerName(models.Model):
    """What a unit's lists call another unit, remembered once somebody has said it."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    words = models.CharField(max_length=200)
    means = models.ForeignKey(Unit, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["unit", "words"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "words"], name="owner_name_once_a_unit"),
            models.CheckConstraint(name="owner_name_is_something", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words
