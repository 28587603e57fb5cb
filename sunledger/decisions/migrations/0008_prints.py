"""Meetings of earlier versions get the fingerprints by which a copy of them is known again."""

from typing import Any

from django.db import migrations

from sunledger.decisions.copies import sentences_of


def print_all(apps: Any, schema_editor: Any) -> None:
    """Keep the fingerprints of every meeting that has none."""
    meetings = apps.get_model("decisions", "Meeting").objects.filter(prints=None)
    prints = apps.get_model("decisions", "Print").objects
    for meeting in meetings.only("pk", "text").iterator(chunk_size=50):
        prints.bulk_create(
            prints.model(meeting_id=meeting.pk, key=key, start=one.start, end=one.end)
            for one in sentences_of(meeting.text)
            for key in one.keys
        )


class Migration(migrations.Migration):
    """Fingerprints for what was recorded before there were any."""

    dependencies = [("decisions", "0007_late")]
    operations = [migrations.RunPython(print_all, migrations.RunPython.noop)]
