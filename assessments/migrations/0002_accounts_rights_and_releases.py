import assessments.models.communities
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CellScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("band", models.CharField(max_length=80)),
                ("value", models.PositiveSmallIntegerField()),
                ("subject", models.CharField(blank=True, max_length=80)),
                ("level", models.FloatField(null=True)),
                ("consensus", models.FloatField(null=True)),
                ("chance_line", models.FloatField(null=True)),
                ("answers", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("wave.opened", "a wave opened"),
                            ("wave.closed", "a wave closed"),
                            ("wave.released", "a result was released"),
                        ],
                        max_length=13,
                        verbose_name="event",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="happened")),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "due"), ("sent", "sent"), ("failed", "failed")],
                        default="due",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                (
                    "answer",
                    models.CharField(blank=True, max_length=100, verbose_name="last answer"),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-happened_at"],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hash", models.CharField(max_length=64)),
                ("erased_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalAccount",
            fields=[
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "email",
                    models.EmailField(db_index=True, max_length=254, verbose_name="e-mail address"),
                ),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("is_staff", models.BooleanField(default=False, verbose_name="admin")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical account",
                "verbose_name_plural": "historical accounts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCommunity",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("slug", models.SlugField(max_length=80, verbose_name="name in addresses")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "purpose",
                    models.TextField(
                        blank=True,
                        help_text="The mission, goal or issue that the group shares.",
                        max_length=1000,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="en",
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\\Z"
                            )
                        ],
                        verbose_name="language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[assessments.models.communities.check_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "minimum_answers",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Nothing about fewer answer sheets than this is ever shown.",
                        validators=[django.core.validators.MinValueValidator(5)],
                        verbose_name="minimum of answers",
                    ),
                ),
                (
                    "connections",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="Followers, subscribers, contacts.",
                        null=True,
                        verbose_name="connections",
                    ),
                ),
                (
                    "connections_source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="where the connections come from"
                    ),
                ),
                (
                    "shared",
                    models.BooleanField(
                        default=False,
                        help_text="Other communities that share may see where this one lies.",
                        verbose_name="shared on the plane",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical community",
                "verbose_name_plural": "historical communities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInstrument",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("key", models.SlugField(max_length=80, verbose_name="key")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="New waves do not offer it any more.",
                        null=True,
                        verbose_name="retired",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical instrument",
                "verbose_name_plural": "historical instruments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalWave",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "source",
                    models.CharField(
                        choices=[("survey", "survey"), ("import", "import")],
                        default="survey",
                        max_length=6,
                        verbose_name="source",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("open", "open"),
                            ("sealed", "sealed"),
                            ("assessed", "assessed"),
                        ],
                        default="planned",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                ("sealed_at", models.DateTimeField(blank=True, null=True, verbose_name="sealed")),
                (
                    "minimum_answers",
                    models.PositiveSmallIntegerField(default=5, verbose_name="minimum of answers"),
                ),
                (
                    "has_roster",
                    models.BooleanField(
                        default=True, verbose_name="asks the members of the roster"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical wave",
                "verbose_name_plural": "historical waves",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="InteractionIndices",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "facing",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)]
                    ),
                ),
                (
                    "reciprocity",
                    models.PositiveSmallIntegerField(
                        null=True, validators=[django.core.validators.MaxValueValidator(100)]
                    ),
                ),
                (
                    "decentralisation",
                    models.PositiveSmallIntegerField(
                        null=True, validators=[django.core.validators.MaxValueValidator(100)]
                    ),
                ),
                (
                    "between_members",
                    models.PositiveSmallIntegerField(
                        null=True, validators=[django.core.validators.MaxValueValidator(100)]
                    ),
                ),
                ("people", models.PositiveIntegerField(verbose_name="people")),
                (
                    "read_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="imported"
                    ),
                ),
            ],
            options={
                "verbose_name": "indices of interactions",
                "verbose_name_plural": "indices of interactions",
            },
        ),
        migrations.CreateModel(
            name="ReleaseView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("page", "page"),
                            ("graphql", "GraphQL"),
                            ("rest", "REST"),
                            ("export", "export"),
                            ("admin", "admin"),
                        ],
                        max_length=7,
                        verbose_name="channel",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
            ],
            options={
                "verbose_name": "view of a release",
                "verbose_name_plural": "views of releases",
                "ordering": ["-day", "wave", "channel", "account"],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                ("secret", models.CharField(max_length=64)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made"),
                ),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
                "ordering": ["created_at"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="apitoken",
            name="one_token_per_name",
        ),
        migrations.AddField(
            model_name="account",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("en", "English"), ("de", "German"), ("es", "Spanish"), ("ar", "Arabic")],
                max_length=12,
                verbose_name="language",
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="time_zone",
            field=models.CharField(blank=True, max_length=64, verbose_name="time zone"),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="last_used_on",
            field=models.DateField(blank=True, null=True, verbose_name="last used"),
        ),
        migrations.AddField(
            model_name="assessment",
            name="separating_items",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="mail",
            name="account",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mail",
            name="due_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="due"),
        ),
        migrations.AddField(
            model_name="mail",
            name="wave",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="leader_mails",
                to="assessments.wave",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="unsubscribed",
            field=models.BooleanField(
                default=False,
                help_text="By a link in a mail; without mails, new waves do not ask this member.",
                verbose_name="wants no mails",
            ),
        ),
        migrations.AddField(
            model_name="wave",
            name="breakdowns",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="By which bands the result may be compared; declared when the wave opens.",
                verbose_name="breakdowns",
            ),
        ),
        migrations.AddField(
            model_name="wave",
            name="classes_shown",
            field=models.BooleanField(
                default=False,
                help_text="Whether each class of the roster may show how many took part.",
            ),
        ),
        migrations.AddField(
            model_name="wave",
            name="erased",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Invited members who were erased, whether they took part or not.",
            ),
        ),
        migrations.AddField(
            model_name="wave",
            name="open_key_seed",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="wave",
            name="open_link_cap",
            field=models.PositiveIntegerField(
                default=10000,
                help_text="At most so many people.",
                verbose_name="let in by the open link",
            ),
        ),
        migrations.AddField(
            model_name="wave",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last reminded"),
        ),
        migrations.AddField(
            model_name="wave",
            name="reminders",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="reminders"),
        ),
        migrations.AlterField(
            model_name="apitoken",
            name="communities",
            field=models.ManyToManyField(
                blank=True,
                related_name="api_tokens",
                to="assessments.community",
                verbose_name="communities",
            ),
        ),
        migrations.AlterField(
            model_name="mail",
            name="invitation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mails",
                to="assessments.invitation",
            ),
        ),
        migrations.AlterField(
            model_name="mail",
            name="state",
            field=models.CharField(
                choices=[
                    ("due", "due"),
                    ("sent", "sent"),
                    ("failed", "failed"),
                    ("bounced", "came back"),
                ],
                default="due",
                max_length=7,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="member",
            name="language",
            field=models.CharField(
                blank=True,
                max_length=12,
                validators=[
                    django.core.validators.RegexValidator("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\\Z")
                ],
                verbose_name="language",
            ),
        ),
        migrations.AlterField(
            model_name="work",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assess", "assess the wave"),
                    ("mail", "send the mails"),
                    ("tell", "tell the webhooks"),
                ],
                max_length=6,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)),
                fields=("account", "name"),
                name="one_working_token_per_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.UniqueConstraint(
                fields=("wave", "account", "kind"), name="each_mail_to_a_leader_only_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account", None), ("invitation__isnull", False), ("wave", None)),
                    models.Q(
                        ("account__isnull", False), ("invitation", None), ("wave__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="mail_to_a_member_or_a_leader",
            ),
        ),
        migrations.AddField(
            model_name="cellscore",
            name="assessment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cells",
                to="assessments.assessment",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="wave",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="assessments.wave",
            ),
        ),
        migrations.AddField(
            model_name="historicalaccount",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalcommunity",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalinstrument",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalwave",
            name="community",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="assessments.community",
            ),
        ),
        migrations.AddField(
            model_name="historicalwave",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalwave",
            name="instrument",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="assessments.instrument",
            ),
        ),
        migrations.AddField(
            model_name="interactionindices",
            name="community",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="interaction_indices",
                to="assessments.community",
            ),
        ),
        migrations.AddField(
            model_name="releaseview",
            name="account",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
        ),
        migrations.AddField(
            model_name="releaseview",
            name="wave",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="views",
                to="assessments.wave",
                verbose_name="wave",
            ),
        ),
        migrations.AddField(
            model_name="webhook",
            name="community",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="webhooks",
                to="assessments.community",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="webhook",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="assessments.webhook",
            ),
        ),
        migrations.AddConstraint(
            model_name="cellscore",
            constraint=models.UniqueConstraint(
                fields=("assessment", "band", "value", "subject"), name="one_score_per_cell"
            ),
        ),
        migrations.AddConstraint(
            model_name="interactionindices",
            constraint=models.CheckConstraint(
                condition=models.Q(("people__gte", 8)), name="interactions_of_8_people_or_more"
            ),
        ),
        migrations.AddIndex(
            model_name="releaseview",
            index=models.Index(fields=["day"], name="views_by_day"),
        ),
        migrations.AddConstraint(
            model_name="releaseview",
            constraint=models.UniqueConstraint(
                fields=("account", "wave", "channel", "day"), name="one_view_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.UniqueConstraint(
                fields=("community", "url"), name="one_webhook_per_community_and_address"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "due")),
                fields=["due_at"],
                name="deliveries_that_are_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("webhook", "wave", "event"), name="each_event_is_told_once"
            ),
        ),
    ]
