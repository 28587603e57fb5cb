"""The room as Django knows it."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """The screening room."""

    name = "sunledger.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"
