"""What several tables of this room share."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from sunledger.core.codes import new_code
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.units.models import Post, Unit


def person(*, null: bool = True) -> Any:
    """Return a field for who did something; such a person is never shown in public."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, blank=null, related_name="+"
    )


def post() -> Any:
    """Return a field for the post by which it was done; the world sees posts, never persons."""
    return models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")


class Kept(models.Model):
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
