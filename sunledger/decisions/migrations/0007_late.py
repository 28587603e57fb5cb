"""A day that is past may be kept. The column has no default, so that the table keeps its guards."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a person kept a day that is past."""

    dependencies = [("decisions", "0006_conveying_guards")]
    operations = [
        migrations.AddField(
            model_name="entry",
            name="is_late",
            field=models.BooleanField(blank=True, editable=False, null=True),
        ),
    ]
