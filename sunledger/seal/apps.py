"""The room as Django knows it."""

from django.apps import AppConfig


class SealConfig(AppConfig):
    """The seal room."""

    name = "sunledger.seal"
    label = "seal"
    default_auto_field = "django.db.models.BigAutoField"
