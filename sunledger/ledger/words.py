"""The words by which items, their proofs and their chain are told apart."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How a closed item ended; "closed, not done" is said as plainly as success."""

    PUT_RIGHT = "put_right", _("put right")
    NOT_DONE = "not_done", _("not done")
    UNFOUNDED = "unfounded", _("nothing was wrong")
    DATA_ERROR = "data_error", _("the data were wrong")


class Kind(models.TextChoices):
    """The kinds of evidence an item can need."""

    DOCUMENT = "document", _("document")
    RECEIPT = "receipt", _("receipt")
    RERUN = "rerun", _("second run of the screen")
    NOTE = "note", _("note")


class Finding(models.TextChoices):
    """What a second run of the screen found."""

    CLEAN = "clean", _("clean")
    STILL = "still", _("still flagged")


class Role(models.TextChoices):
    """The links of the chain beside the doer and the checker, which the item names itself."""

    LEADER = "leader", _("responsible leader")
    CO_UNIT = "co_unit", _("contributing unit")
    HANDLER = "handler", _("handler")
    # Sees that the whole goes on; it neither does the work nor finds it good.
    OVERSEER = "overseer", _("supervising unit")


class About(models.TextChoices):
    """What is going to be said in public, to which whoever it names may reply before."""

    RESULT = "result", _("the result")
    NOT_DONE = "not_done", _("that it is closed as not done")
    SHAM = "sham", _("that it was put right on paper only")
    LATE = "late", _("that it is long overdue")


class Opinion(models.TextChoices):
    """The view of whoever raised the matter."""

    SATISFIED = "satisfied", _("satisfied")
    NOT_SATISFIED = "unsatisfied", _("not satisfied")
    UNREACHED = "unreached", _("could not be reached")
