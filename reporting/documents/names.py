"""The names behind the codes of the figures, in the active language."""

from django.utils.translation import gettext as _

from centres.models import MandateTask
from municipalities.models import County, Theme


def themes() -> dict[str, str]:
    found = {theme.code: theme.name for theme in Theme.objects.all()}
    return {**found, "": _("Uten tema")}


def mandate_tasks() -> dict[str, str]:
    found = {task.code: f"{task.code} {task.name}" for task in MandateTask.objects.all()}
    return {**found, "": _("Uten oppgave")}


def themes_by_id() -> dict[str, str]:
    """As the feedback names them."""
    return {str(theme.pk): theme.name for theme in Theme.objects.all()}


def counties() -> dict[str, str]:
    return dict(County.objects.values_list("code", "name"))
