from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "assignments.activities"
    label = "activities"
    verbose_name = _("aktiviteter")
    default_auto_field = "django.db.models.BigAutoField"
