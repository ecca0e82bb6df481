from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "korus_portal.files"
    label = "files"
    verbose_name = _("filer")
    default_auto_field = "django.db.models.BigAutoField"
