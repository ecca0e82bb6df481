"""Dialogues between centres: where several do the same, or nobody does, and what they agreed."""

from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assignments.access import governed_municipalities, with_former
from centres.models import Centre
from korus_portal.accounts.access import Viewer, is_directorate, parties
from korus_portal.accounts.models import Organisation, Role, User
from municipalities.models import County, Municipality, Theme


class DialogueQuerySet(models.QuerySet["Dialogue"]):
    def visible_to(self, user: Viewer) -> Self:
        """Who may read it, and the directorate: that it exists and how it ended, never a text."""
        return self.all() if is_directorate(user) else self.readable_by(user)

    def readable_by(self, user: Viewer) -> Self:
        """What was written: the centres in it and the county's governor."""
        own = parties(user, Role.ADVISER, Role.LEADER)
        offices = parties(user, Role.GOVERNOR)
        if not own and not offices:
            return self.none()
        mine = DialogueCentre.objects.filter(centre__organisation__in=own)
        return self.filter(Q(pk__in=mine.values("dialogue")) | in_county_of(user, offices))

    def open(self) -> Self:
        return self.filter(state=Dialogue.State.OPEN)

    def of_centres(self, centre_ids: set[int]) -> Self:
        there = DialogueCentre.objects.filter(centre__in=centre_ids)
        return self.filter(pk__in=there.values("dialogue"))

    def waiting_for(self, centre_ids: set[int]) -> Self:
        """Open ones that a centre has not answered, or where its yes to a proposal is wanted."""
        rows = DialogueCentre.objects.filter(dialogue=OuterRef("pk"), centre__in=centre_ids)
        unanswered = Exists(rows.filter(is_in=None))
        to_agree = Q(proposed_by_centre__isnull=False) & Exists(
            rows.filter(is_in=True, agrees=False)
        )
        return self.open().filter(unanswered | to_agree)

    def for_list(self) -> Self:
        places = ("municipality__county", "county", "theme__parent")
        rows = self.select_related(*places, "opened_for", "taken_by", "proposed_by_centre")
        return rows.prefetch_related("invited__centre")


def in_county_of(user: Viewer, offices: set[int]) -> Q:
    """What lies in the governor's counties, and what the office itself pointed out."""
    if not offices:
        return Q(pk__in=[])
    here = Municipality.objects.filter(governed_municipalities(user))
    places = with_former(set(here.order_by().values_list("pk", flat=True)))
    counties = County.objects.filter(governors__organisation__in=offices)
    return (
        Q(municipality__in=places) | Q(county__in=counties.values("pk")) | Q(opened_for__in=offices)
    )


