from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "assignments.needs"
    label = "needs"
    verbose_name = _("behov")
    default_auto_field = "django.db.models.BigAutoField"
