"""By what a person finds their own lines: slips with a code, and tags beside the lines of lists.

No table here says who anybody is. A handle is a slow hash under the site's key of the number by
which a list knows a person; a tag is that handle once more, anew for every sheet, so that nobody
who has the tables can follow a person from one list to the next.
"""

from __future__ import annotations

from django.db import models

from sunledger.disclosure.models.batch import Batch
from sunledger.disclosure.models.common import person, post
from sunledger.units.models import Unit


class Slip(models.Model):
    """A printed code by which one household finds its lines in the lists of a unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)  # keyed: the table alone opens nothing
    made_on = models.DateField()
    until = models.DateField()  # the first day on which it opens nothing any more
    made_post = post()
    made_by = person(null=False)

    class Meta:
        ordering = ["-made_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit} {self.made_on}"


class SlipHandle(models.Model):
    """A number by which lists know the household of a slip, as a slow hash under the key."""

    slip = models.ForeignKey(Slip, models.CASCADE, related_name="handles")
    handle = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return str(self.slip_id)


class OwnTag(models.Model):
    """That a line of a sheet is somebody's: of two sheets, no two tags are alike."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()  # of the record in its batch
    tag = models.CharField(max_length=32, db_index=True)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
