"""Links between names of firms, and what people say of them."""

import django.db.models.deletion
import sunledger.core.codes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of links."""
    dependencies = [
        ("screening", "0007_lead_counts"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=sunledger.core.codes.new_code,
                        editable=False,
                        max_length=26,
                        unique=True,
                    ),
                ),
                ("pair", models.CharField(max_length=32)),
                ("left", models.CharField(max_length=300)),
                ("right", models.CharField(max_length=300)),
                ("left_record", models.CharField(max_length=300)),
                ("right_record", models.CharField(max_length=300)),
                ("left_seen", models.JSONField(default=dict)),
                ("right_seen", models.JSONField(default=dict)),
                ("tier", models.PositiveSmallIntegerField()),
                ("chance", models.FloatField()),
                ("others", models.FloatField()),
                ("levels", models.JSONField(default=list)),
                ("proposed_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "to decide"),
                            ("confirmed", "the same firm"),
                            ("refused", "two firms"),
                            ("lapsed", "no longer proposed"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("ground", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-chance", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LinkWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("confirm", "confirmed: the same firm"),
                            ("refuse", "refused: two firms"),
                            ("withdraw", "decision withdrawn"),
                        ],
                        max_length=8,
                    ),
                ),
                ("ground", models.TextField()),
                ("at", models.DateTimeField()),
                ("tier", models.PositiveSmallIntegerField()),
                ("chance", models.FloatField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="words",
                        to="screening.link",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["unit", "state"], name="link_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(fields=("unit", "pair"), name="link_once_a_unit"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("left", models.F("right")), _negated=True),
                name="link_is_of_two",
                violation_error_message="A link is of two names.",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at", None),
                        ("decided_by", None),
                        ("ground", ""),
                        ("state__in", ["proposed", "lapsed"]),
                    ),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("state__in", ["confirmed", "refused"]),
                        ("decided_at__isnull", False),
                        models.Q(("ground", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="link_is_decided_whole",
                violation_error_message="A link is decided by somebody, on a ground.",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkword",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground", ""), _negated=True),
                name="link_word_has_a_ground",
                violation_error_message="Say why.",
            ),
        ),
    ]
