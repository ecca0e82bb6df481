"""Competence mapping: a centre asks the municipalities' services what they can and wish for."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assignments.access import in_reach_of
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality, Theme


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: Viewer) -> Self:
        """The portal's own bank for everybody at a centre, and the centre's own questions."""
        held = parties(user, Role.ADVISER, Role.LEADER)
        return (
            self.filter(Q(centre=None) | Q(centre__organisation__in=held)) if held else self.none()
        )

    def open_to(self, centre: Centre) -> Self:
        """What the centre can ask today."""
        return self.filter(Q(centre=None) | Q(centre=centre), retired_on=None)


class Question(models.Model):
    """A question of the bank. Retired, never changed once it has been asked."""

    class Kind(models.TextChoices):
        COMPETENCE = "competence", _("hvor godt dekket (1 til 5)")
        WISH = "wish", _("ønske om støtte")

    code = models.SlugField(_("kode"), max_length=60, unique=True)
    theme = models.ForeignKey(
        Theme, models.PROTECT, related_name="questions", verbose_name=_("tema")
    )
    kind = models.CharField(_("type"), max_length=12, choices=Kind, default=Kind.COMPETENCE)
    text_nb = models.CharField(_("spørsmål (bokmål)"), max_length=300)
    text_nn = models.CharField(_("spørsmål (nynorsk)"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    # Empty: the portal's own bank, open to every centre.
    centre = models.ForeignKey(
        Centre, models.PROTECT, null=True, blank=True, related_name="questions"
    )
    retired_on = models.DateField(_("utgått"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["theme__position", "position", "pk"]
        verbose_name = _("spørsmål")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.text_nn if get_language() == "nn" else self.text_nb


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centre that asks. Results have rules of their own."""
        return self.filter(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))


@pghistory.track(model_name="CampaignHistory")
class Campaign(models.Model):
    """One mapping: who asks, what, until when, and whose answers they are."""

    class Respondent(models.TextChoices):
        SERVICE = "service", _("tjenester (ett svar for hver tjeneste)")
        EMPLOYEE = "employee", _("ansatte (ett svar for hver person)")

    class Status(models.TextChoices):
        DRAFT = "draft", _("utkast")
        OPEN = "open", _("åpen")
        CLOSED = "closed", _("avsluttet")

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="campaigns", verbose_name=_("senter")
    )
    title = models.CharField(_("tittel"), max_length=160)
    introduction = models.TextField(_("innledning"), blank=True, max_length=2000)
    respondent = models.CharField(_("hvem som svarer"), max_length=10, choices=Respondent)
    closes_on = models.DateField(_("svarfrist"))
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(_("åpnet"), null=True)
    closed_at = models.DateTimeField(_("avsluttet"), null=True)
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(_("demodata"), default=False)
    # One form sent twice (a double click, a lost answer) makes one campaign.
    form_token = models.UUIDField(null=True, blank=True, unique=True)
    questions: models.ManyToManyField[Question, CampaignQuestion] = models.ManyToManyField(
        Question, through="CampaignQuestion", related_name="+"
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("kartlegging")
        verbose_name_plural = _("kartlegginger")
        constraints = [
            models.CheckConstraint(
                name="mapping_open_campaigns_say_when",
                condition=Q(status="draft", opened_at=None, closed_at=None)
                | Q(status="open", opened_at__isnull=False, closed_at=None)
                | Q(status="closed", opened_at__isnull=False, closed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("mapping:campaign_detail", args=[self.pk])

    @property
    def is_of_employees(self) -> bool:
        return self.respondent == self.Respondent.EMPLOYEE

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED


class CampaignQuestion(models.Model):
    """A question asked in a campaign, in its order."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="asked")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "question"], name="mapping_a_question_is_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.question_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centre that asks sees who is invited and whether they have answered."""
        return self.filter(
            campaign__centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER)
        )

    def answered(self) -> Self:
        return self.filter(submitted_at__isnull=False)


class Invitation(models.Model):
    """A personal link to one who answers for a service, or as one of its employees.

    Answers can be led back to the link while the campaign is open: konfidensiell, not anonym.
    The address is removed when the campaign has closed.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="invitations")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("kommune")
    )
    service = models.CharField(_("tjeneste"), max_length=120)
    email = models.EmailField(_("e-post"), blank=True)
    language = models.CharField(_("språk"), max_length=2, choices=User.Language, default="nb")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sendt"), null=True)
    reminded_at = models.DateTimeField(_("purret"), null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(_("besvart"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["municipality", "service", "pk"]
        verbose_name = _("invitasjon")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "email"],
                condition=~Q(email=""),
                name="mapping_one_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.service}"


class Answer(models.Model):
    """One answer, saved as it is given. It counts when the form has been sent in."""

    class Wish(models.TextChoices):
        NONE = "none", _("trenger ikke støtte")
        COURSE = "course", _("kurs eller fagdag")
        GUIDANCE = "guidance", _("veiledning")
        IMPLEMENTATION = "implementation", _("hjelp til å ta i bruk")
        NETWORK = "network", _("nettverk")

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("nivå"), null=True)
    wish = models.CharField(_("ønske"), max_length=16, choices=Wish, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "question"], name="mapping_one_answer_each"
            ),
            models.CheckConstraint(
                name="mapping_an_answer_is_a_level_or_a_wish",
                condition=Q(level__range=(1, 5), wish="") | (Q(level=None) & ~Q(wish="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.question_id}"


class SharingQuerySet(models.QuerySet["Sharing"]):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(in_reach_of(user))


@pghistory.track(model_name="SharingHistory")
class Sharing(models.Model):
    """The municipality lets its county governor see its results. Without a row: it does not."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sharings")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = SharingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "municipality"], name="mapping_shared_or_not_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.municipality_id} {self.is_shared}"
