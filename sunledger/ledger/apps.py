"""The room as Django knows it."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger room."""

    name = "sunledger.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
