import django.db.models.deletion
from django.db import migrations, models

ORGANISATION = models.ForeignKey(
    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
)


class Migration(migrations.Migration):
    """No rows stand in either table yet, so the new columns need no value to start from."""

    dependencies = [("needs", "0001_initial")]

    operations = [
        migrations.AddField("evidence", "organisation", ORGANISATION),
        migrations.AddField("needevent", "organisation", ORGANISATION.clone()),
        migrations.AddField("needevent", "before", models.PositiveIntegerField(null=True)),
        migrations.RemoveField("needevent", "by_organisation"),
    ]
