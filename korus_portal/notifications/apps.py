from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "korus_portal.notifications"
    label = "notifications"
    verbose_name = _("varsler")
    default_auto_field = "django.db.models.BigAutoField"
