"""What a link's decision stood on, and how it stands in the tables since."""

from django.db import migrations, models

# Columns that may be empty and have no default are added to a table as it is: SQLite makes no new
# one for them, and its guards stay.


class Migration(migrations.Migration):
    """The columns of looking again."""

    dependencies = [
        ("screening", "0010_lead_counts_by_cause"),
    ]

    operations = [
        migrations.AddField(
            model_name="link",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="link",
            name="left_now",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="link",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="link",
            name="right_now",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="linkword",
            name="seen",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="linkword",
            name="act",
            field=models.CharField(
                choices=[
                    ("confirm", "confirmed: the same firm"),
                    ("refuse", "refused: two firms"),
                    ("withdraw", "decision withdrawn"),
                    ("stands", "looked at again: the decision stands"),
                ],
                max_length=8,
            ),
        ),
    ]
