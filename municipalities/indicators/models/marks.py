"""SSB's signs in tables, and the rule that a value stands where the mark says so."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mark(models.TextChoices):
    """SSB's signs in tables: what stands where a number does not."""

    GIVEN = "", _("oppgitt")
    ZERO = "-", _("null")
    SUPPRESSED = ":", _("skjult av personvernhensyn")
    MISSING = "..", _("oppgave mangler")
    NOT_APPLICABLE = ".", _("tall kan ikke forekomme")


def is_number(prefix: str = "") -> Q:
    """A value stands where the mark says so, and nowhere else."""
    given, value = f"{prefix}mark__in", f"{prefix}value__isnull"
    return Q(**{given: ["", "-"], value: False}) | Q(**{given: [":", "..", "."], value: True})
