from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0007_keep_exports_in_parts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="requestreminder",
            name="kind",
            field=models.CharField(
                choices=[
                    ("before", "før fristen"),
                    ("after", "etter fristen"),
                    ("leader", "til lederen"),
                    ("asked", "spurt om tilbakemelding"),
                ],
                max_length=6,
            ),
        ),
    ]
