"""Why a row was not read, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WORDS = {
    "header": gettext_noop("headings"),
    "title": gettext_noop("titles above or below the table"),
    "blank": gettext_noop("blank lines"),
    "total": gettext_noop("totals"),
}


def reason_words(reason: str) -> str:
    """Return the reason as people read it."""
    return _(WORDS[reason]) if reason in WORDS else reason
