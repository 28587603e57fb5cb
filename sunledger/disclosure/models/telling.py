"""What a large sheet comes to, kept so that nobody counts a million lines while a reader waits.

Derived: counted by the worker after each change, and again at any time (see `telling.kept`).
"""

from __future__ import annotations

from django.db import models

from sunledger.disclosure.models.batch import Batch


class Telling(models.Model):
    """The sums and the largest groups of one sheet, as its page tells them."""

    batch = models.OneToOneField(Batch, models.CASCADE, primary_key=True, related_name="+")
    told = models.JSONField()

    def __str__(self) -> str:
        return f"{self.batch_id}"
