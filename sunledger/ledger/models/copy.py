"""The public copy of a piece of evidence, beside the original that nobody changes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sunledger.core.cleancopy import KINDS
from sunledger.core.codes import new_code
from sunledger.ledger.models.proof import Evidence
from sunledger.units.models import Post


class EvidenceCopy(models.Model):
    """What everyone may read of a file of evidence: written anew, looked at, and said in public."""

    # Its address: long and drawn by chance, so that it tells nothing of the file or of the item.
    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="copies")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    content = models.BinaryField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    removed = models.JSONField(default=list)  # names of what is not in it, never what stood there
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    leaf = models.BigIntegerField(unique=True)
    # A person was recognised in it after all: it is shown no more, and what it was stays known.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    withdrawn_leaf = models.BigIntegerField(unique=True, null=True, blank=True)

    class Meta:
        verbose_name_plural = "evidence copies"
        ordering = ["leaf"]
        constraints = [
            models.CheckConstraint(
                name="evidence_copy_holds_something",
                condition=models.Q(size__gt=0),
                violation_error_message=_("A public copy holds something."),
            ),
            models.UniqueConstraint(
                name="evidence_copy_once_at_a_time",
                fields=["evidence"],
                condition=models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        """Return the name under which it is saved; no word of the name that the file came with."""
        return f"{self.evidence.kind}-{self.sha256[:8]}{KINDS[self.kind]}"
