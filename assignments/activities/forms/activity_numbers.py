"""Head counts by sector and by role, and hours by adviser: a small field for each."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.utils.text import capfirst

from assignments.activities.forms.activity_fields import HoursField, NumberField
from assignments.activities.models import Activity
from assignments.activities.values import ActivityValues
from assignments.plans.choices import Attendee, Sector
from assignments.plans.numbers import shown_number
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User


def number_initial(values: ActivityValues) -> dict[str, Any]:
    hours = values.adviser_hours.items()
    return {
        **{f"sector_{key.value}": number for key, number in values.sectors.items()},
        **{f"role_{key.value}": number for key, number in values.roles.items()},
        **{f"hours_of_{adviser.pk}": shown_number(number) for adviser, number in hours},
    }


def advisers_of(centres: Iterable[Centre], stored: Activity | None) -> list[User]:
    """Who works at the centres that have turned hours per adviser on, and who stands there."""
    parties = [centre.organisation_id for centre in centres if centre.has_adviser_hours]
    if not parties:
        return []
    held = Membership.objects.with_role(Role.ADVISER, Role.LEADER)
    wanted = Q(pk__in=held.filter(organisation__in=parties).values("user"))
    if stored is not None:
        wanted |= Q(pk__in=stored.adviser_hours.values("adviser"))
    return list(User.objects.filter(wanted).order_by("name", "pk"))


class NumbersForm(forms.Form):
    """The part of the form that has a field for each sector, role and adviser."""

    advisers: list[User]

    def offer_numbers(self, advisers: list[User]) -> None:
        self.advisers = advisers
        for sector in Sector:
            self.fields[f"sector_{sector.value}"] = NumberField(label=capfirst(str(sector.label)))
        for role in Attendee:
            self.fields[f"role_{role.value}"] = NumberField(label=capfirst(str(role.label)))
        for adviser in advisers:
            self.fields[f"hours_of_{adviser.pk}"] = HoursField(label=str(adviser))

    @property
    def sector_fields(self) -> list[BoundField]:
        return [self[f"sector_{sector.value}"] for sector in Sector]

    @property
    def role_fields(self) -> list[BoundField]:
        return [self[f"role_{role.value}"] for role in Attendee]

    @property
    def adviser_fields(self) -> list[BoundField]:
        return [self[f"hours_of_{adviser.pk}"] for adviser in self.advisers]

    def sectors(self) -> dict[Sector, int]:
        found = {sector: self.cleaned_data.get(f"sector_{sector.value}") for sector in Sector}
        return {sector: number for sector, number in found.items() if number}

    def roles(self) -> dict[Attendee, int]:
        found = {role: self.cleaned_data.get(f"role_{role.value}") for role in Attendee}
        return {role: number for role, number in found.items() if number}

    def hours_by_adviser(self) -> Mapping[User, Decimal]:
        hours = {one: self.cleaned_data.get(f"hours_of_{one.pk}") for one in self.advisers}
        return {adviser: number for adviser, number in hours.items() if number}
