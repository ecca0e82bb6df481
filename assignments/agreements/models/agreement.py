"""An agreement with a focus municipality (innsatskommune), and what stands in it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import in_reach_of, own_municipalities
from assignments.needs.models import Need
from assignments.plans.models import ClosedYear
from centres.models import Centre
from korus_portal.accounts.access import Viewer, is_administrator, is_directorate, parties
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality, Theme


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centre sees its own, deleted drafts too; the municipality its own once it is offered.

        What is signed: also the other centres and the county governor of the municipality, the
        directorate and the administrator.
        """
        own = Q(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))
        theirs = own_municipalities(user)
        places = Municipality.objects.filter(theirs).values("pk")
        offered = Q(municipality__in=places, deleted_at=None) & ~Q(state=Agreement.State.DRAFT)
        signed = Q(signed_at__isnull=False, deleted_at=None)
        if not (is_directorate(user) or is_administrator(user)):
            signed &= in_reach_of(user)
        return self.filter(own | offered | signed)

    def signed(self) -> Self:
        """Both sides have signed, and nobody has deleted it (rule 26)."""
        return self.filter(signed_at__isnull=False, deleted_at=None)

    def in_force(self, *, on: date) -> Self:
        """It ends with the municipality that signed (rule 26)."""
        ends = Q(ended_on=None) | Q(ended_on__gte=on)
        stands = Q(municipality__valid_to=None) | Q(municipality__valid_to__gte=on)
        return self.signed().filter(ends, stands, starts_on__lte=on, ends_on__gte=on)

    def in_force_in(self, year: int) -> Self:
        """In force at least one day of the year (rule 26)."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        ends = Q(ended_on=None) | Q(ended_on__gte=first)
        stands = Q(municipality__valid_to=None) | Q(municipality__valid_to__gte=first)
        return self.signed().filter(ends, stands, starts_on__lte=last, ends_on__gte=first)

    def counting_in(self, year: int) -> Self:
        """What counts in a year (rule 26), on every page and in every report, as in facts.py.

        Of the year that it is, also what begins later in it: both have signed, and the year is
        counted whole, so that nothing starts to count at midnight. A year that the centre had
        reported before both had signed keeps what was reported.
        """
        reported = ClosedYear.objects.filter(
            centre=OuterRef("centre"), year=year, closed_at__lt=OuterRef("signed_at")
        )
        return self.in_force_in(year).exclude(Exists(reported))


@pghistory.track(model_name="AgreementHistory")
class Agreement(models.Model):
    """One agreement through all its versions. A renewal is a new one that points back."""

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        OFFERED = "offered", _("til godkjenning")
        SIGNED = "signed", _("inngått")
        ENDED = "ended", _("avsluttet")

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="agreements", verbose_name=_("senter")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="agreements", verbose_name=_("kommune")
    )
    title = models.CharField(_("tittel"), max_length=160)
    purpose = models.TextField(_("formål"), max_length=3000)
    themes: models.ManyToManyField[Theme, models.Model] = models.ManyToManyField(
        Theme, blank=True, related_name="+", verbose_name=_("temaer")
    )
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til"))
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.DRAFT)
    language = models.CharField(
        _("skriftspråk"), max_length=2, choices=[("nb", _("bokmål")), ("nn", _("nynorsk"))]
    )
    # Political anchoring: all three or none.
    political_body = models.CharField(_("politisk organ"), max_length=120, blank=True)
    political_case = models.CharField(_("saksnummer i organet"), max_length=60, blank=True)
    political_on = models.DateField(_("vedtaksdato"), null=True, blank=True)
    has_special_needs = models.BooleanField(_("særskilte behov"), default=False)
    special_needs = models.TextField(_("hvilke behov"), blank=True, max_length=2000)
    special_needs_evidence = models.CharField(_("hvordan vi vet det"), max_length=500, blank=True)
    needs: models.ManyToManyField[Need, models.Model] = models.ManyToManyField(
        Need, blank=True, related_name="+", verbose_name=_("registrerte behov")
    )
    centre_case_number = models.CharField(_("senterets saksnummer"), max_length=60, blank=True)
    municipality_case_number = models.CharField(
        _("kommunens saksnummer"), max_length=60, blank=True
    )
    # When the second side signed the first version; empty until then.
    signed_at = models.DateTimeField(null=True, blank=True)
    # Ended before its time; the last day on which it was in force.
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(_("hvorfor avsluttet"), max_length=500, blank=True)
    renews = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by"
    )
    # The successor of a merged municipality is told once that it may renew.
    successor_told_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    deleted_reason = models.CharField(_("hvorfor slettet"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demodata"), default=False)
    version = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_on", "-pk"]
        verbose_name = _("avtale")
        verbose_name_plural = _("avtaler")
        constraints = [
            models.CheckConstraint(
                name="agreements_end_after_they_start",
                condition=Q(ends_on__gte=F("starts_on"))
                & (Q(ended_on=None) | Q(ended_on__lte=F("ends_on"))),
            ),
            models.CheckConstraint(
                name="agreements_political_anchoring_is_whole",
                condition=Q(political_body="", political_case="", political_on=None)
                | (~Q(political_body="") & ~Q(political_case="") & Q(political_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="agreements_special_needs_have_evidence",
                condition=Q(has_special_needs=False)
                | (~Q(special_needs="") & ~Q(special_needs_evidence="")),
            ),
            models.CheckConstraint(
                name="agreements_signed_ones_say_when",
                condition=Q(state__in=["draft", "offered"], signed_at=None)
                | Q(state__in=["signed", "ended"], signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="agreements_ended_ones_say_who_and_why",
                condition=(~Q(state="ended") & Q(ended_on=None, ended_by=None, ended_reason=""))
                | (
                    Q(state="ended", ended_on__isnull=False, ended_by__isnull=False)
                    & ~Q(ended_reason="")
                ),
            ),
            models.CheckConstraint(
                name="agreements_deleted_ones_say_who_and_why",
                condition=Q(deleted_at=None, deleted_by=None, deleted_reason="")
                | (Q(deleted_at__isnull=False, deleted_by__isnull=False) & ~Q(deleted_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement_detail", args=[self.pk])

    @property
    def last_day(self) -> date:
        return self.ended_on or self.ends_on

    @property
    def last_day_in_force(self) -> date:
        """An agreement ends with the municipality that signed (rule 26)."""
        return min(self.last_day, self.municipality.valid_to or self.last_day)


@pghistory.track(model_name="PlanAnchoringHistory")
class PlanAnchoring(models.Model):
    """Where in the municipality's plans the agreement is anchored."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="plans")
    plan = models.CharField(_("plan"), max_length=200)
    chapter = models.CharField(_("kapittel"), max_length=120, blank=True)
    first_year = models.PositiveSmallIntegerField(_("fra år"))
    last_year = models.PositiveSmallIntegerField(_("til år"))
    evidence = models.CharField(_("lenke eller saksnummer"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("forankring i plan")
        constraints = [
            models.CheckConstraint(
                name="agreements_plans_end_after_they_start",
                condition=Q(last_year__gte=F("first_year")),
            )
        ]

    def __str__(self) -> str:
        return self.plan


@pghistory.track(model_name="CommitmentHistory")
class Commitment(models.Model):
    """A named action that one side has promised, with owner and deadline."""

    class Side(models.TextChoices):
        CENTRE = "centre", _("senteret")
        MUNICIPALITY = "municipality", _("kommunen")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="commitments")
    side = models.CharField(_("hvem"), max_length=12, choices=Side)
    text = models.CharField(_("hva"), max_length=300)
    # A function («folkehelsekoordinator»), not a person's name.
    owner = models.CharField(_("ansvarlig funksjon"), max_length=120)
    due_on = models.DateField(_("frist"))
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        verbose_name = _("forpliktelse")

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due_on < timezone.localdate()
