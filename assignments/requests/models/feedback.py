"""What the municipality thought of the help, in three answers."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.requests.models.request import SupportRequest
from korus_portal.accounts.models import User

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class RequestFeedback(models.Model):
    """Three answers from 1 (no) to 5 (yes), once for each closed request.

    A centre is shown its aggregate from three answers up, never a single one.
    """

    support_request = models.OneToOneField(SupportRequest, models.CASCADE, related_name="feedback")
    # The centre that owned the request when it was closed.
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    met_need = models.PositiveSmallIntegerField(
        _("Fikk dere hjelp med det dere spurte om?"), validators=ONE_TO_FIVE
    )
    in_time = models.PositiveSmallIntegerField(_("Kom hjelpen i tide?"), validators=ONE_TO_FIVE)
    of_use = models.PositiveSmallIntegerField(
        _("Har dere hatt nytte av hjelpen i arbeidet?"), validators=ONE_TO_FIVE
    )
    answered_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="requests_answers_are_one_to_five",
                condition=Q(met_need__range=(1, 5), in_time__range=(1, 5), of_use__range=(1, 5)),
            )
        ]

    def __str__(self) -> str:
        return str(self.support_request_id)
