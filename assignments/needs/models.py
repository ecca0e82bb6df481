"""Needs: what a municipality lacks, on which evidence, and who agrees about it."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import in_reach_of
from assignments.mapping.models import Campaign
from assignments.requests.models import SupportRequest
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import Organisation, User
from municipalities.indicators.models import IndicatorValue
from municipalities.models import Municipality, Theme


class Side(models.TextChoices):
    """Who speaks about a need."""

    MUNICIPALITY = "municipality", _("kommunen")
    CENTRE = "centre", _("senteret")
    GOVERNOR = "governor", _("statsforvalteren")


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, user: Viewer) -> Self:
        """The municipality itself, the centres of its catchment and its county governor."""
        return self.filter(in_reach_of(user))

    def open(self) -> Self:
        return self.filter(status__in=Need.OPEN)

    def in_field(self, theme: Theme) -> Self:
        """Needs in a theme or in those under it."""
        return self.filter(Q(theme=theme) | Q(theme__parent=theme))

    def open_first(self) -> Self:
        """The open ones on top, the largest first."""
        is_closed = Case(When(status__in=Need.OPEN, then=0), default=1)
        return self.order_by(is_closed, "-severity", "-registered_at", "-pk")

    def for_list(self) -> Self:
        return self.select_related("municipality__county", "theme", "registered_for")

    def with_standing(self) -> Self:
        """Marks each row `is_agreed` and `is_disputed` (see `Verdict`)."""
        verdicts = Verdict.objects.filter(need=OuterRef("pk"))
        confirmed = verdicts.filter(agrees=True)
        return self.annotate(
            is_disputed=Exists(verdicts.filter(agrees=False)),
            is_agreed=Exists(confirmed.filter(side=Side.CENTRE))
            & Exists(confirmed.filter(side=Side.GOVERNOR)),
        )


@pghistory.track(model_name="NeedHistory")
class Need(models.Model):
    """What a municipality lacks in a field. Changed only by `needs.actions`."""

    class Severity(models.IntegerChoices):
        LOW = 1, _("begrenset")
        MODERATE = 2, _("tydelig")
        HIGH = 3, _("stort")

    class Status(models.TextChoices):
        OPEN = "open", _("åpent")
        BEING_MET = "being_met", _("arbeides med")
        MET = "met", _("dekket")
        NO_LONGER = "no_longer", _("ikke lenger aktuelt")

    OPEN: ClassVar[frozenset[str]] = frozenset({Status.OPEN, Status.BEING_MET})

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="needs", verbose_name=_("kommune")
    )
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("tema"))
    severity = models.PositiveSmallIntegerField(_("hvor stort"), choices=Severity)
    text = models.TextField(_("hva mangler"), max_length=2000)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    # Whose voice it is: the municipality, a centre or the county governor.
    side = models.CharField(_("registrert av"), max_length=12, choices=Side)
    registered_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(_("registrert"), default=timezone.now)
    closed_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(null=True, blank=True, unique=True)
    is_demo = models.BooleanField(_("demodata"), default=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_at", "-pk"]
        verbose_name = _("behov")
        verbose_name_plural = _("behov")
        constraints = [
            models.CheckConstraint(
                name="needs_severity_is_one_to_three", condition=Q(severity__range=(1, 3))
            ),
            models.CheckConstraint(
                name="needs_closed_needs_say_when",
                condition=Q(status__in=["open", "being_met"], closed_at=None)
                | Q(status__in=["met", "no_longer"], closed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["municipality", "status"], name="needs_of_place")]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.theme}"

    def get_absolute_url(self) -> str:
        return reverse("needs:need_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN


class Evidence(models.Model):
    """What a need rests on, with a link to the row itself where there is one."""

    class Kind(models.TextChoices):
        INDICATOR = "indicator", _("indikator")
        MAPPING = "mapping", _("kartlegging")
        DIALOGUE = "dialogue", _("dialog med kommunen")
        GOVERNOR = "governor", _("statsforvalteren")
        REQUEST = "request", _("henvendelse")

    need = models.ForeignKey(Need, models.CASCADE, related_name="evidence")
    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    indicator_value = models.ForeignKey(
        IndicatorValue, models.PROTECT, null=True, blank=True, related_name="+"
    )
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+")
    support_request = models.ForeignKey(
        SupportRequest, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Where and when it was said, for dialogue and for the governor's supervision.
    text = models.CharField(_("hva det bygger på"), max_length=500, blank=True)
    day = models.DateField(_("dato"), null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("grunnlag")
        constraints = [
            models.CheckConstraint(
                name="needs_evidence_is_linked_to_its_row",
                condition=Q(
                    kind="indicator",
                    indicator_value__isnull=False,
                    campaign=None,
                    support_request=None,
                )
                | Q(
                    kind="mapping",
                    campaign__isnull=False,
                    indicator_value=None,
                    support_request=None,
                )
                | Q(
                    kind="request",
                    support_request__isnull=False,
                    indicator_value=None,
                    campaign=None,
                )
                | (
                    Q(
                        kind__in=["dialogue", "governor"],
                        indicator_value=None,
                        campaign=None,
                        support_request=None,
                        day__isnull=False,
                    )
                    & ~Q(text="")
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.kind}"


class Verdict(models.Model):
    """Whether a side agrees that the need is there. A need is agreed when the responsible centre
    and the county governor both say so; the latest word of each side stands."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="verdicts")
    side = models.CharField(max_length=12, choices=Side)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    agrees = models.BooleanField(_("enig"))
    reason = models.CharField(_("begrunnelse"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "side"], name="needs_one_word_of_each_side"),
            models.CheckConstraint(
                name="needs_only_centre_and_governor_decide",
                condition=Q(side__in=["centre", "governor"]),
            ),
            models.CheckConstraint(
                name="needs_a_no_owes_a_reason", condition=Q(agrees=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.side} {self.agrees}"


class NeedEvent(models.Model):
    """One step on a need's timeline: registered, replied to, confirmed, met."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", _("Behovet ble registrert")
        CHANGED = "changed", _("Behovet ble endret")
        EVIDENCE = "evidence", _("Grunnlag ble lagt til")
        REPLIED = "replied", _("Kommunen svarte")
        ANSWERED = "answered", _("Senteret svarte")
        COMMENTED = "commented", _("Statsforvalteren kommenterte")
        CONFIRMED = "confirmed", _("Behovet ble bekreftet")
        DISPUTED = "disputed", _("Behovet ble bestridt")
        STATUS = "status", _("Status ble endret")
        REDACTED = "redacted", _("Tekst ble sladdet")

    need = models.ForeignKey(Need, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    # The status after the step, for those that set one.
    status = models.CharField(max_length=10, choices=Need.Status, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.TextField(blank=True, max_length=2000)
    # For a change: the version before it, which the need's history keeps.
    before = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.need_id} {self.kind}"
