"""Which centres took part, and what waits for one's own: what the pages show of it (rule 18)."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.activities import rules
from assignments.activities.models import Activity, ActivityPartner
from assignments.plans.numbers import shown_number
from assignments.plans.rules import own_centres
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User

State = ActivityPartner.State
TONES = {State.ASKED: "warning", State.ACCEPTED: "success", State.DECLINED: "neutral"}
SHOWN = 50


@dataclass(frozen=True)
class PartnerLine:
    centre: str
    state: str
    tone: str
    hours: str
    # Where the viewer answers for the centre; empty for everybody else.
    answer_url: str
    is_waiting: bool


def partners_of(activity: Activity, viewer: Viewer) -> list[PartnerLine]:
    """Those that took part for everybody; who is asked and who said no for the two sides alone."""
    is_own = rules.sees_internal(viewer, activity)
    rows = list(activity.partners.select_related("centre"))
    return [
        line(row, may_answer=activity.is_counting and rules.can_answer_partner(viewer, row))
        for row in rows
        if row.state == State.ACCEPTED or is_own or rules.can_answer_partner(viewer, row)
    ]


def line(row: ActivityPartner, *, may_answer: bool) -> PartnerLine:
    return PartnerLine(
        centre=row.centre.short_name,
        state=str(capfirst(row.get_state_display())),
        tone=TONES[State(row.state)],
        hours=shown_number(row.hours),
        answer_url=answer_address(row) if may_answer else "",
        is_waiting=row.state == State.ASKED,
    )


def answer_address(row: ActivityPartner) -> str:
    return reverse("activities:partner_answer", args=[row.activity_id, row.centre.code])


@dataclass(frozen=True)
class EventLine:
    """Another row of the same event."""

    title: str
    centre: str
    url: str
    leads: bool


def event_of(activity: Activity) -> list[EventLine]:
    """The rows that are linked with this as the same event, the one that leads first (rule 19)."""
    lead = activity.same_event_as_id or activity.pk
    rows = Activity.objects.filter(Q(pk=lead) | Q(same_event_as=lead)).exclude(pk=activity.pk)
    found = rows.counting().select_related("centre").order_by("-same_event_as", "pk")
    lines = [
        EventLine(row.title, row.centre.short_name, row.get_absolute_url(), leads=row.pk == lead)
        for row in found
    ]
    return sorted(lines, key=lambda one: not one.leads)


def waiting_for(user: User) -> QuerySet[ActivityPartner]:
    """What others say that one's centres took part in, and nobody has answered yet."""
    return asked_of(user).filter(state=State.ASKED).order_by("asked_at", "pk")


def answered_by(user: User) -> QuerySet[ActivityPartner]:
    return asked_of(user).exclude(state=State.ASKED).order_by("-answered_at", "-pk")


def asked_of(user: User) -> QuerySet[ActivityPartner]:
    counting = Activity.objects.counting().order_by()
    rows = ActivityPartner.objects.filter(centre__in=own_centres(user), activity__in=counting)
    return rows.select_related("centre", "activity__centre")


@dataclass(frozen=True)
class AskedLine:
    title: str
    url: str
    day: object
    lead: str
    partner: str
    state: str
    hours: str
    answer_url: str


def asked_lines(rows: QuerySet[ActivityPartner]) -> list[AskedLine]:
    return [
        AskedLine(
            title=row.activity.title,
            url=row.activity.get_absolute_url(),
            day=row.activity.starts_on,
            lead=row.activity.centre.short_name,
            partner=row.centre.short_name,
            state=str(row.get_state_display()),
            hours=shown_number(row.hours) or _("ikke oppgitt"),
            answer_url=reverse(
                "activities:partner_answer", args=[row.activity_id, row.centre.code]
            ),
        )
        for row in rows[:SHOWN]
    ]


def shown_answer(row: ActivityPartner) -> str:
    """«med, 3,5 timer»."""
    answer = str(row.get_state_display())
    hours = shown_number(row.hours)
    return (
        _("%(answer)s, %(hours)s timer") % {"answer": answer, "hours": hours} if hours else answer
    )
