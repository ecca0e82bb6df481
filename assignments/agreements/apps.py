from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "assignments.agreements"
    label = "agreements"
    verbose_name = _("avtaler")
    default_auto_field = "django.db.models.BigAutoField"
