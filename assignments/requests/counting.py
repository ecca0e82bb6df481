"""Bringing a request's counts up to date, unless the report of its year is submitted (rule 30)."""

from django.utils import timezone

from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact
from assignments.coverage.recount import hold_off_rebuild
from assignments.plans.years import hold_if_open
from assignments.requests.facts import facts_of
from assignments.requests.models import SupportRequest


def year_of(support_request: SupportRequest) -> int:
    """The year it was sent in, by the calendar in Oslo (rule 2)."""
    return timezone.localdate(support_request.submitted_at).year


def hold_years(support_request: SupportRequest) -> bool:
    """Keep the year of every centre that it counts for open; False when one has submitted it.

    What would count for all of them then counts for none, so that no closed year moves.
    """
    counted = support_request.holders.exclude(accepted_at=None).filter(is_counted=True)
    centres = set(counted.values_list("centre", flat=True))
    if support_request.is_counted:
        centres.add(support_request.asked_centre_id)
    year = year_of(support_request)
    closed = [pk for pk in sorted(centres) if not hold_if_open(pk, year)]
    return not closed


def keep_facts(support_request: SupportRequest) -> None:
    """Write the facts anew. What counts is marked on the rows, so that closed years stay."""
    hold_off_rebuild()
    replace_facts(Fact.Source.REQUEST, support_request.pk, facts_of(support_request))
