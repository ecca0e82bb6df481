"""Support requests: a municipality asks, a centre answers, and every step stands on a timeline."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import with_own_past
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality, Theme


def _own_ids(user: Viewer) -> set[int]:
    held = parties(user, Role.CONTACT)
    rows = Municipality.objects.filter(organisation__in=held).order_by() if held else ()
    return {row.pk for row in rows}


class SupportRequestQuerySet(models.QuerySet["SupportRequest"]):
    def visible_to(self, user: Viewer) -> Self:
        """The whole request: the municipality that asked, also under its earlier number, and the
        centre that has it (rules.md)."""
        asked = Q(municipality__in=with_own_past(_own_ids(user)))
        have_it = Q(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))
        return self.filter(asked | have_it)

    def open(self) -> Self:
        return self.filter(status__in=SupportRequest.OPEN)

    def overdue(self) -> Self:
        return self.open().filter(first_answered_at=None, answer_due_on__lt=timezone.localdate())

    def not_reminded(self) -> Self:
        return self.filter(reminded_at=None)

    def for_list(self) -> Self:
        return self.select_related("municipality", "centre", "theme", "adviser")

    def in_inbox_order(self) -> Self:
        """Open ones first, the most urgent deadline on top; then the latest of the others."""
        due = Case(When(status__in=SupportRequest.OPEN, then=F("answer_due_on")))
        return self.order_by(due.asc(nulls_last=True), "-submitted_at", "-pk")


@pghistory.track(model_name="SupportRequestHistory")
class SupportRequest(models.Model):
    """A municipality asks a centre for help. `status` changes only in `requests.actions`."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("sendt")
        IN_TRIAGE = "in_triage", _("under vurdering")
        ACCEPTED = "accepted", _("akseptert")
        DECLINED = "declined", _("kan ikke bistå")

    OPEN: ClassVar[frozenset[str]] = frozenset({Status.SUBMITTED, Status.IN_TRIAGE})

    class Urgency(models.TextChoices):
        NORMAL = "normal", _("det haster ikke")
        SOON = "soon", _("i løpet av få uker")
        URGENT = "urgent", _("så snart som mulig")

    class WishedForm(models.TextChoices):
        UNKNOWN = "unknown", _("vet ikke ennå")
        COURSE = "course", _("kurs eller fagdag")
        GUIDANCE = "guidance", _("veiledning eller konsultasjon")
        IMPLEMENTATION = "implementation", _("implementeringsstøtte")
        MAPPING = "mapping", _("kartlegging")
        NETWORK = "network", _("nettverk")

    case_number = models.CharField(_("saksnummer"), max_length=12, unique=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="support_requests", verbose_name=_("kommune")
    )
    # The centre that has the request now, and the one first asked (both count, rule 6).
    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="support_requests", verbose_name=_("senter")
    )
    asked_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tema")
    )
    text = models.TextField(_("hva trenger dere hjelp til?"), max_length=4000)
    wished_form = models.CharField(
        _("ønsket form"), max_length=20, choices=WishedForm, default=WishedForm.UNKNOWN
    )
    urgency = models.CharField(
        _("hvor raskt"), max_length=10, choices=Urgency, default=Urgency.NORMAL
    )
    reach = models.CharField(_("hvordan når vi dere?"), max_length=200)
    language = models.CharField(_("språk"), max_length=2, choices=User.Language)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.SUBMITTED)
    submitted_at = models.DateTimeField(_("sendt"), default=timezone.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer_due_on = models.DateField(_("svarfrist"))
    first_answered_at = models.DateTimeField(_("første svar"), null=True, blank=True)
    adviser = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rådgiver")
    )
    decided_at = models.DateTimeField(_("avgjort"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("begrunnelse"), blank=True, max_length=2000)
    # When the centre's leaders were told that the answer is late; never told twice.
    reminded_at = models.DateTimeField(null=True, blank=True)
    # False for what came after the centre had submitted the year's report: the year's facts stay.
    is_counted = models.BooleanField(default=True, db_default=True)
    version = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = SupportRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        verbose_name = _("henvendelse")
        constraints = [
            models.CheckConstraint(
                name="requests_decided_requests_have_a_decision",
                condition=Q(status__in=["submitted", "in_triage"], decided_at=None, decided_by=None)
                | Q(
                    status__in=["accepted", "declined"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="requests_a_decline_owes_a_reason",
                condition=~Q(status="declined") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="requests_in_triage_somebody_has_it",
                condition=Q(status="submitted") | Q(adviser__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["centre", "status"], name="requests_by_centre")]

    def __str__(self) -> str:
        return f"{self.case_number} {self.municipality}"

    def get_absolute_url(self) -> str:
        return reverse("requests:request_detail", args=[self.case_number])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_overdue(self) -> bool:
        is_waiting = self.is_open and self.first_answered_at is None
        return is_waiting and self.answer_due_on < timezone.localdate()


class RequestEvent(models.Model):
    """One step on a request's timeline, as both sides see it."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Henvendelsen ble sendt")
        TAKEN = "taken", _("En rådgiver vurderer henvendelsen")
        ACCEPTED = "accepted", _("Senteret kan bistå")
        DECLINED = "declined", _("Senteret kan ikke bistå")
        REDACTED = "redacted", _("Tekst ble sladdet")

    # Steps by which a centre takes hold of the request.
    BY_CENTRE: ClassVar[frozenset[str]] = frozenset({Kind.TAKEN, Kind.ACCEPTED, Kind.DECLINED})

    support_request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_organisation = models.CharField(max_length=200)
    # The words that came with the step; an answer's are the request's `reason`.
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
