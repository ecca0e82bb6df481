from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    name = "assignments.rounds"
    label = "rounds"
    verbose_name = _("informasjonsrunder")
    default_auto_field = "django.db.models.BigAutoField"
