"""Names under which a unit's meetings speak of others: remembered ones, and those of many units."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.units.models import Unit


class Group(models.Model):
    """Many units under one name: all counties, all bureaus. Each gets an item of its own."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    # All units of these kinds below the unit; or, where none is given, the members by name.
    kinds = models.JSONField(default=list)
    members = models.ManyToManyField(Unit, related_name="+")

    class Meta:
        ordering = ["unit", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="group_name_once_a_unit")
        ]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """What a unit's meetings call another unit, or a group: remembered once it was chosen."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    words = models.CharField(max_length=500)
    means = models.ManyToManyField(Unit, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="+")
    remembered_at = models.DateTimeField()

    class Meta:
        ordering = ["unit", "words"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "words"], name="alias_once_a_unit"),
            models.CheckConstraint(name="alias_of_something", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words
