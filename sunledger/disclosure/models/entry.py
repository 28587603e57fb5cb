"""What makes entry short: mappings remembered, tables being typed, bundles, printed forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.disclosure.models.common import Kept, person
from sunledger.disclosure.models.upload import Upload
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Mapping(models.Model):
    """Which field each heading of a unit's sheets is, as somebody there has said once."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    category = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)  # of the headings of all sheets of the file
    columns = models.JSONField(default=dict)  # heading: field
    sheets = models.JSONField(default=list)  # the names of those that are read; empty: all
    made_by = person()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "category", "digest"], name="mapping_once_a_heading"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.category}"


class Way(models.TextChoices):
    """How the lines came in."""

    SHEET = "sheet", _("a file")
    PASTED = "pasted", _("pasted")
    TYPED = "typed", _("typed in")


class Entry(Kept):
    """One handing-in, from the page that was opened to the sheet; kept while it is being typed.

    Its code is made before anything is sent, so that sending the same page twice hands in once.
    The seconds belong to the unit's figures alone: see `minutes`.
    """

    way = models.CharField(max_length=6, choices=Way.choices, default=Way.SHEET)
    rows = models.JSONField(default=list)  # what is being typed: lines of cells, as written
    by = person(null=False)
    opened_at = models.DateTimeField(default=timezone.now)
    kept_at = models.DateTimeField(default=timezone.now)
    seconds = models.PositiveIntegerField(default=0)  # before the page, long breaks left out
    upload = models.OneToOneField(
        Upload, models.SET_NULL, null=True, blank=True, related_name="entry"
    )

    class Meta:
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit} {self.category} {self.period}"


class Bundle(models.Model):
    """Many files handed in at once, until it is clear what each of them is."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    by = person(null=False)
    opened_at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(default=timezone.now)

    files: RelatedManager[BundleFile]

    class Meta:
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return self.code


class BundleFile(models.Model):
    """One file of a bundle, and what it is taken for."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=400)  # with its folders, which say much
    content = models.BinaryField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    category = models.CharField(max_length=64, blank=True)
    period = models.CharField(max_length=10, blank=True)
    by_days = models.BooleanField(default=False)  # months of several periods, taken apart by day
    refusal = models.JSONField(default=dict)  # {"msgid": ..., "params": {...}}
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["bundle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "number"], name="bundle_number_once")
        ]

    def __str__(self) -> str:
        return self.path


class Blank(Kept):
    """A printed form for those without a screen; its short code is typed back by a clerk."""

    printed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "category", "period"], name="blank_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.category} {self.period}"
