"""The room as Django knows it."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """The units room."""

    name = "sunledger.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"
