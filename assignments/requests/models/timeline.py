"""What has happened to a request, step by step, and the numbers that cases get."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.requests.models.request import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User


class RequestEvent(models.Model):
    """One step on a request's timeline, as all sides see it. Written by `actions.timeline` alone.

    `status` and `centre` are the state and the owner after the step, so that the timeline gives
    the state, and each step tells who had the request from then on.
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Henvendelsen ble sendt")
        CONFIRMED = "confirmed", _("Kommunen bekreftet henvendelsen")
        PARTNER_NAMED = "partner_named", _("En kommune til er med i henvendelsen")
        PARTNER_CONFIRMED = "partner_confirmed", _("En kommune bekreftet at den er med")
        PARTNER_LEFT = "partner_left", _("En kommune er ikke med lenger")
        TAKEN = "taken", _("En rådgiver vurderer henvendelsen")
        ASSIGNED = "assigned", _("Henvendelsen fikk en ny rådgiver")
        CLARIFICATION_ASKED = "clarification_asked", _("Senteret ba om avklaring")
        CLARIFIED = "clarified", _("Kommunen svarte på avklaringen")
        INTERIM_SENT = "interim_sent", _("Senteret sendte foreløpig svar")
        ACCEPTED = "accepted", _("Senteret kan bistå")
        JOINT_ACCEPTED = "joint_accepted", _("Et senter til kan bistå")
        DECLINED = "declined", _("Senteret kan ikke bistå")
        STARTED = "started", _("Arbeidet er i gang")
        WITHDRAWN = "withdrawn", _("Kommunen trakk henvendelsen")
        CLOSED = "closed", _("Saken ble avsluttet")
        SHARE_OFFERED = "share_offered", _("Et annet senter ble spurt om å være med")
        TRANSFER_OFFERED = "transfer_offered", _("Senteret ba et annet om å overta")
        ASKED_FOR = "asked_for", _("Et annet senter ba om å få henvendelsen")
        SHARED = "shared", _("Et senter til er med i saken")
        TRANSFERRED = "transferred", _("Henvendelsen ble overført")
        HAND_OVER_REFUSED = "hand_over_refused", _("Svaret var nei, og saken blir der den er")
        HAND_OVER_TAKEN_BACK = "hand_over_back", _("Spørsmålet ble trukket tilbake")
        HAND_OVER_EXPIRED = "hand_over_expired", _("Spørsmålet ble ikke besvart i tide")
        HAND_OVER_LAPSED = "hand_over_lapsed", _("Spørsmålet falt bort")
        LEFT = "left", _("Et senter er ikke med lenger")
        FEEDBACK_GIVEN = "feedback_given", _("Kommunen ga tilbakemelding")
        REDACTED = "redacted", _("Tekst ble sladdet")

    # Steps by which a centre takes hold of the request.
    BY_CENTRE: ClassVar[frozenset[str]] = frozenset(
        {Kind.TAKEN, Kind.ACCEPTED, Kind.DECLINED, Kind.TRANSFERRED}
    )

    support_request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    # Empty for a guest and for what the portal does itself; the names stand as they were.
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    by_organisation = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=SupportRequest.Status)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    # Whom the step is about, where the kind does not say: a centre, a municipality, an adviser.
    about = models.CharField(max_length=200, blank=True)
    # The words that came with the step; a decision's are the request's `reason`.
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.support_request_id} {self.kind}"


class CaseCounter(models.Model):
    """The last case number given in a year; its row lock keeps the numbers without gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
