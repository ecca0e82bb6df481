from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "assignments.feedback"
    label = "feedback"
    verbose_name = _("tilbakemeldinger")
    default_auto_field = "django.db.models.BigAutoField"
