"""The request itself: a municipality asks, a centre has it, and its state is one of eight."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import reached_ids, with_own_past
from assignments.requests.models.holding import HandOver, Holder, PartnerMunicipality
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality, Theme


class SupportRequestQuerySet(models.QuerySet["SupportRequest"]):
    def visible_to(self, user: Viewer) -> Self:
        """The whole request: the municipalities that asked, also under an earlier number, the
        centres that have it, and a centre that is offered it (rules.md, ADR 0021)."""
        return self.filter(_asked_by(user) | _at_centre_of(user))

    def asked_by(self, user: Viewer) -> Self:
        """Those of the municipalities where the person is a contact, partners included."""
        return self.filter(_asked_by(user))

    def outlined_to(self, user: Viewer) -> Self:
        """Theme, state and centre: what one may know of others' requests in one's own reach."""
        places = reached_ids(user)
        named = Q(
            pk__in=PartnerMunicipality.objects.named()
            .filter(municipality__in=places)
            .values("support_request")
        )
        return self.filter(Q(municipality__in=places) | named)

    def held_by(self, user: Viewer) -> Self:
        """Those that a centre of the person has, as owner or together with the owner."""
        return self.filter(pk__in=_holders_of(user))

    def open(self) -> Self:
        return self.filter(status__in=SupportRequest.OPEN)

    def undecided(self) -> Self:
        return self.filter(status__in=SupportRequest.UNDECIDED)

    def overdue(self) -> Self:
        """The day on which the municipality must have heard more has gone."""
        return self.with_next_due().filter(next_due__lt=timezone.localdate())

    def with_next_due(self) -> Self:
        """Adds `next_due`: the day on which the municipality must have heard more; None if none."""
        undecided = Q(status__in=SupportRequest.UNDECIDED, paused_on=None)
        return self.annotate(
            next_due=Case(
                When(undecided & Q(first_answered_at=None), then=F("answer_due_on")),
                When(undecided & Q(interim_sent_at=None), then=F("interim_due_on")),
            )
        )

    def for_list(self) -> Self:
        return self.select_related("municipality", "centre", "theme", "adviser")

    def in_inbox_order(self) -> Self:
        """Open ones first, the most urgent deadline on top; then the latest of the others."""
        ended = Case(When(status__in=SupportRequest.OPEN, then=Value(0)), default=Value(1))
        due = F("next_due").asc(nulls_last=True)
        return self.with_next_due().order_by(ended, due, "-submitted_at", "-pk")


@pghistory.track(model_name="SupportRequestHistory")
class SupportRequest(models.Model):
    """A municipality asks a centre for help. `status` changes only in `requests.actions`.

    `centre` owns the request: from submission on there is always one (a column that cannot be
    empty), and it changes only when the receiver of a hand-over accepts.
    """

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("sendt")
        IN_TRIAGE = "in_triage", _("under vurdering")
        CLARIFYING = "clarifying", _("til avklaring")
        ACCEPTED = "accepted", _("akseptert")
        UNDER_WAY = "under_way", _("i gang")
        DECLINED = "declined", _("kan ikke bistå")
        WITHDRAWN = "withdrawn", _("trukket")
        CLOSED = "closed", _("avsluttet")

    UNDECIDED: ClassVar[frozenset[str]] = frozenset(
        {Status.SUBMITTED, Status.IN_TRIAGE, Status.CLARIFYING}
    )
    OPEN: ClassVar[frozenset[str]] = UNDECIDED | {Status.ACCEPTED, Status.UNDER_WAY}

    class Urgency(models.TextChoices):
        NORMAL = "normal", _("det haster ikke")
        SOON = "soon", _("i løpet av få uker")
        URGENT = "urgent", _("så snart som mulig")

    class WishedForm(models.TextChoices):
        UNKNOWN = "unknown", _("vet ikke ennå")
        COURSE = "course", _("kurs eller fagdag")
        GUIDANCE = "guidance", _("veiledning eller konsultasjon")
        IMPLEMENTATION = "implementation", _("implementeringsstøtte")
        MAPPING = "mapping", _("kartlegging")
        NETWORK = "network", _("nettverk")

    class Language(models.TextChoices):
        BOKMAAL = "nb", _("bokmål")
        NYNORSK = "nn", _("nynorsk")
        NORTHERN_SAMI = "se", _("nordsamisk")
        LULE_SAMI = "smj", _("lulesamisk")
        SOUTHERN_SAMI = "sma", _("sørsamisk")

    SAMI: ClassVar[frozenset[str]] = frozenset({"se", "smj", "sma"})

    class DeclineCode(models.TextChoices):
        OUTSIDE_CATCHMENT = "outside_catchment", _("utenfor ansvarsområdet")
        OUTSIDE_FIELD = "outside_field", _("utenfor fagfeltet")
        CAPACITY = "capacity", _("ikke kapasitet nå")
        BETTER_ELSEWHERE = "better_elsewhere", _("andre kan hjelpe bedre")
        OTHER = "other", _("annet")

    class Outcome(models.TextChoices):
        HELPED = "helped", _("hjelpen er gitt")
        PARTLY = "partly", _("hjelpen er gitt i noen grad")
        ELSEWHERE = "elsewhere", _("løst på en annen måte")
        NOT_NEEDED = "not_needed", _("behovet falt bort")

    case_number = models.CharField(_("saksnummer"), max_length=12, unique=True)
    # The municipality's own number in its own archive; a centre's stands on its Holder.
    municipality_case_number = models.CharField(
        _("kommunens saksnummer"), max_length=50, blank=True
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="support_requests", verbose_name=_("kommune")
    )
    # The centre that has the request now, and the one first asked (both count, rule 6).
    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="support_requests", verbose_name=_("senter")
    )
    asked_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tema")
    )
    text = models.TextField(_("hva trenger dere hjelp til?"), max_length=4000)
    wished_form = models.CharField(
        _("ønsket form"), max_length=20, choices=WishedForm, default=WishedForm.UNKNOWN
    )
    urgency = models.CharField(
        _("hvor raskt"), max_length=10, choices=Urgency, default=Urgency.NORMAL
    )
    reach = models.CharField(_("hvordan når vi dere?"), max_length=200)
    language = models.CharField(_("språk"), max_length=3, choices=Language)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.SUBMITTED)
    submitted_at = models.DateTimeField(_("sendt"), default=timezone.now)
    # Empty for an employee without an account; then the guest's columns say who it was.
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    guest_name = models.CharField(_("navn"), max_length=150, blank=True)
    guest_email = models.EmailField(_("e-post"), blank=True)
    # What the guest's personal link is signed over (`requests.guest`); a new one ends old links.
    guest_seed = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    # When it was certain that the municipality asks. Empty: «ubekreftet», and not counted.
    confirmed_at = models.DateTimeField(_("bekreftet"), null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Stored, never recomputed from today; a pause moves those that are not yet met (rule 28).
    answer_due_on = models.DateField(_("svarfrist"))
    first_answered_at = models.DateTimeField(_("første svar"), null=True, blank=True)
    interim_due_on = models.DateField(_("frist for foreløpig svar"))
    interim_sent_at = models.DateTimeField(_("foreløpig svar"), null=True, blank=True)
    # The day the centre asked for clarification; set exactly while the state is «til avklaring».
    paused_on = models.DateField(null=True, blank=True)
    adviser = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rådgiver")
    )
    decided_at = models.DateTimeField(_("avgjort"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # The words of the decision: of a decline its reason.
    reason = models.TextField(_("begrunnelse"), blank=True, max_length=2000)
    decline_code = models.CharField(_("grunn"), max_length=20, choices=DeclineCode, blank=True)
    pointer_centre = models.ForeignKey(
        Centre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hvem som kan hjelpe"),
    )
    pointer_text = models.CharField(_("andre som kan hjelpe"), max_length=300, blank=True)
    # Closed by the centre, or withdrawn by the municipality (a guest has no user).
    ended_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("utfall"), max_length=12, choices=Outcome, blank=True)
    outcome_text = models.TextField(_("hva det ble til"), max_length=2000, blank=True)
    # False for what came after the asked centre had submitted the year's report: its facts stay.
    is_counted = models.BooleanField(default=True, db_default=True)
    version = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = SupportRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        verbose_name = _("henvendelse")
        constraints = [
            models.CheckConstraint(
                name="requests_decided_requests_have_a_decision",
                condition=Q(
                    status__in=["submitted", "in_triage", "clarifying"],
                    decided_at=None,
                    decided_by=None,
                )
                | Q(
                    status__in=["accepted", "declined", "under_way", "closed"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | Q(status="withdrawn"),
            ),
            models.CheckConstraint(
                name="requests_a_decline_owes_a_reason",
                condition=~Q(status="declined") | ~Q(reason="") & ~Q(decline_code=""),
            ),
            models.CheckConstraint(
                name="requests_in_triage_somebody_has_it",
                condition=Q(status__in=["submitted", "withdrawn"]) | Q(adviser__isnull=False),
            ),
            models.CheckConstraint(
                name="requests_paused_exactly_while_clarifying",
                condition=Q(status="clarifying", paused_on__isnull=False)
                | (~Q(status="clarifying") & Q(paused_on=None)),
            ),
            models.CheckConstraint(
                name="requests_ended_requests_say_when",
                condition=Q(status__in=["closed", "withdrawn"], ended_at__isnull=False)
                | (~Q(status__in=["closed", "withdrawn"]) & Q(ended_at=None, ended_by=None)),
            ),
            models.CheckConstraint(
                name="requests_closed_requests_have_an_outcome",
                condition=Q(status="closed", ended_by__isnull=False) & ~Q(outcome="")
                | (~Q(status="closed") & Q(outcome="")),
            ),
            models.CheckConstraint(
                name="requests_somebody_sent_it",
                condition=Q(submitted_by__isnull=False, guest_email="")
                | (Q(submitted_by=None) & ~Q(guest_email="")),
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "status"], name="requests_by_centre"),
            models.Index(fields=["municipality", "status"], name="requests_by_municipality"),
        ]

    def __str__(self) -> str:
        return f"{self.case_number} {self.municipality}"

    def get_absolute_url(self) -> str:
        return reverse("requests:request_detail", args=[self.case_number])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_undecided(self) -> bool:
        return self.status in self.UNDECIDED

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_sami(self) -> bool:
        """The request is written in a Sámi language and is to be answered in it."""
        return self.language in self.SAMI

    @property
    def sender(self) -> str:
        return str(self.submitted_by) if self.submitted_by else self.guest_name

    def first_answer(self, now: datetime) -> datetime:
        """The first words or decision of a person at the centre; what was there stands. Receipt
        and interim reply never ask this (rule 28)."""
        return self.first_answered_at or now

    @property
    def next_due_on(self) -> date | None:
        """The day on which the municipality must have heard more; the same as `next_due`."""
        if not self.is_undecided or self.paused_on:
            return None
        if self.first_answered_at is None:
            return self.answer_due_on
        return self.interim_due_on if self.interim_sent_at is None else None

    @property
    def is_overdue(self) -> bool:
        due = self.next_due_on
        return due is not None and due < timezone.localdate()


def _asked_by(user: Viewer) -> Q:
    held = parties(user, Role.CONTACT)
    own = Municipality.objects.filter(organisation__in=held).order_by() if held else ()
    places = with_own_past({row.pk for row in own})
    named = PartnerMunicipality.objects.named().filter(municipality__in=places)
    return Q(municipality__in=places) | Q(pk__in=named.values("support_request"))


def _at_centre_of(user: Viewer) -> Q:
    """A centre reads what it is offered, so that it can say yes or no."""
    at = parties(user, Role.ADVISER, Role.LEADER)
    offered = HandOver.objects.open().filter(
        kind__in=[HandOver.Kind.SHARE, HandOver.Kind.TRANSFER], to_centre__organisation__in=at
    )
    return Q(pk__in=_holders_of(user)) | Q(pk__in=offered.values("support_request"))


def _holders_of(user: Viewer) -> models.QuerySet[Holder, Any]:
    at = parties(user, Role.ADVISER, Role.LEADER)
    return Holder.objects.current().filter(centre__organisation__in=at).values("support_request")
