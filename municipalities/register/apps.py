from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    name = "municipalities.register"
    label = "register"
    verbose_name = _("kommuneregisteret")
    default_auto_field = "django.db.models.BigAutoField"
