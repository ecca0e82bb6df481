"""Whose figures a person sees on the page of results: the centre's own, or every centre's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assignments.feedback import page
from assignments.feedback.forms import ResultsForm
from assignments.feedback.listing import years_of
from assignments.feedback.models import FeedbackForm, FeedbackFormQuerySet
from assignments.plans.rules import own_centres
from centres.models import Centre
from korus_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Sight:
    """`centre` is None for the directorate, which sees centres and themes but no form."""

    form: ResultsForm
    forms: FeedbackFormQuerySet
    year: int
    centre: Centre | None

    def tables(self) -> list[page.Table]:
        if self.centre is None:
            return page.tables_of_all(self.forms, year=self.year)
        return page.tables_of_centre(self.forms, self.centre, year=self.year)

    def is_demo(self) -> bool:
        return self.forms.filter(is_demo=True).exists()


def sight_of(user: User, sent: Mapping[str, Any]) -> Sight:
    """For people of a centre, whatever else they are; else for the directorate."""
    centres = own_centres(user)
    forms = FeedbackForm.objects.all()
    if centres.exists():
        forms = forms.filter(centre__in=centres)
    chosen = ResultsForm(sent, years=years_of(forms), centres=centres)
    centre, year = chosen.centre, chosen.year
    forms = forms.of_year(year)
    return Sight(chosen, forms.filter(centre=centre) if centre else forms, year, centre)
