"""How many rows every table of the site has."""

from django.apps import apps
from django.db import connection


def counts() -> dict[str, int]:
    """Return the rows of every table, and of the cache."""
    tables = {m._meta.db_table: m._default_manager.count() for m in apps.get_models()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sunledger_cache")
        return tables | {"cache": cursor.fetchone()[0]}
