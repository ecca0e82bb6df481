"""Choosing municipalities and city districts, checked against a day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.plans.selects import DrawnSuggestMultiple
from municipalities import structure
from municipalities.models import Municipality, in_force

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]


class PlacesField(forms.MultipleChoiceField):
    """Codes of places. What is offered depends on a day, so the form asks `places_named`."""

    widget = DrawnSuggestMultiple

    def offer(self, *, on: date, first: Sequence[str] = (), also: Sequence[str] = ()) -> None:
        """Show the places of the day; `first` on top, and `also` what was chosen for another."""
        self.choices = place_groups(on=on, first=first, also=also)

    def validate(self, value: list[str]) -> None:
        """Any code may be sent: the list shown was made for another day than the one sent."""


def place_groups(*, on: date, first: Sequence[str] = (), also: Sequence[str] = ()) -> list[Group]:
    """Places in force by county, districts with their city; ready to be drawn."""
    offered = Municipality.objects.filter(in_force(on) | Q(code__in=askable(also)))
    rows = offered.order_by("county__sort_key", "county__code", "sort_key", "code").values_list(
        "code", "name", "parent__name", "county__name"
    )
    places = list(rows)
    times = Counter(name for _code, name, _parent, _county in places)
    labels = {
        code: label_of(name, parent, county if times[name] > 1 else "")
        for code, name, parent, county in places
    }
    usual = [(code, labels[code]) for code in first if code in labels]
    groups = [(_("Sist brukt"), usual)] if usual else []
    rest = (place for place in places if place[0] not in first)
    for county, members in groupby(rest, key=itemgetter(3)):
        groups.append((county, [(member[0], labels[member[0]]) for member in members]))
    return groups


def label_of(name: str, city: str | None, county: str) -> str:
    """The name, with what tells it from its namesakes."""
    if city:
        return _("%(name)s (bydel i %(city)s)") % {"name": name, "city": city}
    return f"{name} ({county})" if county else name


def places_named(codes: Iterable[str], *, on: date) -> list[Municipality]:
    """The places of the codes, in the order of the codes. Refuses those not in force on the day."""
    wanted = sorted(set(codes))
    found = {row.code: row for row in Municipality.objects.filter(code__in=askable(wanted))}
    unknown = [code for code in wanted if code not in found]
    if unknown:
        raise ValidationError(_("Ukjent kommune: %(codes)s.") % {"codes": ", ".join(unknown)})
    places = [found[code] for code in wanted]
    errors = [not_in_force(place, on) for place in places if not place.is_in_force(on)]
    if errors:
        raise ValidationError(errors)
    return places


def askable(codes: Iterable[str]) -> list[str]:
    """PostgreSQL cannot be asked for a text with a null byte."""
    return [code for code in codes if "\x00" not in code]


def not_in_force(place: Municipality, on: date) -> ValidationError:
    """Says so, and what the place was called on that day where there is one answer."""
    text = _("%(name)s (%(code)s) fantes ikke %(day)s.") % {
        "name": place.name,
        "code": place.code,
        "day": date_format(on, "j. F Y"),
    }
    then = structure.carry(place.code, on=on, to=on)
    called = None if then.is_split else Municipality.objects.filter(code__in=then.codes).first()
    if called is not None:
        text += " " + _("Da gjaldt %(name)s (%(code)s).") % {
            "name": called.name,
            "code": called.code,
        }
    return ValidationError(text, code="not_in_force")
