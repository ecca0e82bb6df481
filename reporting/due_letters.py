"""Letters about due dates. They say where to read, and never what was written."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from assignments.plans.letters import leaders_of
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.outbox import notify
from reporting.models import (
    AnnualReport,
    Extension,
    ReportEntry,
    ReportObligation,
    ReportSection,
)
from reporting.models.texts import Written
from reporting.obligations import last_day


def tell(
    name: str, obligation: ReportObligation, to: Iterable[User], path: str, **context: Any
) -> None:
    notify(
        to,
        kind=f"reporting.{name}",
        template=f"reporting/emails/due/{name}",
        about=obligation,
        path=path,
        context={"obligation": obligation, "last_day": last_day(obligation), **context},
    )


def tell_of_opening(obligation: ReportObligation, report: AnnualReport) -> None:
    readers = leaders_of(obligation.centre)
    tell("report_opened", obligation, readers, report.get_absolute_url())


def tell_of_extension(name: str, extension: Extension, to: QuerySet[User]) -> None:
    """About the extension itself: what is taken out of it later leaves its letters too."""
    obligation = extension.obligation
    notify(
        to,
        kind=f"reporting.{name}",
        template=f"reporting/emails/due/{name}",
        about=extension,
        path=obligation.get_absolute_url(),
        context={
            "extension": extension,
            "obligation": obligation,
            "last_day": last_day(obligation),
        },
    )


def tell_directorate(overdue: list[ReportObligation]) -> None:
    """One letter with all that is new."""
    notify(
        directorate(),
        kind="reporting.reports_overdue",
        template="reporting/emails/reports_overdue",
        path=f"{reverse('reporting:obligation_list')}?forfalt=on",
        context={"overdue": [(row, last_day(row)) for row in overdue], "count": len(overdue)},
    )


def directorate() -> QuerySet[User]:
    held = Membership.objects.with_role(Role.DIRECTORATE)
    return User.objects.filter(pk__in=held.values("user")).order_by("pk")


def leaders_and(person: User, obligation: ReportObligation) -> QuerySet[User]:
    """Who asked, also when somebody else leads the centre now, if still there."""
    here = at_centre(obligation, Role.ADVISER, Role.LEADER).filter(user=person)
    leaders = at_centre(obligation, Role.LEADER)
    asked_to = Q(pk__in=here.values("user")) | Q(pk__in=leaders.values("user"))
    return User.objects.filter(asked_to).order_by("pk")


def writers_of(obligation: ReportObligation) -> QuerySet[User]:
    """The leaders, and those at the centre who own a part that is not ready."""
    of_year = AnnualReport.objects.filter(centre=obligation.centre_id, year=obligation.year)
    unready = {"report__in": of_year.living(), "owner__isnull": False}
    owners = Q(pk__in=[])
    for part in (ReportSection, ReportEntry):
        rows = part.objects.filter(**unready).exclude(state=Written.State.READY)
        owners |= Q(pk__in=rows.values("owner"))
    here = at_centre(obligation, Role.ADVISER, Role.LEADER)
    leaders = Q(pk__in=at_centre(obligation, Role.LEADER).values("user"))
    told = User.objects.filter(pk__in=here.values("user")).filter(leaders | owners)
    return told.order_by("pk")


def at_centre(obligation: ReportObligation, *roles: str) -> QuerySet[Membership]:
    party = obligation.centre.organisation_id
    return Membership.objects.with_role(*roles).filter(organisation=party)
