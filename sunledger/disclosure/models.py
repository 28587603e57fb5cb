"""What disclosure remembers: sheets handed in, batches of records, and corrections laid over them.

A published record never changes: triggers in the database hold that (migration 0002), so that not
even a shell can break it. A correction stands beside the record, and `face` lays it over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.jobs.models import Job
from sunledger.units.models import Post, Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


def _person(*, null: bool = True) -> Any:
    """Return a field for who did something; such a person is never shown in public."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, blank=null, related_name="+"
    )


def _post() -> Any:
    """Return a field for the post by which it was done; the world sees posts, never persons."""
    return models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")


class UploadState(models.TextChoices):
    """Where an uploaded sheet stands."""

    WAITING = "waiting", _("waiting to be read")
    READING = "reading", _("being read")
    TAKEN = "taken", _("read")
    REFUSED = "refused", _("refused")
    DROPPED = "dropped", _("dropped")


class State(models.TextChoices):
    """Where a batch stands."""

    READING = "reading", _("being read")
    DRAFT = "draft", _("entered")
    SUBMITTED = "submitted", _("waiting for review")
    RETURNED = "returned", _("sent back")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


PUBLIC = (State.PUBLISHED, State.WITHDRAWN)


class _Kept(models.Model):
    """What both a sheet handed in and the batch made of it say of themselves."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    category = models.CharField(max_length=64, db_index=True)
    period = models.CharField(max_length=10)

    class Meta:
        abstract = True

    @property
    def shape(self) -> Category:
        """Return the category as its file describes it today."""
        return CATEGORIES[self.category]


class Batch(_Kept):
    """The records of one sheet: entered by one person, reviewed and published by another."""

    category_version = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)  # empty: nothing to report

    rows = models.PositiveIntegerField(default=0)  # records kept
    rows_read = models.PositiveIntegerField(default=0)  # physical lines of the sheet
    rows_noted = models.JSONField(default=dict)  # {"total": n, "list": [problem as JSON]}
    counts = models.JSONField(default=dict)  # lines by what became of them
    totals = models.JSONField(default=dict)  # {currency: whole minor units}

    entered_by = _person(null=False)
    entered_post = _post()
    entered_at = models.DateTimeField(default=timezone.now)
    submitted_by = _person()
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = _person()
    reviewed_post = _post()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("reason"), blank=True)  # why it was sent back
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)
    withdrawn_by = _person()
    withdrawn_post = _post()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(_("reason"), blank=True)
    withdrawn_leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    records: RelatedManager[Record]
    upload: Upload

    class Meta:
        ordering = ["-period", "-entered_at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "category", "period"], name="batch_of_unit"),
            models.Index(fields=["state", "reviewed_at"], name="batch_lately"),
        ]
        constraints = [
            models.CheckConstraint(
                name="batch_entered_is_not_reviewed",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("entered_by")),
                violation_error_message=_("Who entered a sheet cannot review it."),
            ),
            models.CheckConstraint(
                name="batch_submitted_is_not_reviewed",
                condition=Q(reviewed_by=None)
                | Q(submitted_by=None)
                | ~Q(reviewed_by=F("submitted_by")),
                violation_error_message=_("Who submitted a sheet cannot review it."),
            ),
            models.CheckConstraint(
                name="batch_public_was_reviewed",
                condition=~Q(state__in=PUBLIC)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False, leaf__isnull=False),
                violation_error_message=_("Nothing is public that nobody has reviewed."),
            ),
            models.CheckConstraint(
                name="batch_withdrawn_says_why",
                condition=Q(state=State.WITHDRAWN, withdrawn_leaf__isnull=False)
                & Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                & ~Q(withdrawn_reason="")
                | ~Q(state=State.WITHDRAWN) & Q(withdrawn_leaf=None, withdrawn_reason=""),
                violation_error_message=_("What is withdrawn says why."),
            ),
            models.UniqueConstraint(
                fields=["unit", "category", "period", "file_sha256"],
                condition=~Q(state=State.WITHDRAWN),
                name="batch_file_once",
                violation_error_message=_("This very file was given already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.category} {self.period}"

    @property
    def is_public(self) -> bool:
        """Whether the world may see it."""
        return self.state in PUBLIC


class Upload(_Kept):
    """A sheet as it was handed in. Its bytes are kept until it is read, and not a moment longer."""

    file_name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField(null=True)
    mapping = models.JSONField(default=dict, blank=True)  # heading: field, as the clerk decided
    by = _person(null=False)
    post = _post()
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=UploadState.choices, default=UploadState.WAITING)
    problems = models.JSONField(default=dict)  # {"total": n, "list": [problem as JSON]}
    counts = models.JSONField(default=dict)
    batch = models.OneToOneField(
        Batch, models.SET_NULL, null=True, blank=True, related_name="upload"
    )
    given_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="upload_read_is_forgotten",
                condition=Q(state__in=[UploadState.WAITING, UploadState.READING]) | Q(content=None),
                violation_error_message=_("What was read is not kept."),
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class RecordQuerySet(models.QuerySet["Record"]):
    """Questions to the records."""

    def public(self) -> RecordQuerySet:
        """Return the records that the world may see, the withdrawn among them."""
        return self.filter(batch__state__in=PUBLIC)

    def standing(self) -> RecordQuerySet:
        """Return the public records that were not withdrawn."""
        return self.filter(batch__state=State.PUBLISHED)


class Record(models.Model):
    """One line of a sheet, as it was published. It never changes; see Correction."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="records")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    category = models.CharField(max_length=64)
    number = models.PositiveIntegerField()  # its place in the batch, from 1
    sheet = models.CharField(max_length=120, blank=True)
    line = models.PositiveIntegerField()
    values = models.JSONField()  # field: text, whole number (money in minor units) or ISO day
    # Taken out of the values, to sort and add by; a correction changes neither.
    amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    day = models.DateField(null=True, blank=True)
    party = models.CharField(max_length=300, blank=True)
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    corrections: RelatedManager[Correction]
    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "number"]
        indexes = [models.Index(fields=["unit", "category", "day"], name="record_of_unit")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="record_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.number}"


class CorrectionState(models.TextChoices):
    """Where a correction stands."""

    ASKED = "asked", _("asked for")
    MADE = "made", _("made")
    REFUSED = "refused", _("refused")


class Correction(models.Model):
    """A new value for one field of a published record, asked for by one and decided by another."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=64)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    reason = models.TextField(_("reason"))
    asked_by = _person(null=False)
    asked_post = _post()
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        max_length=8, choices=CorrectionState.choices, default=CorrectionState.ASKED
    )
    decided_by = _person()
    decided_post = _post()
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)  # why it was refused
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_asked_is_not_decided",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Who asked for a correction cannot decide it."),
            ),
            models.CheckConstraint(
                name="correction_decided_says_by_whom",
                condition=Q(state=CorrectionState.ASKED, decided_by=None, leaf=None)
                | Q(state=CorrectionState.REFUSED, decided_by__isnull=False, leaf=None)
                | Q(state=CorrectionState.MADE, decided_by__isnull=False, leaf__isnull=False),
                violation_error_message=_("A decided correction says who decided it."),
            ),
            models.UniqueConstraint(
                fields=["record", "field"],
                condition=Q(state=CorrectionState.ASKED),
                name="correction_asked_once",
                violation_error_message=_("A correction of this field waits already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.field}"
