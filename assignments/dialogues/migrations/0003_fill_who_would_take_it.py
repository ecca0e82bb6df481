"""Earlier proposals are told who would take it, from the history of their dialogue."""

from django.db import migrations


def fill(apps, schema_editor):
    kept = apps.get_model("dialogues", "DialogueHistory").objects.filter(taken_by__isnull=False)
    proposals = apps.get_model("dialogues", "DialogueMessage").objects.filter(
        kind="proposed", result="one", taken_by=None
    )
    for message in proposals:
        # The proposal is stored a moment before the message that tells of it.
        before = kept.filter(
            pgh_obj_id=message.dialogue_id,
            proposed_by_centre=message.centre_id,
            proposed_at__lte=message.at,
        )
        found = before.order_by("-proposed_at", "-pgh_id").first()
        if found is not None:
            message.taken_by_id = found.taken_by_id
            message.save(update_fields=["taken_by"])


class Migration(migrations.Migration):
    dependencies = [("dialogues", "0002_say_who_would_take_it")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
