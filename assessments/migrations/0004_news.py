from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_stored_releases")]

    operations = [
        migrations.AlterField(
            model_name="work",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assess", "assess the wave"),
                    ("news", "announce the result"),
                    ("mail", "send the mails"),
                    ("tell", "tell the webhooks"),
                ],
                max_length=6,
                verbose_name="kind",
            ),
        )
    ]
