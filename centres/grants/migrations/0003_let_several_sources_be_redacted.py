from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0007_hours_of_advisers"),
        ("grants", "0002_letters_in_full"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="otherincome",
            name="grants_an_income_once",
        ),
        migrations.AddConstraint(
            model_name="otherincome",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", "[sladdet]"), _negated=True),
                fields=("centre", "year", "source"),
                name="grants_an_income_once",
            ),
        ),
    ]
