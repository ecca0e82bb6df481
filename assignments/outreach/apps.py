from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "assignments.outreach"
    label = "outreach"
    verbose_name = _("kommuner vi bør kontakte")
    default_auto_field = "django.db.models.BigAutoField"
