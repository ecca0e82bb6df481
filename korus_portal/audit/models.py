"""The trail: sign-ins, readings by reason, exports, role changes, redactions."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.access import Viewer, is_administrator


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: Viewer) -> EventQuerySet:
        """The trail is the administrator's."""
        return self if is_administrator(user) else self.none()


class Event(models.Model):
    """One thing that happened, without foreign keys so that it outlives what it tells about."""

    at = models.DateTimeField(_("tidspunkt"), default=timezone.now, db_index=True)
    kind = models.CharField(_("hendelse"), max_length=60, db_index=True)
    by_id = models.BigIntegerField(_("bruker"), null=True, db_index=True)
    by_name = models.CharField(_("navn"), max_length=150, blank=True)
    object_type = models.CharField(_("gjelder type"), max_length=60, blank=True)
    object_id = models.CharField(_("gjelder"), max_length=64, blank=True)
    object_text = models.CharField(_("beskrivelse"), max_length=300, blank=True)
    reason = models.TextField(_("begrunnelse"), blank=True)
    details = models.JSONField(_("detaljer"), default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_event_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
