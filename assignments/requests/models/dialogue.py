"""What the two sides write to each other, and what a centre writes for itself."""

from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.requests.models.request import SupportRequest
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(support_request__in=SupportRequest.objects.visible_to(user).order_by())


@pghistory.track(model_name="MessageHistory")
class Message(models.Model):
    """One message between the municipality and the centres. Both sides read all of them."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("melding")
        CLARIFICATION = "clarification", _("spørsmål om avklaring")
        INTERIM = "interim", _("foreløpig svar")

    class Side(models.TextChoices):
        MUNICIPALITY = "municipality", _("kommunen")
        CENTRE = "centre", _("senteret")

    support_request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.MESSAGE)
    side = models.CharField(max_length=12, choices=Side)
    # One of the two, as `side` says: who wrote it, for whom.
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Empty for a guest, whose name is kept beside.
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=150)
    text = models.TextField(_("melding"), max_length=4000)
    at = models.DateTimeField(default=timezone.now)
    # One form sent twice is one message.
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="requests_a_message_is_from_one_side",
                condition=Q(side="centre", centre__isnull=False, municipality=None)
                | Q(side="municipality", centre=None, municipality__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.support_request_id} {self.side}"


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: Viewer) -> Self:
        """One's own centre's notes, and those another centre shares with all that have the case.

        Never for the municipality.
        """
        at = parties(user, Role.ADVISER, Role.LEADER)
        held = SupportRequest.objects.held_by(user).order_by()
        shared = Q(is_shared=True, support_request__in=held)
        return self.filter(Q(centre__organisation__in=at) | shared)


@pghistory.track(model_name="NoteHistory")
class Note(models.Model):
    """An internal note of a centre: never shown to the municipality in the portal.

    It «kan bli gjenstand for innsyn» and says so.
    """

    support_request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="notes")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("notat"), max_length=4000)
    is_shared = models.BooleanField(_("vis for de andre sentrene i saken"), default=False)
    at = models.DateTimeField(default=timezone.now)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.support_request_id} {self.centre_id}"
