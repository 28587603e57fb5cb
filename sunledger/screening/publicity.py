"""Which leads may be told to everyone: the one place where that is decided.

A lead that rests on what tells private persons apart stays inside until people have verified it:
registers are wrong more often than those whom they name. Whatever shows leads, or what became of
them, beyond those who screen asks here.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from sunledger.screening.models import Lead
from sunledger.screening.screen import Screen


def stays_inside(screen: Screen | None) -> bool:
    """Whether what a screen raises is told to nobody outside until it is verified.

    Of a screen that is no longer on the shelf nobody knows what it read.
    """
    return screen is None or screen.private


def problem(lead: Lead, screen: Screen | None) -> str:
    """Return the words with which a lead becomes an item, which the world may read one day."""
    if stays_inside(screen):
        return _(
            "A lead from comparing registers; its rows concern persons and stay with those who "
            "screen. What is verified is written here, without anybody's particulars."
        )
    return f"{lead.sentence_zh}\n\n{lead.sentence_en}"
