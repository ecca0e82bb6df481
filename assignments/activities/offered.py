"""What the list's filters offer, read in one question and drawn once for the same answer.

A list of options is kept in the process under what it was drawn from: the rows as the database
told them, or a sum over them, and the language. Another answer is another list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from django import forms
from django.db import connection
from django.db.models import Exists, OuterRef
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assignments.activities.models import Activity, ActivityMunicipality
from assignments.activities.values import kind_choices
from assignments.plans.places import place_groups
from assignments.plans.selects import capitalised, drawn
from centres.models import Centre
from korus_portal.accounts.models import Role
from korus_portal.design.widgets import SuggestSelect
from municipalities.models import Municipality, Theme

ANY_CORRECTION = "corrections"
DELETED = "deleted"
# The first and the last day of each centre are two looks into the list's own index.
ASKED = """SELECT
    (SELECT array_agg(day) FROM unnest(%(centres)s::bigint[]) one CROSS JOIN LATERAL (VALUES
        ((SELECT min(starts_on) FROM activities_listedactivity WHERE shelf = one)),
        ((SELECT max(starts_on) FROM activities_listedactivity WHERE shelf = one))) ends (day)),
    (SELECT json_agg(json_build_array(code, name_nb, name_nn) ORDER BY position, id)::text
     FROM municipalities_theme),
    (SELECT json_agg(json_build_array(id, title) ORDER BY title, id)::text
     FROM plans_assignment WHERE centre_id = ANY (%(centres)s)),
    (SELECT json_agg(json_build_array(id, coalesce(nullif(name, ''), email))
        ORDER BY name, id)::text
     FROM accounts_user WHERE id IN (SELECT user_id FROM accounts_membership
        WHERE organisation_id = ANY (%(parties)s) AND role = ANY (%(roles)s))),
    (SELECT max(id) FROM activities_activitymunicipality),
    (SELECT sum(hashtextextended(
        concat_ws(',', code, name, parent_id, county_id, valid_from, valid_to), 0))::text
     FROM municipalities_municipality),
    (SELECT sum(hashtextextended(concat_ws(',', code, name), 0))::text FROM municipalities_county)
"""


@dataclass(frozen=True)
class Offered:
    """The options of one list: what may be asked for, and the markup with nothing chosen."""

    codes: frozenset[str]
    markup: str

    def chosen(self, value: Any) -> str:
        """The first option of the value is marked, as browsers mark one alone."""
        code = "" if value is None else str(value)
        option = f'<option value="{escape(code)}"'
        return self.markup.replace(f"{option}>", f"{option} selected>", 1)


class OfferedSelect(forms.Select):
    """A list whose options are drawn already."""

    offered = Offered(frozenset(), "")

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        built = self.build_attrs({**self.attrs, "name": name}, attrs)
        return SafeString(f"<select{flatatt(built)}>{self.offered.chosen(value)}</select>")


class OfferedSuggest(OfferedSelect, SuggestSelect):
    """A list to type in."""


class OfferedField(forms.ChoiceField):
    """One of the codes that its list offers."""

    widget = OfferedSelect

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.widget.offered.codes


def offered_to(centres: Sequence[Centre], *, is_leader: bool) -> dict[str, Offered]:
    """The list of each filter, by its name."""
    language, today = get_language() or "", timezone.localdate()
    days, themes, tiltak, people, *places = asked(centres)
    years = {day.year for day in days or () if day} | {today.year}
    return {
        "year": years_of(min(years), max(years), language),
        "kind": kinds(language),
        "theme": themes_of(themes or "[]", language),
        "assignment": told(_("Alle tiltak"), tiltak),
        "municipality": places_of(tuple(places), today, language),
        "form": forms_of(language),
        "status": statuses(language, is_leader=is_leader),
        "adviser": told(_("Alle"), people),
        "correction": corrections(language),
    }


def asked(centres: Sequence[Centre]) -> tuple[Any, ...]:
    """The rows of the short lists, and what tells whether the list of places is still the same."""
    given: dict[str, Any] = {
        "centres": [centre.pk for centre in centres],
        "parties": [centre.organisation_id for centre in centres],
        "roles": [str(Role.ADVISER), str(Role.LEADER)],
    }
    with connection.cursor() as cursor:
        cursor.execute(ASKED, given)
        found: tuple[Any, ...] = cursor.fetchone()
    return found


def draw(empty: str, choices: Iterable[Any]) -> Offered:
    listed = [("", empty), *choices]
    return Offered(frozenset(codes_of(listed)), "".join(drawn(listed, set())))


def codes_of(choices: Iterable[Any]) -> Iterable[str]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from codes_of(label)
        else:
            yield str(value)


def told(empty: str, rows: str | None) -> Offered:
    """Names of people and tiltak are drawn anew each time: nothing keeps them."""
    return draw(empty, json.loads(rows or "[]"))


@lru_cache(maxsize=32)
def years_of(first: int, last: int, language: str) -> Offered:
    """From the last activity, or this year, back to the first."""
    return draw(_("Alle år"), [(year, str(year)) for year in range(last, first - 1, -1)])


@lru_cache(maxsize=8)
def themes_of(rows: str, language: str) -> Offered:
    themes = [Theme(code=code, name_nb=nb, name_nn=nn) for code, nb, nn in json.loads(rows)]
    return draw(_("Alle temaer"), [(theme.code, str(theme)) for theme in themes])


@lru_cache(maxsize=4)
def places_of(mark: tuple[Any, ...], today: date, language: str) -> Offered:
    """Today's places, and those of earlier days in which anything was done.

    Asked anew for another `mark`: the last row that names a place, and what the places are. To
    look up each place of the past costs more than the rest of the page.
    """
    named = Exists(ActivityMunicipality.objects.filter(municipality=OuterRef("pk")))
    past = Municipality.objects.filter(named, valid_to__lt=today).order_by()
    codes = list(past.values_list("code", flat=True))
    return draw(_("Alle kommuner"), place_groups(on=today, also=codes))


@lru_cache(maxsize=8)
def kinds(language: str) -> Offered:
    return draw(_("Alle typer"), kind_choices())


@lru_cache(maxsize=8)
def forms_of(language: str) -> Offered:
    return draw(_("Alle"), capitalised(Activity.Form.choices))


@lru_cache(maxsize=8)
def statuses(language: str, *, is_leader: bool) -> Offered:
    deleted = [(DELETED, _("Slettet"))] if is_leader else []
    return draw(_("Alle"), [*capitalised(Activity.Status.choices), *deleted])


@lru_cache(maxsize=8)
def corrections(language: str) -> Offered:
    choices = [
        (ANY_CORRECTION, _("Rettelser og rettede")),
        *capitalised(Activity.Correction.choices),
        ("replaced", _("Rettet av en senere rad")),
    ]
    return draw(_("Alle rader"), choices)
