"""The room as Django knows it."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """The disclosure room."""

    name = "sunledger.disclosure"
    label = "disclosure"
    default_auto_field = "django.db.models.BigAutoField"
