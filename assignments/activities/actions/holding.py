"""Keeping the years open that a change of an activity touches: the lead's and its partners'."""

from django.utils.translation import gettext as _

from assignments.activities.models import Activity, ActivityPartner
from assignments.plans.years import YearClosedError, hold_open
from centres.models import Centre


class PartnerYearClosedError(YearClosedError):
    """A partner has reported the year, with what the activity gave it."""

    def __init__(self, year: int, centre: Centre) -> None:
        super().__init__(year)
        self.centre = centre

    def __str__(self) -> str:
        return _(
            "%(centre)s var med på aktiviteten og har sendt inn årsrapporten for %(year)s. "
            "Aktiviteten kan derfor ikke endres."
        ) % {"centre": self.centre.short_name, "year": self.year}


def hold_years(activity: Activity, *years: int) -> None:
    """Hold the years open for the own centre and for each that has accepted. Raises
    YearClosedError, which names the centre where it is another's year."""
    hold_open(activity.centre_id, *years)
    accepted = activity.partners.filter(state=ActivityPartner.State.ACCEPTED)
    for partner in accepted.select_related("centre").order_by("centre"):
        try:
            hold_open(partner.centre_id, *years)
        except YearClosedError as closed:
            raise PartnerYearClosedError(closed.year, partner.centre) from closed
