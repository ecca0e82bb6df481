"""What must be said of every tiltak, with evidence, and what a user organisation says of it."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.models.tiltak import Assignment
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Organisation, Role, User
from korus_portal.files.models import StoredFile


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, user: Viewer) -> Self:
        """With the tiltak; and for the user organisation that is named in it."""
        assignments = Assignment.objects.visible_to(user).order_by()
        named = Q(organisation__in=parties(user, Role.USER_ORGANISATION))
        return self.filter(Q(assignment__in=assignments) | named & Q(assignment__deleted_at=None))


@pghistory.track(model_name="StatementHistory")
class Statement(models.Model):
    """Anchoring, coordination or user participation: the text and how one can see it."""

    class Kind(models.TextChoices):
        LEADERSHIP = "leadership", _("forankring i ledelsen")
        COORDINATION = "coordination", _("samordning på tvers av etater")
        PARTICIPATION = "participation", _("brukermedvirkning")

    class State(models.TextChoices):
        """What the user organisation says; the others have none to ask."""

        NOT_ASKED = "not_asked", _("ingen organisasjon er nevnt")
        UNCONFIRMED = "unconfirmed", _("ikke bekreftet")
        CONFIRMED = "confirmed", _("bekreftet")
        CORRECTED = "corrected", _("rettet av organisasjonen")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=14, choices=Kind)
    text = models.TextField(_("redegjørelse"), max_length=3000)
    # Where it can be seen: minutes, case number, address of a plan.
    evidence = models.CharField(_("dokumentasjon"), max_length=500)
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vedlegg"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bruker- eller pårørendeorganisasjon"),
    )
    state = models.CharField(max_length=12, choices=State, default=State.NOT_ASKED)
    # The organisation's own words, when it corrects.
    answer = models.TextField(_("organisasjonens svar"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["assignment", "kind"]
        verbose_name = _("redegjørelse")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "kind"], name="plans_one_statement_of_a_kind"
            ),
            models.CheckConstraint(
                name="plans_only_participation_names_an_organisation",
                condition=Q(kind="participation") | Q(organisation=None),
            ),
            models.CheckConstraint(
                name="plans_answers_come_from_a_named_organisation",
                condition=Q(organisation=None, state="not_asked")
                | (Q(organisation__isnull=False) & ~Q(state="not_asked")),
            ),
            models.CheckConstraint(
                name="plans_statement_answers_say_who_and_when",
                condition=Q(state__in=["not_asked", "unconfirmed"], answered_at=None)
                | Q(
                    state__in=["confirmed", "corrected"],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.kind}"
