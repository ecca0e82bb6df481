"""Information rounds: who was told what the centre offers, when, how, and whether it arrived."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import in_reach_of
from centres.models import Centre
from korus_portal.accounts.access import Viewer, is_administrator, is_directorate, parties
from korus_portal.accounts.models import Role, User
from korus_portal.files.models import StoredFile
from municipalities.models import Municipality, Theme


class InformationRoundQuerySet(models.QuerySet["InformationRound"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centre's own; the directorate and the administrator see all."""
        if is_directorate(user) or is_administrator(user):
            return self.filter(deleted_at=None)
        return self.filter(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))


@pghistory.track(model_name="InformationRoundHistory")
class InformationRound(models.Model):
    """One letter, mail or meeting that went to many. The document itself is its proof."""

    class Channel(models.TextChoices):
        LETTER = "letter", _("brev")
        MAIL = "mail", _("e-post")
        MEETING = "meeting", _("møte")

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="information_rounds", verbose_name=_("senter")
    )
    title = models.CharField(_("tittel"), max_length=160)
    channel = models.CharField(_("hvordan"), max_length=8, choices=Channel)
    day = models.DateField(_("dato"))
    # What it was about; empty for all that the centre offers.
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tema")
    )
    # Whom it was addressed to where a row says nothing else: a function, never a name.
    receiver = models.CharField(_("mottakende funksjon"), max_length=120)
    document = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dokumentet"),
    )
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    deleted_reason = models.CharField(_("hvorfor slettet"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demodata"), default=False)
    version = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = InformationRoundQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-day", "-pk"]
        verbose_name = _("informasjonsrunde")
        verbose_name_plural = _("informasjonsrunder")
        constraints = [
            models.CheckConstraint(
                name="rounds_deleted_rounds_say_who_and_why",
                condition=Q(deleted_at=None, deleted_by=None, deleted_reason="")
                | (Q(deleted_at__isnull=False, deleted_by__isnull=False) & ~Q(deleted_reason="")),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("rounds:round_detail", args=[self.pk])


class InformationRowQuerySet(models.QuerySet["InformationRow"]):
    def visible_to(self, user: Viewer) -> Self:
        """With the round; and for the municipality itself, its centres and county governor."""
        rounds = InformationRound.objects.visible_to(user).order_by()
        return self.filter(
            Q(round__in=rounds.values("pk")) | in_reach_of(user) & Q(round__deleted_at=None)
        )

    def delivered(self) -> Self:
        """What proves «kjent» (rule 5): delivered, in a round that is not deleted."""
        return self.filter(state=InformationRow.State.DELIVERED, round__deleted_at=None)


@pghistory.track(model_name="InformationRowHistory")
class InformationRow(models.Model):
    """One municipality or city district in a round."""

    class State(models.TextChoices):
        DELIVERED = "delivered", _("levert")
        BOUNCED = "bounced", _("kom i retur")

    round = models.ForeignKey(InformationRound, models.CASCADE, related_name="rows")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("kommune")
    )
    # Empty where it is the round's.
    receiver = models.CharField(_("mottakende funksjon"), max_length=120, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.DELIVERED)
    reason = models.CharField(_("hvorfor i retur"), max_length=200, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = InformationRowQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["municipality__sort_key", "municipality__code"]
        verbose_name = _("mottaker i runde")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "municipality"], name="rounds_a_municipality_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.municipality_id}: {self.state}"
