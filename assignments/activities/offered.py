"""What the list's filters offer, read in one question and drawn once for the same answer.

A list of options is kept in the process under what it was drawn from: the rows as the database
told them, and the language. Another answer is another list, so that nothing is ever out of date.
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
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assignments.activities.models import Activity
from assignments.activities.values import kind_choices
from assignments.plans.places import grouped
from assignments.plans.selects import capitalised, drawn
from centres.models import Centre
from korus_portal.accounts.models import Role
from korus_portal.design.widgets import SuggestSelect
from municipalities.models import Theme

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
    (SELECT json_agg(json_build_array(m.code, m.name, city.name, county.name)
        ORDER BY county.sort_key, county.code, m.sort_key, m.code)::text
     FROM municipalities_municipality m
     JOIN municipalities_county county ON county.id = m.county_id
     LEFT JOIN municipalities_municipality city ON city.id = m.parent_id
     WHERE m.id = ANY (%(past)s) OR ((m.valid_from IS NULL OR m.valid_from <= %(today)s)
        AND (m.valid_to IS NULL OR m.valid_to >= %(today)s))),
    (SELECT max(id) FROM activities_activitymunicipality)
"""
PAST = """SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM municipalities_municipality m
WHERE valid_to < %s
    AND EXISTS (SELECT FROM activities_activitymunicipality n WHERE n.municipality_id = m.id)
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
    days, themes, tiltak, people, places = asked(centres, today)
    years = {day.year for day in days or () if day} | {today.year}
    return {
        "year": years_of(min(years), max(years), language),
        "kind": kinds(language),
        "theme": themes_of(themes or "[]", language),
        "assignment": told(_("Alle tiltak"), tiltak),
        "municipality": places_of(places or "[]", language),
        "form": forms_of(language),
        "status": statuses(language, is_leader=is_leader),
        "adviser": told(_("Alle"), people),
        "correction": corrections(language),
    }


def asked(centres: Sequence[Centre], today: date) -> tuple[Any, ...]:
    """The rows of all lists. Asked again when a place of the past may have been named since."""
    given: dict[str, Any] = {
        "centres": [centre.pk for centre in centres],
        "parties": [centre.organisation_id for centre in centres],
        "roles": [str(Role.ADVISER), str(Role.LEADER)],
        "today": today,
    }
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {**given, "past": NAMED.places})
        *found, last = cursor.fetchone()
        if NAMED.mark != (today, last):
            cursor.execute(PAST, [today])
            (places,) = cursor.fetchone()
            if places != NAMED.places:
                cursor.execute(ASKED, {**given, "past": places})
                *found, last = cursor.fetchone()
            NAMED.places, NAMED.mark = places, (today, last)
    return tuple(found)


class Named:
    """Places that are no more, and in which something was done, up to the last row that says so.

    Looking each of them up costs more than the rest of the page.
    """

    places: list[int]
    mark: tuple[date, int | None] | None

    def __init__(self) -> None:
        self.places, self.mark = [], None


NAMED = Named()


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


@lru_cache(maxsize=8)
def places_of(rows: str, language: str) -> Offered:
    """Today's places, and those of earlier days in which anything was done."""
    return draw(_("Alle kommuner"), grouped([tuple(row) for row in json.loads(rows)]))


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
