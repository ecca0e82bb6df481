"""What was done: one row for each thing a centre did."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.choices import CentreRole, CoursePhase, Education, LifeStage
from assignments.plans.models import Assignment
from centres.models import Centre, MandateTask
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Organisation, Role, User
from municipalities.models import Municipality, Theme

if TYPE_CHECKING:
    from assignments.activities.models.rows import ActivityMunicipality, ActivityTheme


class ActivityQuerySet(models.QuerySet["Activity"]):
    def counting(self) -> Self:
        """Confirmed, not deleted (rule 1), and not put right by a later row (rule 30)."""
        return self.filter(
            status=Activity.Status.CONFIRMED, deleted_at=None, is_replaced=False
        ).exclude(correction=Activity.Correction.VOIDS)

    def visible_to(self, user: Viewer) -> Self:
        """Confirmed rows are public; drafts and deleted rows are the centre's own."""
        own = Q(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))
        return self.filter(own | Q(status=Activity.Status.CONFIRMED, deleted_at=None))

    def of_own_centres(self, user: Viewer) -> Self:
        """What `/aktiviteter/` lists: the rows of the centres where one works."""
        return self.kept_by(user).filter(deleted_at=None)

    def for_detail(self) -> Self:
        people = ("registered_by", "confirmed_by", "deleted_by")
        rows = self.select_related("centre", "assignment", "mandate_task", *people)
        return rows.prefetch_related("activity_themes__theme__parent")

    def kept_by(self, user: Viewer) -> Self:
        """All rows of the centres where one works, deleted ones too."""
        return self.filter(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))


