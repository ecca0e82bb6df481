"""Feedback: a form that anybody with its link can fill in, and answers without a sender."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.activities.models import Activity
from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Organisation, Role, User
from municipalities.models import TranslatedName


class BankQuestion(TranslatedName):
    """A question that centres may choose besides the two that stand everywhere."""

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "code"]
        verbose_name = _("spørsmål")


class FeedbackFormQuerySet(models.QuerySet["FeedbackForm"]):
    def for_list(self) -> Self:
        return self.select_related("centre", "activity", "assignment", "organisation")

    def of_year(self, year: int) -> Self:
        """See `FeedbackForm.year`."""
        of_tiltak = Q(activity=None, made_at__year=year)
        return self.filter(Q(activity__starts_on__year=year) | of_tiltak)

    def visible_to(self, user: Viewer) -> Self:
        """The centre's own; a user organisation those that go through it."""
        own = Q(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))
        through = Q(organisation__in=parties(user, Role.USER_ORGANISATION))
        return self.filter(own | through)


class FeedbackForm(models.Model):
    """One link for one group of people, about one activity or one tiltak."""

    class Group(models.TextChoices):
        PARTICIPANTS = "participants", _("deltakere")
        MUNICIPALITY = "municipality", _("kommunen")
        SERVICE_USERS = "service_users", _("brukere")
        NEXT_OF_KIN = "next_of_kin", _("pårørende")

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="feedback_forms", verbose_name=_("senter")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="feedback_forms"
    )
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="feedback_forms"
    )
    group = models.CharField(_("hvem svarer"), max_length=14, choices=Group)
    # Users and next of kin are asked through their organisation.
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bruker- eller pårørendeorganisasjon"),
    )
    questions: models.ManyToManyField[BankQuestion, models.Model] = models.ManyToManyField(
        BankQuestion, blank=True, related_name="+", verbose_name=_("flere spørsmål")
    )
    # The same for everybody who answers, so that it says nothing of who did.
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    closes_on = models.DateField(_("siste dag for svar"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # Set when somebody closes it before its last day.
    closed_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)
    is_demo = models.BooleanField(_("demodata"), default=False)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = FeedbackFormQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        verbose_name = _("tilbakemeldingsskjema")
        verbose_name_plural = _("tilbakemeldingsskjemaer")
        constraints = [
            models.CheckConstraint(
                name="feedback_a_form_is_about_one_thing",
                condition=Q(activity=None, assignment__isnull=False)
                | Q(activity__isnull=False, assignment=None),
            ),
            models.CheckConstraint(
                name="feedback_users_are_asked_through_their_organisation",
                condition=Q(group__in=["service_users", "next_of_kin"], organisation__isnull=False)
                | Q(group__in=["participants", "municipality"], organisation=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("feedback:form_detail", args=[self.pk])

    @property
    def title(self) -> str:
        """What it is about."""
        return str(self.activity or self.assignment)

    @property
    def year(self) -> int:
        """That of the activity's first day; of a tiltak, that in which the form was made."""
        if self.activity is not None:
            return self.activity.starts_on.year
        return timezone.localtime(self.made_at).year


class Answer(models.Model):
    """One answer. No account, address, link of one's own or moment: the month alone is kept.

    The number is random, so that the order of rows says nothing either.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    form = models.ForeignKey(FeedbackForm, models.CASCADE, related_name="answers")
    # First day of the month.
    month = models.DateField()
    # The two that stand everywhere: 1 (not at all) to 5 (very much).
    useful = models.PositiveSmallIntegerField(
        _("nyttig"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    close_to_practice = models.PositiveSmallIntegerField(
        _("praksisnært"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    # {code of a bank question: 1 to 5}
    more = models.JSONField(default=dict)
    comment = models.TextField(_("kommentar"), blank=True, max_length=1000)
    # Answers come into sight three at a time (see `actions.receive_answer`).
    is_shown = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("svar")
        constraints = [
            models.CheckConstraint(
                name="feedback_scores_are_1_to_5",
                condition=Q(
                    useful__gte=1, useful__lte=5, close_to_practice__gte=1, close_to_practice__lte=5
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.form_id)
