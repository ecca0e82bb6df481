"""What stands around the activities: roles over the years, partners, agreements, needs, answers."""

from collections import defaultdict
from datetime import datetime, time
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone

from assignments.activities.models import Activity, ActivityPartner, HeadCount
from assignments.agreements.models import Agreement
from assignments.coverage.periods import years_until
from assignments.feedback.results import results_for_report
from assignments.feedback.tallies import Opinion
from assignments.needs.models import Need
from assignments.plans.choices import Attendee
from assignments.rounds.models import InformationRound, InformationRow
from centres.models import Centre
from korus_portal.accounts.models import Organisation
from reporting import recognition
from reporting.gathering.activities import CHUNK, counting_in, days_of, shared_hours
from reporting.gathering.rows import ActivityRow, AgreementRow, NeedRow, RoleRow, Together

CONCERNED = (Attendee.SERVICE_USER, Attendee.NEXT_OF_KIN)
Kind = Organisation.Kind
WITH = (Kind.COUNTY_GOVERNOR, Kind.COUNTY_AUTHORITY, Kind.USER_ORGANISATION)


def every(
    centre: Centre, year: int, activities: list[ActivityRow], catchment: frozenset[int] | None
) -> dict[str, Any]:
    """By the columns of `YearRows`."""
    rounds, places = informed(centre, year)
    return {
        "agreements": agreement_rows(centre, year),
        "roles": role_rows(centre, year),
        "together": together(centre, activities),
        "feedback": feedback_of(centre, year),
        "rounds": rounds,
        "informed": places,
        "needs": need_rows(catchment, year),
        "recognition": recognition.gather(centre, until=year),
    }


def role_rows(centre: Centre, year: int) -> list[RoleRow]:
    """Roles and hours of three years (rule 24); hours of what others lead are the centre's own."""
    first = years_until(year).start
    shared = shared_hours(centre, first, year)
    counting = counting_in(centre, first, year, shared).order_by("starts_on", "pk")
    found = counting.values_list("pk", "starts_on__year", "centre_role", "hours")
    return [
        RoleRow(pk, of_year, role, shared.get(pk, hours))
        for pk, of_year, role, hours in found.iterator(chunk_size=CHUNK)
    ]


def together(centre: Centre, activities: list[ActivityRow]) -> Together:
    """Other centres that took part, other parties, and those concerned that were heard."""
    ids = [row.pk for row in activities]
    return Together(
        centres=partners_of(centre, activities), parties=parties_of(ids), heard=heard_in(ids)
    )


def partners_of(centre: Centre, activities: list[ActivityRow]) -> dict[str, list[int]]:
    """By the other centre's code: who accepted, and who led what this one took part in."""
    ids = [row.pk for row in activities]
    accepted = ActivityPartner.objects.filter(
        activity__in=ids, state=ActivityPartner.State.ACCEPTED
    ).exclude(centre=centre)
    led = Activity.objects.filter(pk__in=[row.pk for row in activities if row.is_shared])
    pairs = {
        *accepted.order_by().values_list("centre__code", "activity"),
        *led.order_by().values_list("centre__code", "pk"),
    }
    return by_first(pairs)


def parties_of(ids: list[int]) -> dict[str, list[int]]:
    """County governors, county authorities and user organisations, by their kind."""
    named = Activity.organisations.through.objects.filter(  # type: ignore[attr-defined]
        activity__in=ids, organisation__kind__in=WITH
    )
    return by_first(set(named.values_list("organisation__kind", "activity")))


def by_first(pairs: set[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for key, pk in sorted(pairs):
        found[key].append(pk)
    return dict(found)


def heard_in(ids: list[int]) -> dict[int, int]:
    """Service users and next of kin who were present, by activity."""
    present = HeadCount.objects.filter(
        activity__in=ids, by=HeadCount.By.ROLE, key__in=CONCERNED, number__gt=0
    )
    sums = present.order_by().values_list("activity").annotate(number=Sum("number"))
    return dict(sums.order_by("activity"))


def agreement_rows(centre: Centre, year: int) -> list[AgreementRow]:
    """Those that count in the year (rule 26), and which were signed in it."""
    found = Agreement.objects.counting_in(year).filter(centre=centre).order_by("pk")
    columns = ("pk", "municipality__code", "signed_at")
    return [
        AgreementRow(pk, code, timezone.localdate(signed_at).year == year)
        for pk, code, signed_at in found.values_list(*columns)
    ]


def informed(centre: Centre, year: int) -> tuple[int, int]:
    """Information rounds of the year, and municipalities that got one (rule 5)."""
    own = InformationRound.objects.filter(
        centre=centre, deleted_at=None, day__range=days_of(year, year)
    )
    delivered = InformationRow.objects.delivered().filter(round__in=own.order_by().values("pk"))
    places = delivered.order_by().values_list("municipality", "municipality__parent")
    return own.count(), len({city or pk for pk, city in places})


def need_rows(catchment: frozenset[int] | None, year: int) -> list[NeedRow]:
    """Needs of the catchment that were open on 31 December, or are now if that is to come."""
    if not catchment:
        return []
    ended = datetime.combine(days_of(year, year)[1], time.max)
    until = min(timezone.make_aware(ended), timezone.now())
    inside = Q(municipality__in=catchment) | Q(municipality__parent__in=catchment)
    found = Need.objects.filter(inside, registered_at__lte=until)
    still_open = found.filter(Q(closed_at=None) | Q(closed_at__gt=until)).order_by("pk")
    columns = ("pk", "theme__code", "municipality__county__code")
    return [NeedRow(*values) for values in still_open.values_list(*columns)]


def feedback_of(centre: Centre, year: int) -> dict[str, Any]:
    """What stands on the centre's own page of feedback, as plain data: by the ids of themes and
    tiltak, empty for what belongs to none. None is too few answers, or none."""
    found = results_for_report(centre, year)
    return {
        "forms": found["forms"],
        "total": opinion(found["total"]),
        "themes": by_id(found["themes"]),
        "assignments": by_id(found["assignments"]),
    }


def by_id(found: dict[int | None, Opinion | None]) -> dict[str, Any]:
    return {"" if pk is None else str(pk): opinion(value) for pk, value in found.items()}


def opinion(found: Opinion | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "n": found.n,
        "useful": str(found.useful),
        "useful_share": found.useful_share,
        "practice": str(found.practice),
        "practice_share": found.practice_share,
    }
