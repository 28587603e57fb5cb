"""Paths through the tree: "21/2101/210102/" is 210102, under 2101, under 21.

Everything under a unit begins with that unit's path, and so lies in one stretch of an index that
compares byte by byte. SQLite compares so by itself; PostgreSQL is told to, by the collation "C".
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from sunledger.core.problem import Refused
from sunledger.core.problem import gettext_noop as _

# The longest path: an entry of a PostgreSQL index holds about 2,700 bytes.
LONGEST = 2000
_AFTER_SLASH = "0"  # the sign that follows "/" in ASCII

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class PathField(_Text):
    """A path, kept so that the database finds a whole branch by its index."""

    def db_parameters(self, connection: Any) -> Any:
        """Return the column as usual, but compared byte by byte."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def path_of(code: str, above: str) -> str:
    """Return the path of a unit under another one's path; "" is above the topmost."""
    path = f"{above}{code}/"
    if len(path) > LONGEST:
        raise Refused(_("%(code)s lies too deep: its path is longer than can be kept."), code=code)
    return path


def depth_of(path: str) -> int:
    """Return how many units lie above the one with this path."""
    return path.count("/") - 1


def branch(path: str, field: str = "path") -> Q:
    """Return the condition that a path lies in a branch, its root included."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": path[:-1] + _AFTER_SLASH})
