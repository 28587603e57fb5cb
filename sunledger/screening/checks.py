"""A screen file that is broken stops the site at its start, with a sentence."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from sunledger.core.catalogue import CatalogueError
from sunledger.screening.lands import lands
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
