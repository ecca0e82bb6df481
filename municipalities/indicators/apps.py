from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "municipalities.indicators"
    label = "indicators"
    verbose_name = _("indikatorer")
    default_auto_field = "django.db.models.BigAutoField"
