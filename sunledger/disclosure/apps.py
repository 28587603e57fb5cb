"""The room as Django knows it."""

from django.apps import AppConfig
from django.conf import settings

from sunledger.disclosure import category


class DisclosureConfig(AppConfig):
    """The disclosure room."""

    name = "sunledger.disclosure"
    label = "disclosure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lay the site's own packs over those that come with Sunledger."""
        category.lay_over(settings.SUNLEDGER_PACKS / category.IN_FORCE)
