"""The room as Django knows it."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """The decisions room."""

    name = "sunledger.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
