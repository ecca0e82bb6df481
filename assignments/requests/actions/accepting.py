"""A centre accepts a request into a tiltak: one that runs, a new one, or none."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from assignments.plans.actions import create_assignment
from assignments.plans.models import Assignment
from assignments.plans.values import AssignmentValues
from assignments.requests.actions import deciding
from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Theme


@transaction.atomic
def accept_into_new_tiltak(
    *,
    support_request: SupportRequest,
    centre: Centre,
    title: str,
    theme: Theme,
    message: str,
    by: User,
) -> SupportRequest:
    """Make the tiltak and accept in one: neither stands alone. Raises YearClosedError."""
    values = values_of_new(support_request, title, theme)
    assignment = create_assignment(centre=centre, values=values, by=by)
    return accept(
        support_request=support_request,
        centre=centre,
        message=message,
        assignment=assignment,
        by=by,
    )


def accept(
    *,
    support_request: SupportRequest,
    centre: Centre,
    message: str,
    assignment: Assignment | None,
    by: User,
) -> SupportRequest:
    """The owner accepts for all to see; a centre that is in it too, for its own part."""
    do = deciding.accept_request
    if centre.pk != support_request.centre_id:
        do = deciding.accept_jointly
    return do(support_request=support_request, by=by, message=message, assignment=assignment)


def values_of_new(support_request: SupportRequest, title: str, theme: Theme) -> AssignmentValues:
    """For the municipality that asked and its theme, until the end of the year."""
    today = timezone.localdate()
    return AssignmentValues(
        title=title,
        description="",
        themes=(theme,),
        initiative=None,
        mandate_task=None,
        starts_on=today,
        ends_on=date(today.year, 12, 31),
        municipalities=(support_request.municipality,),
    )
