"""The words of conveying: what a unit can say it made of a decision, and where that leaves it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a unit says it made of what it received."""

    LIST = "list", _("on our list")
    PROJECT = "project", _("broken down into a project")
    DONE = "done", _("done already")
    NOT_OURS = "not_ours", _("does not concern us")
    WORDS = "words", _("studied, passed on, met about it")


class Whom(models.TextChoices):
    """How the units to which something is conveyed were chosen."""

    CHOSEN = "chosen", _("chosen one by one")
    NEXT = "next", _("all directly below")
    KIND = "kind", _("all of a kind below")
    GROUP = "group", _("a named group")


class Standing(models.TextChoices):
    """Where a unit stands with what it received. It is computed, never typed."""

    ITEMS = "items", _("items of its own")
    EXCUSED = "excused", _("does not concern it, and the sender agrees")
    ASKED = "asked", _("says it does not concern it; the sender has to decide")
    PASSED = "passed", _("passed on only")
    WORDS = "words", _("words only")
    HELD = "held", _("acknowledged, nothing more")
    SILENT = "silent", _("not acknowledged")


# Paper that moved and nothing else: none of these is an achievement.
NOTHING_MADE = (Standing.PASSED, Standing.WORDS, Standing.HELD, Standing.SILENT)
# A unit that stands so, and has not passed it on, is where a decision stops.
WENT_NO_FURTHER = (Standing.WORDS, Standing.HELD, Standing.SILENT)


class Signed(models.TextChoices):
    """Whether a unit has acknowledged, and in time."""

    IN_TIME = "in_time", _("acknowledged in time")
    LATE = "late", _("acknowledged late")
    WAITING = "waiting", _("still has time to acknowledge")
    OVERDUE = "overdue", _("overdue to acknowledge")
