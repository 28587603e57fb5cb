"""What the checks before review remember: answers to what they asked, and digests of content."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.disclosure.models.batch import Batch
from sunledger.disclosure.models.common import person


class Answer(models.Model):
    """Why a sheet is right although a check asks; written by who hands it on, for who reviews."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="answers")
    check_code = models.CharField(max_length=32)
    reason = models.TextField(_("reason"))
    by = person(null=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "check_code"], name="answer_once_a_check"),
        ]

    def __str__(self) -> str:
        return f"{self.check_code}: {self.reason}"


class Content(models.Model):
    """A digest of a sheet's lines without their days, so that the same content is seen again."""

    batch = models.OneToOneField(Batch, models.CASCADE, related_name="content")
    digest = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.digest
