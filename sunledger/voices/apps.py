"""The room as Django knows it."""

from django.apps import AppConfig


class VoicesConfig(AppConfig):
    """The voices room."""

    name = "sunledger.voices"
    label = "voices"
    default_auto_field = "django.db.models.BigAutoField"
