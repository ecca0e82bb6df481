"""The municipalities' own surveys: rounds of Ungdata and BrukerPlan, and what comes after."""

from __future__ import annotations

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import in_reach_of
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User
from municipalities import structure
from municipalities.models import Municipality, in_force

# Both surveys are meant to come every third year.
INTERVAL_YEARS = 3


def heirs(*, on: date) -> dict[int, int]:
    """Of the expired codes with rounds: the municipality that they count for, itself after a
    split. Two queries at most."""
    expired = Municipality.objects.filter(valid_to__lt=on, survey_rounds__isnull=False)
    gone = set(expired.order_by().values_list("pk", flat=True))
    return structure.place_ids(gone, to=on) if gone else {}


def with_predecessors(ids: set[int], *, on: date) -> set[int]:
    """The municipalities, and the expired codes with rounds of which they are the only heir."""
    return ids | {old for old, heir in heirs(on=on).items() if heir in ids}


class SurveyRoundQuerySet(models.QuerySet["SurveyRound"]):
    def visible_to(self, user: Viewer) -> Self:
        """The municipality itself, the centres of its catchment and its county governor."""
        return self.filter(in_reach_of(user))

    def for_list(self) -> Self:
        return self.select_related("municipality__county")

    def done(self) -> Self:
        return self.filter(carried_out_on__isnull=False)

    def planned(self, *, on: date) -> Self:
        return self.filter(carried_out_on=None, year__gte=on.year)

    def with_overdue(self, *, on: date) -> Self:
        """Marks each row `is_overdue`: planned for a year that has passed, or the last round of
        its municipality and more than three years old, with none planned. Rounds of a code that
        has expired stand with those of its heir."""
        whens = [When(municipality=old, then=Value(heir)) for old, heir in heirs(on=on).items()]
        stands_with = Case(
            *whens, default=F("municipality_id"), output_field=models.BigIntegerField()
        )
        others = SurveyRound.objects.annotate(stands_with=stands_with).filter(
            stands_with=OuterRef("stands_with"), survey=OuterRef("survey")
        )
        followed = Exists(others.filter(year__gt=OuterRef("year")).done())
        planned = Exists(others.planned(on=on))
        missed = Q(carried_out_on=None, year__lt=on.year)
        old = Q(carried_out_on__isnull=False, year__lt=on.year - INTERVAL_YEARS)
        here = Municipality.objects.filter(in_force(on), pk=OuterRef("stands_with"))
        return self.annotate(stands_with=stands_with).annotate(
            is_overdue=ExpressionWrapper(
                (missed | old) & ~followed & ~planned & Exists(here),
                output_field=models.BooleanField(),
            )
        )


@pghistory.track(model_name="SurveyRoundHistory")
class SurveyRound(models.Model):
    """One round of a survey in a municipality: planned, then carried out, then presented."""

    class Survey(models.TextChoices):
        UNGDATA = "ungdata", "Ungdata"
        BRUKERPLAN = "brukerplan", "BrukerPlan"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="survey_rounds", verbose_name=_("kommune")
    )
    survey = models.CharField(_("undersøkelse"), max_length=12, choices=Survey)
    year = models.PositiveSmallIntegerField(_("år"))
    # Empty while the round is planned.
    carried_out_on = models.DateField(_("gjennomført"), null=True, blank=True)
    presented_on = models.DateField(_("lagt fram for kommunen"), null=True, blank=True)
    parties = models.CharField(_("partene i avtalen"), max_length=300, blank=True)
    reference = models.CharField(_("kilde"), max_length=300, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(_("demodata"), default=False)

    objects = SurveyRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "survey", "pk"]
        verbose_name = _("undersøkelse")
        verbose_name_plural = _("undersøkelser")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "survey", "year"], name="surveys_one_round_a_year"
            ),
            models.CheckConstraint(
                name="surveys_presented_after_it_was_carried_out",
                condition=Q(presented_on=None)
                | Q(carried_out_on__isnull=False, presented_on__gte=models.F("carried_out_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_survey_display()} {self.year} {self.municipality}"

    def get_absolute_url(self) -> str:
        return reverse("surveys:round_detail", args=[self.pk])

    @property
    def is_presented(self) -> bool:
        return self.presented_on is not None

    @property
    def is_done(self) -> bool:
        return self.carried_out_on is not None


@pghistory.track(model_name="FollowUpTaskHistory")
class FollowUpTask(models.Model):
    """What a round is to be followed up by: a task with an owner and a day."""

    survey_round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="tasks")
    text = models.CharField(_("oppgave"), max_length=300)
    # A function («folkehelsekoordinator»), not a person's name.
    owner = models.CharField(_("ansvarlig funksjon"), max_length=120)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        # Those that are left first, the most urgent on top.
        ordering = [F("done_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("oppfølgingsoppgave")

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        due = self.due_on
        return self.done_on is None and due is not None and due < timezone.localdate()
