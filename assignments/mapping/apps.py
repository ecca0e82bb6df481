from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MappingConfig(AppConfig):
    name = "assignments.mapping"
    label = "mapping"
    verbose_name = _("kompetansekartlegging")
    default_auto_field = "django.db.models.BigAutoField"
