"""The words by which questions are told apart."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What somebody wants: to know, or to have something put right."""

    QUESTION = "question", pgettext_lazy("of the public", "question")
    OBJECTION = "objection", _("objection")


class Subject(TextChoices):
    """What it is about."""

    RECORD = "record", _("a line")
    SHEET = "sheet", _("a whole sheet")
    MISSING = "missing", _("something owed and not published")
    EXEMPTION = "exemption", _("an exemption")


class Outcome(TextChoices):
    """How it was answered."""

    EXPLAINED = "explained", _("explained")
    CORRECTED = "corrected", pgettext_lazy("of a line", "put right")
    WITHDRAWN = "withdrawn", _("the sheet was withdrawn")
    TAKEN_UP = "taken_up", _("taken up as an item")
    REFUSED = "refused", _("not accepted, with reasons")


# Outcomes by which an objection was right; each leads to what was done about it.
UPHELD = (Outcome.CORRECTED, Outcome.WITHDRAWN, Outcome.TAKEN_UP)


class Light(TextChoices):
    """How pressing it is on a day."""

    AHEAD = "ahead", _("not answered yet")
    SOON = "soon", _("not answered yet, due soon")
    RED = "missing", _("not answered in time")
    IN_TIME = "in_time", _("answered in time")
    LATE = "late", _("answered late")
    JOINED = "exempt", _("joined with another")
