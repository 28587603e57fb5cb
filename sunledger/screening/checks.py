"""A screen file that is broken stops the site at its start, with a sentence."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from sunledger.core.catalogue import CatalogueError
from sunledger.screening.lands import lands
from sunledger.screening.quality.faults import LevelError, levels_of
from sunledger.screening.screen import ScreenError, shelf


@register
def shelf_stands(**_kwargs: Any) -> list[CheckMessage]:
    """Load every screen and what belongs to each currency's land."""
    try:
        shelf()
        lands()
    except (ScreenError, CatalogueError) as error:
        return [Error(str(error), id="screening.E001")]
    return []


@register
def quality_levels(**_kwargs: Any) -> list[CheckMessage]:
    """Read the levels of quality that the site has set."""
    try:
        levels_of(settings.SUNLEDGER_QUALITY["levels"])
    except LevelError as error:
        return [Error(f"SUNLEDGER_QUALITY: {error}", id="screening.E002")]
    return []
