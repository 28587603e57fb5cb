"""The room as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """The screening room."""

    name = "sunledger.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let Django look at the shelf before it starts."""
        import_module("sunledger.screening.checks")
