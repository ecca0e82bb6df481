"""Kommuner vi bør kontakte: how a centre weighs, who takes a municipality, and what came of it."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import governed_municipalities, own_municipalities, with_former
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Organisation, Role, User
from municipalities.models import Municipality


class Component(models.TextChoices):
    """What the score is a weighted sum of. Each is between 0 and 1."""

    INDICATORS = "indicators", _("behov etter indikatorene")
    INEQUALITY = "inequality", _("sosial ulikhet")
    MAPPING = "mapping", _("behov etter kartlegging")
    NEEDS = "needs", _("registrerte behov")
    STAFFING = "staffing", _("få fagfolk per innbygger")
    SILENCE = "silence", _("lite eller ingen kontakt")
    SURVEY = "survey", _("undersøkelse på overtid")
    SMALL = "small", _("liten kommune")
    REMOTE = "remote", _("lite sentral kommune")


@pghistory.track(model_name="WeightHistory")
class Weight(models.Model):
    """How much a component weighs for a centre. Without a row the national weight holds."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="weights")
    component = models.CharField(max_length=12, choices=Component)
    weight = models.PositiveSmallIntegerField(_("vekt"), validators=[MaxValueValidator(100)])
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "component"], name="outreach_one_weight_each"
            ),
            models.CheckConstraint(
                name="outreach_weights_are_at_most_100", condition=Q(weight__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.component}: {self.weight}"


def ids_with_past(named: Q) -> set[int]:
    """Municipalities by a filter, with those of earlier days that became one of them."""
    return with_former(set(Municipality.objects.filter(named).values_list("pk", flat=True)))


class ApproachQuerySet(models.QuerySet["Approach"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centre sees its own; the county governor those in its counties (without notes)."""
        own = Q(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))
        return self.filter(own | Q(municipality__in=ids_with_past(governed_municipalities(user))))

    def under_way(self) -> Self:
        return self.filter(ended_at=None)


class Approach(models.Model):
    """An adviser has taken a municipality from the list, and sees to it until it is ended."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="approaches")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="approaches", verbose_name=_("kommune")
    )
    adviser = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("rådgiver"))
    # Why it was on the list that day, as the list said it: [[component, sentence], …].
    reasons = models.JSONField(default=list)
    taken_at = models.DateTimeField(_("tatt"), default=timezone.now)
    ended_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(_("demodata"), default=False)

    objects = ApproachQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at", "-pk"]
        verbose_name = _("oppfølging av kommune")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "municipality"],
                condition=Q(ended_at=None),
                name="outreach_one_adviser_at_a_time",
            ),
            models.CheckConstraint(
                name="outreach_ended_approaches_say_by_whom",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} → {self.municipality}"


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: Viewer) -> Self:
        """That there was a contact, its day and result: the centre, the county governor and the
        municipality itself. The note is the centre's alone (`for_rows` leaves it unread)."""
        own = Q(approach__municipality__in=ids_with_past(own_municipalities(user)))
        approaches = Approach.objects.visible_to(user).order_by()
        return self.filter(Q(approach__in=approaches.values("pk")) | own)

    def answered(self) -> Self:
        return self.filter(result__in=Contact.ANSWERED)

    def counting(self) -> Self:
        """What counts as kontakt (rule 6), but for what came after the year was reported."""
        return self.answered().filter(is_counted=True)

    def for_rows(self) -> Self:
        places = ("approach__municipality", "approach__centre")
        return self.select_related(*places).defer("note")


@pghistory.track(model_name="ContactHistory")
class Contact(models.Model):
    """One attempt to reach the municipality. Answered ones count as kontakt (rule 6)."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("telefon")
        MAIL = "mail", _("e-post")
        MEETING = "meeting", _("møte")
        LETTER = "letter", _("brev")

    class Result(models.TextChoices):
        NO_ANSWER = "no_answer", _("fikk ikke svar")
        WANTS_SUPPORT = "wants_support", _("ønsker støtte")
        TALK_LATER = "talk_later", _("vil snakke mer senere")
        HAS_HELP = "has_help", _("får hjelp fra andre")
        NO_NEED = "no_need", _("ser ikke behov nå")
        NO_CAPACITY = "no_capacity", _("har ikke kapasitet nå")

    ANSWERED: ClassVar[frozenset[str]] = frozenset(
        {
            Result.WANTS_SUPPORT,
            Result.TALK_LATER,
            Result.HAS_HELP,
            Result.NO_NEED,
            Result.NO_CAPACITY,
        }
    )

    approach = models.ForeignKey(Approach, models.PROTECT, related_name="contacts")
    day = models.DateField(_("dato"))
    channel = models.CharField(_("hvordan"), max_length=8, choices=Channel)
    result = models.CharField(_("resultat"), max_length=14, choices=Result)
    # The centre's own; never shown outside it.
    note = models.TextField(_("internt notat"), blank=True, max_length=2000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # False for what came after the centre had submitted the year's report.
    is_counted = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("kontaktforsøk")

    def __str__(self) -> str:
        return f"{self.approach_id} {self.day} {self.result}"

    @property
    def is_answered(self) -> bool:
        return self.result in self.ANSWERED


class GovernorCommentQuerySet(models.QuerySet["GovernorComment"]):
    def visible_to(self, user: Viewer) -> Self:
        """The governor's own office, and the centre that it was said to."""
        own = Q(organisation__in=parties(user, Role.GOVERNOR))
        centres = Centre.objects.filter(organisation__in=parties(user, Role.ADVISER, Role.LEADER))
        return self.filter(own | Q(centre__in=centres.values("pk")))


class GovernorComment(models.Model):
    """What the county governor says to a centre about a municipality on its list."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.TextField(_("kommentar"), max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = GovernorCommentQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("kommentar fra statsforvalteren")

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.municipality_id}"
