from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoverageConfig(AppConfig):
    name = "assignments.coverage"
    label = "coverage"
    verbose_name = _("dekning")
    default_auto_field = "django.db.models.BigAutoField"
