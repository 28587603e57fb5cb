"""The index of words: FTS5 without content on SQLite, a tsvector beside each line on PostgreSQL."""

from typing import Any

from django.db import migrations

# The words are prepared by lines.words, pairs of signs that have been parted by spaces already, so
# the database has nothing to tell apart. `detail=none` keeps which line holds a pair and not where.
SQLITE = (
    "CREATE VIRTUAL TABLE disclosure_words USING fts5("
    "words, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')"
)
POSTGRESQL = (
    "ALTER TABLE disclosure_line ADD COLUMN words tsvector",
    "CREATE INDEX line_words ON disclosure_line USING gin (words)",
)


def make(_apps: Any, editor: Any) -> None:
    """Make the index."""
    for statement in [SQLITE] if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement, params=None)


def unmake(_apps: Any, editor: Any) -> None:
    """Take the index away."""
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE disclosure_words", params=None)
    else:
        editor.execute("ALTER TABLE disclosure_line DROP COLUMN words", params=None)


class Migration(migrations.Migration):
    """What is found by a part of a word."""

    dependencies = [("disclosure", "0003_lines")]
    operations = [migrations.RunPython(make, unmake)]
