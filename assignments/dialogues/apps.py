from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialoguesConfig(AppConfig):
    name = "assignments.dialogues"
    label = "dialogues"
    verbose_name = _("dialoger mellom sentre")
    default_auto_field = "django.db.models.BigAutoField"