@pghistory.track(model_name="DialogueHistory")
class Dialogue(models.Model):
    """What centres talk about: one theme, in one place or the whole country, in one year.

    While open, `result` and what stands with it are a proposal; when concluded, what was agreed.
    Changed only by `dialogues.actions`.
    """

    class Kind(models.TextChoices):
        OVERLAP = "overlap", _("overlapp")
        GAP = "gap", _("hull")

    class State(models.TextChoices):
        OPEN = "open", _("åpen")
        CONCLUDED = "concluded", _("avklart")
        WITHDRAWN = "withdrawn", _("trukket")

    class Result(models.TextChoices):
        JOINT = "joint", _("arbeider sammen")
        DIVIDED = "divided", _("deler det mellom seg")
        ONE = "one", _("ett senter tar det")
        NO_NEED = "no_need", _("ikke behov")
        NOT_AGREED = "not_agreed", _("ble ikke enige")

    kind = models.CharField(_("type"), max_length=8, choices=Kind)
    # Both empty: the whole country.
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+", verbose_name=_("kommune")
    )
    county = models.ForeignKey(
        County, models.PROTECT, null=True, related_name="+", verbose_name=_("fylke")
    )
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("tema"))
    year = models.PositiveSmallIntegerField(_("år"))
    subject = models.TextField(_("hva det gjelder"), max_length=2000)
    opened_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("åpnet"), default=timezone.now)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.OPEN)
    result = models.CharField(_("resultat"), max_length=12, choices=Result, blank=True)
    result_text = models.TextField(_("hva dere ble enige om"), blank=True, max_length=2000)
    # Who takes it, where one centre does.
    taken_by = models.ForeignKey(Centre, models.PROTECT, null=True, related_name="+")
    proposed_by_centre = models.ForeignKey(Centre, models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    # Concluded or withdrawn.
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("avsluttet"), null=True)
    # In whose name; empty where that was not stored yet, and then whoever opened it.
    withdrawn_for = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(_("hvorfor"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(null=True, unique=True)
    is_demo = models.BooleanField(_("demodata"), default=False)

    objects = DialogueQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("dialog mellom sentre")
        verbose_name_plural = _("dialoger mellom sentre")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "municipality", "county", "theme", "year"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="dialogues_one_open_at_a_time",
            ),
            models.CheckConstraint(
                name="dialogues_have_one_place", condition=Q(municipality=None) | Q(county=None)
            ),
            models.CheckConstraint(
                name="dialogues_closed_ones_say_by_whom",
                condition=Q(state="open", closed_at=None, closed_by=None)
                | (~Q(state="open") & Q(closed_at__isnull=False, closed_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="dialogues_concluded_ones_have_a_result",
                condition=~Q(state="concluded") | ~Q(result=""),
            ),
            models.CheckConstraint(
                name="dialogues_withdrawn_ones_say_why",
                condition=(Q(state="withdrawn") & ~Q(withdrawn_reason="") & Q(result=""))
                | (~Q(state="withdrawn") & Q(withdrawn_reason="")),
            ),
            models.CheckConstraint(
                name="dialogues_a_result_was_proposed",
                condition=Q(result="", proposed_by_centre=None, proposed_by=None, proposed_at=None)
                | (
                    ~Q(result="")
                    & Q(
                        proposed_by_centre__isnull=False,
                        proposed_by__isnull=False,
                        proposed_at__isnull=False,
                    )
                ),
            ),
            models.CheckConstraint(
                name="dialogues_who_takes_it_is_said",
                condition=Q(result="one", taken_by__isnull=False)
                | (~Q(result="one") & Q(taken_by=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "theme", "year"], name="dialogues_of_place"),
            models.Index(fields=["county", "theme", "year"], name="dialogues_of_county"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.theme} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("dialogues:dialogue_detail", args=[self.pk])

    @property
    def place(self) -> str:
        found = self.municipality or self.county
        return str(found) if found else _now("Hele landet")

    @property
    def is_national(self) -> bool:
        return self.municipality_id is None and self.county_id is None

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def has_proposal(self) -> bool:
        """A result waits for the others' yes."""
        return self.is_open and bool(self.result)


class DialogueCentre(models.Model):
    """A centre in a dialogue, what it answered, and whether it agrees with what is proposed."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="invited")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    # None until it has answered; False when it does not take part.
    is_in = models.BooleanField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    # With the proposal of the day; a new one is asked anew.
    agrees = models.BooleanField(default=False)

    class Meta:
        ordering = ["centre__short_name", "pk"]
        verbose_name = _("senter i dialog")
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "centre"], name="dialogues_a_centre_once"),
            models.CheckConstraint(
                name="dialogues_answers_say_by_whom",
                condition=Q(is_in=None, answered_by=None, answered_at=None)
                | Q(is_in__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dialogues_who_agrees_takes_part",
                condition=Q(agrees=False) | Q(is_in=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dialogue_id} {self.centre_id}"


@pghistory.track(model_name="DialogueMessageHistory")
class DialogueMessage(models.Model):
    """One step: what was said, answered, proposed and agreed, in whose name."""

    class Kind(models.TextChoices):
        WRITTEN = "written", _("skrev")
        JOINED = "joined", _("blir med")
        STAYED_OUT = "stayed_out", _("blir ikke med")
        PROPOSED = "proposed", _("foreslo et resultat")
        AGREED = "agreed", _("er enig i forslaget")
        DECLINED = "declined", _("er ikke enig i forslaget")
        TAKEN_BACK = "taken_back", _("tok forslaget tilbake")

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WRITTEN)
    # What was proposed, for a proposal, and who would take it where one centre does.
    result = models.CharField(max_length=12, choices=Dialogue.Result, blank=True)
    taken_by = models.ForeignKey(Centre, models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("melding"), blank=True, max_length=2000)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    form_token = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("melding i dialog")
        constraints = [
            models.CheckConstraint(
                name="dialogues_messages_say_something",
                condition=~Q(kind="written") | ~Q(text=""),
            ),
            models.CheckConstraint(
                name="dialogues_messages_say_who_takes_what",
                condition=Q(taken_by=None) | Q(kind="proposed", result="one"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dialogue_id} {self.kind}"
