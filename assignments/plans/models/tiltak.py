"""What the work is planned as: tiltak, with what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.choices import CentreRole, CoursePhase, LifeStage
from centres.models import Centre, Initiative, MandateTask
from korus_portal.accounts.access import Viewer, is_administrator, is_directorate, parties
from korus_portal.accounts.models import Role, User
from korus_portal.audit.history import with_removal
from municipalities.models import Municipality, Theme


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centres' own people, partners' too; the directorate and the administrator see all.

        Deleted ones are the lead centre's alone.
        """
        if is_directorate(user) or is_administrator(user):
            return self.filter(deleted_at=None)
        own = Q(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))
        return self.filter(own | Q(pk__in=self._shared_with(user), deleted_at=None))

    def kept(self) -> Self:
        """Those that nobody has deleted."""
        return self.filter(deleted_at=None)

    def usable_by(self, centres: Iterable[Centre]) -> Self:
        """What the centres may log activities on: their own, and where they take part."""
        ids = [centre.pk for centre in centres]
        accepted = AssignmentPartner.State.ACCEPTED
        shared = AssignmentPartner.objects.filter(state=accepted, centre__in=ids)
        return self.kept().filter(Q(centre__in=ids) | Q(pk__in=shared.values("assignment")))

    def _shared_with(self, user: Viewer) -> models.QuerySet[AssignmentPartner, Any]:
        """Tiltak that the person's centre takes part in, or is asked to."""
        states = (AssignmentPartner.State.ASKED, AssignmentPartner.State.ACCEPTED)
        held = parties(user, Role.ADVISER, Role.LEADER)
        asked = AssignmentPartner.objects.filter(state__in=states, centre__organisation__in=held)
        return asked.values("assignment")

    def running_in(self, year: int) -> Self:
        return self.filter(starts_on__year__lte=year).filter(
            Q(ends_on=None) | Q(ends_on__year__gte=year)
        )

    def for_list(self) -> Self:
        themes = "assignment_themes__theme__parent"
        return self.select_related("centre", "initiative").prefetch_related(themes)


@pghistory.track(model_name="AssignmentHistory")
class Assignment(models.Model):
    """A tiltak: what grant money pays for. Made by the leader, in `plans.actions`."""

    title = models.CharField(_("tittel"), max_length=160)
    description = models.TextField(_("kort om tiltaket"), blank=True, max_length=4000)
    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="assignments", verbose_name=_("senter")
    )
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("satsing"),
    )
    themes: models.ManyToManyField[Theme, AssignmentTheme] = models.ManyToManyField(
        Theme, through="AssignmentTheme", related_name="+", verbose_name=_("temaer")
    )
    mandate_task = models.ForeignKey(
        MandateTask,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hovedoppgave i samfunnsoppdraget"),
    )
    other_tasks: models.ManyToManyField[MandateTask, models.Model] = models.ManyToManyField(
        MandateTask, blank=True, related_name="+", verbose_name=_("flere oppgaver")
    )
    municipalities: models.ManyToManyField[Municipality, models.Model] = models.ManyToManyField(
        Municipality, blank=True, related_name="assignments", verbose_name=_("kommuner")
    )
    quality_aim = models.TextField(_("kvalitetsmål"), blank=True, max_length=2000)
    centre_role = models.CharField(
        _("senterets rolle"), max_length=10, choices=CentreRole, blank=True
    )
    course_phases = ArrayField(
        models.CharField(max_length=20, choices=CoursePhase),
        verbose_name=_("plass i forløpet"),
        default=list,
        blank=True,
    )
    life_stages = ArrayField(
        models.CharField(max_length=20, choices=LifeStage),
        verbose_name=_("plass i livsløpet"),
        default=list,
        blank=True,
    )
    # Who receives it, as a function («rus og psykisk helse»): the preset of its activities.
    receiving_service = models.CharField(_("mottakende tjeneste"), max_length=120, blank=True)
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til"), null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    deleted_reason = models.CharField(_("hvorfor slettet"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demodata"), default=False)
    version = models.PositiveIntegerField(default=1)
    # One form sent twice (a double click, a lost answer) makes one tiltak.
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "title", "pk"]
        verbose_name = _("tiltak")
        constraints = [
            models.CheckConstraint(
                name="plans_a_tiltak_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="plans_deleted_tiltak_say_who_and_why",
                condition=Q(deleted_at=None, deleted_by=None, deleted_reason="")
                | (Q(deleted_at__isnull=False, deleted_by__isnull=False) & ~Q(deleted_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:assignment_detail", args=[self.pk])


@pghistory.track(*with_removal(), model_name="AssignmentThemeHistory")
class AssignmentTheme(models.Model):
    """A theme of a tiltak; position 0 is the main theme."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="assignment_themes")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("tema"))
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "theme"], name="plans_a_theme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.theme_id}"


@pghistory.track(*with_removal(), model_name="AssignmentPlaceHistory")
class AssignmentPlace(Assignment.municipalities.through):  # type: ignore[name-defined,misc]
    """A municipality of a tiltak, so that its history is kept."""

    class Meta:
        proxy = True


@pghistory.track(*with_removal(), model_name="AssignmentTaskHistory")
class AssignmentTask(Assignment.other_tasks.through):  # type: ignore[name-defined,misc]
    """A further task of a tiltak, so that its history is kept."""

    class Meta:
        proxy = True


@pghistory.track(model_name="AssignmentPartnerHistory")
class AssignmentPartner(models.Model):
    """A centre that is asked to take part in a tiltak. It takes part once it has accepted."""

    class State(models.TextChoices):
        ASKED = "asked", _("spurt")
        ACCEPTED = "accepted", _("med")
        DECLINED = "declined", _("takket nei")
        LEFT = "left", _("ikke med lenger")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="partners")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name=_("senter"))
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("svar"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        verbose_name = _("samarbeidende senter")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "centre"], name="plans_a_partner_stands_once"
            ),
            models.CheckConstraint(
                name="plans_partners_answers_say_who_and_when",
                condition=Q(state="asked", answered_at=None, answered_by=None)
                | (~Q(state="asked") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.centre_id}"
