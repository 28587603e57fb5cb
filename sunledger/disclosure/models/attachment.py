"""What lies beside the lines of a sheet: a scan of the contract, a picture of the board."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.core.cleancopy import KINDS
from sunledger.core.codes import new_code
from sunledger.disclosure.models.batch import Batch
from sunledger.disclosure.models.common import person, post


class Attachment(models.Model):
    """A file written anew for the public; of the original only its hash is kept.

    It never stands instead of lines, and never changes: another file is another attachment.
    """

    # Its address: long and drawn by chance, so that it tells nothing of the file or of the sheet.
    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="attachments")
    title = models.CharField(_("what it shows"), max_length=120)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    content = models.BinaryField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    original_sha256 = models.CharField(max_length=64)
    removed = models.JSONField(default=list)  # names of what is not in it, never what stood there
    by = person(null=False)
    post = post()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_holds_something",
                condition=Q(size__gt=0),
                violation_error_message=_("An attachment holds something."),
            ),
            models.UniqueConstraint(
                fields=["batch", "original_sha256"],
                name="attachment_once",
                violation_error_message=_("This very file is attached already."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        """Return the name under which it is saved; no word of the name that the file came with."""
        return f"{self.batch.category}-{self.batch.period}-{self.sha256[:8]}{KINDS[self.kind]}"
