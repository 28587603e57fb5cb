"""What has been said in public, in order: the leaves of a Merkle tree, its nodes, and the facts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Leaf(models.Model):
    """One place in the log. It holds a digest only, so a fact can be erased and the log stands."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.BinaryField(max_length=32)  # what is logged: the salted digest of a fact
    hash = models.BinaryField(max_length=32)  # of the entry, as a leaf of the tree

    class Meta:
        ordering = ["index"]
        constraints = [
            models.CheckConstraint(
                name="seal_leaf_index_counts_from_zero",
                condition=Q(index__gte=0),
                violation_error_message=_("The log is counted from zero."),
            )
        ]

    def __str__(self) -> str:
        return str(self.index)


class Node(models.Model):
    """The hash of one complete subtree above the leaves; it never changes."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["level", "index"]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Fact(models.Model):
    """What was said at a leaf: the body whose digest, with the salt before it, is the entry."""

    leaf = models.OneToOneField(Leaf, models.PROTECT, primary_key=True, related_name="fact")
    what = models.CharField(max_length=40, db_index=True)
    body = models.TextField()  # canonical JSON: {"facts": ..., "said_at": ..., "what": ...}
    salt = models.BinaryField(max_length=32)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["leaf"]

    def __str__(self) -> str:
        return f"{self.what} {self.leaf_id}"