@pghistory.track(model_name="ActivityHistory")
class Activity(models.Model):
    """One thing a centre did. A draft until confirmed; closed when its year is reported."""

    class Kind(models.TextChoices):
        COURSE = "course", _("kurs")
        PROFESSIONAL_DAY = "professional_day", _("fagdag")
        SEMINAR = "seminar", _("seminar")
        CONFERENCE = "conference", _("konferanse")
        GUIDANCE = "guidance", _("veiledning")
        CONSULTATION = "consultation", _("konsultasjon")
        NETWORK_MEETING = "network_meeting", _("nettverksmøte")
        IMPLEMENTATION_SUPPORT = "implementation_support", _("implementeringsstøtte")
        MAPPING = "mapping", _("kartlegging")
        PRESENTATION = "presentation", _("foredrag")
        CONTACT_MEETING = "contact_meeting", _("kontaktmøte")
        DIALOGUE_MEETING = "dialogue_meeting", _("dialogmøte")
        DEVELOPMENT_WORK = "development_work", _("utviklingsarbeid")
        ADVICE_TO_AUTHORITIES = "advice_to_authorities", _("råd til myndigheter")
        TEACHING = "teaching", _("undervisning i utdanning")
        SUPERVISION = "supervision", _("veiledning på master eller ph.d.")
        RESEARCH_SUMMARY = "research_summary", _("kunnskapsoppsummering")
        RESEARCH = "research", _("forskning")
        DISSEMINATION = "dissemination", _("formidling")

    # Rule 7: every kind delivers but these; rule 6: the two meetings are contact.
    NOT_DELIVERING: ClassVar[frozenset[str]] = frozenset(
        {
            Kind.RESEARCH,
            Kind.RESEARCH_SUMMARY,
            Kind.DEVELOPMENT_WORK,
            Kind.DISSEMINATION,
            Kind.CONTACT_MEETING,
            Kind.DIALOGUE_MEETING,
        }
    )
    CONTACT_KINDS: ClassVar[frozenset[str]] = frozenset(
        {Kind.CONTACT_MEETING, Kind.DIALOGUE_MEETING}
    )

    class Form(models.TextChoices):
        ON_SITE = "on_site", _("fysisk")
        DIGITAL = "digital", _("digitalt")
        HYBRID = "hybrid", _("fysisk og digitalt")

    class Status(models.TextChoices):
        DRAFT = "draft", _("utkast")
        CONFIRMED = "confirmed", _("bekreftet")

    class Correction(models.TextChoices):
        """What a row of a reported year is for: such years get new rows only, with a reason."""

        ADDS = "adds", _("etterregistrert")
        REPLACES = "replaces", _("rettelse")
        VOIDS = "voids", _("trukket")

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="activities", verbose_name=_("senter")
    )
    kind = models.CharField(_("type"), max_length=30, choices=Kind)
    title = models.CharField(_("tittel"), max_length=160)
    starts_on = models.DateField(_("dato"))
    ends_on = models.DateField(_("sluttdato"), null=True, blank=True)
    # Work hours of the centre's staff: preparation, delivery, follow-up, not travel (rule 15).
    hours = models.DecimalField(
        _("timer"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.ON_SITE)
    # Attendances in all (deltakelser), not persons (rule 17).
    attendances = models.PositiveIntegerField(_("deltakelser"), null=True, blank=True)
    # A national or digital event names municipalities only with participants (rule 20).
    is_national_event = models.BooleanField(_("for hele landet"), default=False)
    assignment = models.ForeignKey(
        Assignment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("tiltak"),
    )
    mandate_task = models.ForeignKey(
        MandateTask,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hovedoppgave i samfunnsoppdraget"),
    )
    centre_role = models.CharField(
        _("senterets rolle"), max_length=10, choices=CentreRole, blank=True
    )
    course_phase = models.CharField(
        _("plass i forløpet"), max_length=20, choices=CoursePhase, blank=True
    )
    life_stage = models.CharField(
        _("plass i livsløpet"), max_length=20, choices=LifeStage, blank=True
    )
    # As a function («rus og psykisk helse»), never a person.
    receiving_service = models.CharField(_("mottakende tjeneste"), max_length=120, blank=True)
    # What a dialogue meeting came to.
    result = models.TextField(_("resultat"), blank=True, max_length=2000)
    evaluation = models.TextField(_("evaluering"), blank=True, max_length=2000)
    # Teaching in education alone.
    institution = models.CharField(_("utdanningssted"), max_length=160, blank=True)
    education = models.CharField(_("nivå"), max_length=20, choices=Education, blank=True)
    study_credits = models.DecimalField(
        _("studiepoeng"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    # Rows that were made together, «same again» on several dates.
    series = models.UUIDField(null=True, blank=True, db_index=True)
    # The same event as another centre's row: that one, the lead's, counts in the country (rule 19).
    same_event_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="linked_rows"
    )
    # After the year was reported: what this row does to the one it corrects, and why.
    correction = models.CharField(max_length=10, choices=Correction, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    correction_reason = models.CharField(_("hvorfor rettet"), max_length=500, blank=True)
    # A later row stands in its place. Kept by the action that writes the correction.
    is_replaced = models.BooleanField(default=False)
    organisations: models.ManyToManyField[Organisation, models.Model] = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name=_("andre mottakere")
    )
    municipalities: models.ManyToManyField[Municipality, ActivityMunicipality] = (
        models.ManyToManyField(
            Municipality,
            through="ActivityMunicipality",
            related_name="activities",
            verbose_name=_("kommuner"),
        )
    )
    themes: models.ManyToManyField[Theme, ActivityTheme] = models.ManyToManyField(
        Theme, through="ActivityTheme", related_name="+", verbose_name=_("temaer")
    )
    note = models.TextField(_("notat"), blank=True, max_length=4000)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    confirmed_at = models.DateTimeField(_("bekreftet"), null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    deleted_reason = models.CharField(_("hvorfor slettet"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    # One form sent twice (a double click, a lost answer) makes one row.
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("aktivitet")
        constraints = [
            models.CheckConstraint(
                name="activities_confirmed_rows_say_who_and_when",
                condition=Q(status="draft", confirmed_at=None, confirmed_by=None)
                | Q(status="confirmed", confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="activities_deleted_rows_say_who_and_why",
                condition=Q(deleted_at=None, deleted_by=None, deleted_reason="")
                | (Q(deleted_at__isnull=False, deleted_by__isnull=False) & ~Q(deleted_reason="")),
            ),
            models.CheckConstraint(
                name="activities_end_after_they_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="activities_hours_are_not_negative",
                condition=Q(hours=None) | Q(hours__gte=0),
            ),
            models.CheckConstraint(
                name="activities_corrections_say_why",
                condition=Q(correction="", corrects=None, correction_reason="")
                | (Q(correction="adds", corrects=None) & ~Q(correction_reason=""))
                | (
                    Q(correction__in=["replaces", "voids"], corrects__isnull=False)
                    & ~Q(correction_reason="")
                ),
            ),
            models.CheckConstraint(
                name="activities_no_row_is_its_own_event",
                condition=Q(same_event_as=None) | ~Q(same_event_as=models.F("id")),
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-starts_on", "-id"], name="activities_by_centre"),
            models.Index(fields=["-starts_on", "-id"], name="activities_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:activity_detail", args=[self.pk])

    @property
    def year(self) -> int:
        """It belongs, with all its hours, to the year of its first day (rule 2)."""
        return self.starts_on.year

    @property
    def is_delivering(self) -> bool:
        """Given to somebody: neither research and the like nor one of the two meetings (rule 7)."""
        return self.kind not in self.NOT_DELIVERING

    @property
    def is_counting(self) -> bool:
        """Confirmed and not deleted (rule 1), and not put right by another row (rule 30)."""
        is_void = self.is_replaced or self.correction == self.Correction.VOIDS
        return self.status == self.Status.CONFIRMED and self.deleted_at is None and not is_void
