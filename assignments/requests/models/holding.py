"""Who has a request: centres over time, the offers between them, and whom it is asked for."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality


class HolderQuerySet(models.QuerySet["Holder"]):
    def current(self) -> Self:
        return self.filter(until=None)

    def helping(self, support_request: models.Model) -> Self:
        """Centres that have the case now with the owner, and have said that they help."""
        joint = self.current().filter(support_request=support_request, part=Holder.Part.JOINT)
        return joint.exclude(accepted_at=None)


@pghistory.track(model_name="HolderHistory")
class Holder(models.Model):
    """A centre that has a request for a time: as its owner, or together with the owner.

    The current owner's centre is also `SupportRequest.centre`; both change in one action.
    """

    class Part(models.TextChoices):
        OWNER = "owner", _("har saken")
        JOINT = "joint", _("er med i saken")

    support_request = models.ForeignKey(
        "requests.SupportRequest", models.CASCADE, related_name="holders"
    )
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name=_("senter"))
    part = models.CharField(_("rolle i saken"), max_length=6, choices=Part)
    since = models.DateTimeField(_("fra"), default=timezone.now)
    until = models.DateTimeField(_("til"), null=True, blank=True)
    # When this centre said that it helps; from then on the request counts for it too (rule 6).
    accepted_at = models.DateTimeField(null=True, blank=True)
    # False when the centre accepted after it had submitted the report of the request's year.
    is_counted = models.BooleanField(default=True)
    assignment = models.ForeignKey(
        Assignment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="request_holders",
        verbose_name=_("tiltak"),
    )
    own_case_number = models.CharField(_("senterets saksnummer"), max_length=50, blank=True)

    objects = HolderQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["support_request"],
                condition=Q(part="owner", until=None),
                name="requests_one_owner_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["support_request", "centre"],
                condition=Q(until=None),
                name="requests_a_centre_has_it_once",
            ),
            models.CheckConstraint(
                name="requests_holding_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.support_request_id} {self.centre_id} {self.part}"


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def open(self) -> Self:
        return self.filter(state=HandOver.State.OPEN)

    def unanswered(self) -> Self:
        """Those whose time to answer has gone: they go back to the owner."""
        return self.open().filter(answer_due_on__lt=timezone.localdate())


@pghistory.track(model_name="HandOverHistory")
class HandOver(models.Model):
    """One centre offers another to share or take a request, or another asks to get it.

    The owner changes only when the receiver accepts. `from_centre` is the owner at the time,
    `to_centre` the one that would get it. Share and transfer are answered by `to_centre`, an
    ask by `from_centre`.
    """

    class Kind(models.TextChoices):
        SHARE = "share", _("dele arbeidet")
        TRANSFER = "transfer", _("overføre")
        ASK = "ask", _("be om å få")

    class State(models.TextChoices):
        OPEN = "open", _("venter på svar")
        ACCEPTED = "accepted", _("ja")
        REFUSED = "refused", _("nei")
        TAKEN_BACK = "taken_back", _("trukket tilbake")
        EXPIRED = "expired", _("ikke besvart i tide")
        LAPSED = "lapsed", _("falt bort")

    # Those that would move the request; there is one open at a time.
    MOVING: ClassVar[frozenset[str]] = frozenset({Kind.TRANSFER, Kind.ASK})

    support_request = models.ForeignKey(
        "requests.SupportRequest", models.CASCADE, related_name="hand_overs"
    )
    kind = models.CharField(_("hva"), max_length=8, choices=Kind)
    from_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    to_centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="+", verbose_name=_("til senter")
    )
    reason = models.TextField(_("hvorfor"), max_length=2000)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer_due_on = models.DateField(_("svarfrist"))
    state = models.CharField(_("svar"), max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(_("svaret"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Nobody when time ran out or the request ended.
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["support_request"],
                condition=Q(state="open", kind__in=["transfer", "ask"]),
                name="requests_one_move_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["support_request", "to_centre"],
                condition=Q(state="open"),
                name="requests_one_offer_to_a_centre",
            ),
            models.CheckConstraint(
                name="requests_a_hand_over_goes_elsewhere",
                condition=~Q(from_centre=F("to_centre")),
            ),
            models.CheckConstraint(
                name="requests_a_hand_over_owes_a_reason", condition=~Q(reason="")
            ),
            models.CheckConstraint(
                name="requests_answered_hand_overs_say_when",
                condition=Q(state="open", answered_at=None, answered_by=None)
                | Q(state__in=["expired", "lapsed"], answered_at__isnull=False, answered_by=None)
                | Q(
                    state__in=["accepted", "refused", "taken_back"],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="requests_a_refusal_says_why", condition=~Q(state="refused") | ~Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.support_request_id} {self.kind} {self.from_centre_id} {self.to_centre_id}"


class PartnerMunicipalityQuerySet(models.QuerySet["PartnerMunicipality"]):
    def named(self) -> Self:
        """Those that are on the request still."""
        return self.filter(left_at=None)


@pghistory.track(model_name="PartnerMunicipalityHistory")
class PartnerMunicipality(models.Model):
    """A municipality on whose behalf another has asked. It is told at once, reads everything,
    confirms that it asks too, or leaves; it counts only when confirmed."""

    support_request = models.ForeignKey(
        "requests.SupportRequest", models.CASCADE, related_name="partners"
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # False when it confirmed after the year's report was submitted; true still when it left then.
    is_counted = models.BooleanField(default=False)

    objects = PartnerMunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["support_request", "municipality"], name="requests_a_partner_once"
            ),
            models.CheckConstraint(
                name="requests_counted_partners_have_confirmed",
                condition=Q(is_counted=False) | Q(confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.support_request_id} {self.municipality_id}"
