from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0005_hold_the_cycle"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="sharedcost",
            name="reporting_a_cost_once",
        ),
        migrations.AddConstraint(
            model_name="sharedcost",
            constraint=models.UniqueConstraint(
                condition=models.Q(("name", "[sladdet]"), _negated=True),
                fields=("report", "name"),
                name="reporting_a_cost_once",
            ),
        ),
    ]
