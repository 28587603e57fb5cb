"""The room as Django knows it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The jobs room."""

    name = "sunledger.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
