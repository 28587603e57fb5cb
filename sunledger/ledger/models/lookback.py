"""The days on which a closed item is to be looked at again, as they were drawn when it closed."""

from django.db import models

from sunledger.ledger.models.item import Item
from sunledger.ledger.models.step import Step


class LookBack(models.Model):
    """One such day, and the step by which somebody looked, once that was done.

    The draw follows from the item's code, which no database can work out in a query; so it is kept.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="look_backs")
    day = models.DateField()
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="look_backs")

    class Meta:
        ordering = ["day", "pk"]
        indexes = [
            models.Index(
                fields=["day", "item"],
                condition=models.Q(step__isnull=True),
                name="look_back_to_be_made",
            )
        ]
        constraints = [models.UniqueConstraint(fields=["item", "day"], name="look_back_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"
