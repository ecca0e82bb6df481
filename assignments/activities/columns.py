"""The columns of the list of activities, on the page and in its files.

A person chooses columns by their codes in the address (`kolonner=dato,tittel`); the page shows
those and the files hold the same, in the same order. Names of advisers, their hours and the note
are in none of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import escape
from typing import Any

from django.db import connection
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assignments.activities.export_template import (
    Named,
    organisations_of,
    partners_of,
)
from assignments.activities.models import Activity, ActivityMunicipality, ActivityTheme
from assignments.plans.choices import CentreRole, CoursePhase, LifeStage
from municipalities.models import Theme

STORED = (
    "pk",
    "starts_on",
    "ends_on",
    "kind",
    "title",
    "form",
    "hours",
    "attendances",
    "is_national_event",
    "status",
    "deleted_at",
    "correction",
    "is_replaced",
    "same_event_as",
    "centre_role",
    "course_phase",
    "life_stage",
    "receiving_service",
)
# Read from other tables only where a column shows them.
NEAR = ("centre__code", "assignment__title", "mandate_task__code")


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    attendances: int | None


@dataclass(frozen=True)
class Entry:
    """One activity with what its chosen columns need; the rest is empty."""

    stored: dict[str, Any]
    words: Words
    places: list[Place] = field(default_factory=list)
    themes: list[int] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)

    @property
    def theme_names(self) -> list[str]:
        """The main theme first."""
        return [self.words.themes[theme] for theme in self.themes]

    @property
    def status(self) -> str:
        if self.stored["deleted_at"] is not None:
            return self.words.deleted
        return self.words.statuses[self.stored["status"]]

    @property
    def marks(self) -> list[str]:
        """What sets the row apart: put right, linked to another's."""
        correction = self.stored["correction"]
        return [
            *([self.words.corrections[correction]] if correction else []),
            *([self.words.replaced] if self.stored["is_replaced"] else []),
            *([self.words.linked] if self.stored["same_event_as"] else []),
        ]


class Words:
    """The words of the page's language, looked up once: a stream outlives its request."""

    def __init__(self) -> None:
        self.kinds = worded(Activity.Kind.choices)
        self.forms = worded(Activity.Form.choices)
        self.statuses = worded(Activity.Status.choices)
        self.corrections = worded(Activity.Correction.choices)
        self.roles = worded(CentreRole.choices)
        self.phases = worded(CoursePhase.choices)
        self.stages = worded(LifeStage.choices)
        self.deleted, self.yes = _("slettet"), _("ja")
        self.replaced, self.linked = _("rettet av en senere rad"), _("samme arrangement")

    @cached_property
    def themes(self) -> dict[int, str]:
        return {theme.pk: theme.name for theme in Theme.objects.all()}


def worded(choices: Iterable[tuple[str, Any]]) -> dict[str, str]:
    return {"": "", **{value: str(label) for value, label in choices}}


@dataclass(frozen=True)
class Column:
    """`value` is typed: a day, a number or a text; None for what is unknown."""

    code: str
    label: Any
    value: Callable[[Entry], Any]
    needs: str = ""
    is_number: bool = False
    width: int = 14


def stored(name: str) -> Callable[[Entry], Any]:
    return lambda entry: entry.stored[name]


def worded_as(words: str, name: str) -> Callable[[Entry], str]:
    return lambda entry: getattr(entry.words, words)[entry.stored[name]]


def by_place(entry: Entry) -> str:
    known = [place for place in entry.places if place.attendances is not None]
    return " ".join(f"{place.code}={place.attendances}" for place in known)


def joined(values: Iterable[str]) -> str:
    return ", ".join(values)


ALL = (
    Column("aktivitet", gettext_lazy("Nummer"), stored("pk"), is_number=True),
    Column("senter", gettext_lazy("Senter"), stored("centre__code"), needs="centre__code"),
    Column("dato", gettext_lazy("Dato"), stored("starts_on")),
    Column("sluttdato", gettext_lazy("Sluttdato"), stored("ends_on")),
    Column("tittel", gettext_lazy("Tittel"), stored("title"), width=44),
    Column("type", gettext_lazy("Type"), worded_as("kinds", "kind"), width=22),
    Column("form", gettext_lazy("Form"), worded_as("forms", "form"), width=20),
    Column(
        "tiltak",
        gettext_lazy("Tiltak"),
        stored("assignment__title"),
        needs="assignment__title",
        width=34,
    ),
    Column(
        "hovedtema",
        gettext_lazy("Hovedtema"),
        lambda entry: (entry.theme_names or [""])[0],
        needs="themes",
        width=26,
    ),
    Column(
        "flere_temaer",
        gettext_lazy("Flere temaer"),
        lambda entry: joined(entry.theme_names[1:]),
        needs="themes",
        width=26,
    ),
    Column(
        "hovedoppgave",
        gettext_lazy("Hovedoppgave"),
        stored("mandate_task__code"),
        needs="mandate_task__code",
    ),
    Column(
        "kommunenummer",
        gettext_lazy("Kommunenummer"),
        lambda entry: " ".join(place.code for place in entry.places),
        needs="places",
    ),
    Column(
        "kommuner",
        gettext_lazy("Kommuner"),
        lambda entry: joined(place.name for place in entry.places),
        needs="places",
        width=34,
    ),
    Column("timer", gettext_lazy("Timer"), stored("hours"), is_number=True),
    Column("deltakelser", gettext_lazy("Deltakelser"), stored("attendances"), is_number=True),
    Column(
        "deltakelser_per_kommune",
        gettext_lazy("Deltakelser per kommune"),
        by_place,
        needs="places",
        width=24,
    ),
    Column(
        "hele_landet",
        gettext_lazy("For hele landet"),
        lambda entry: entry.words.yes if entry.stored["is_national_event"] else "",
    ),
    Column("status", gettext_lazy("Status"), lambda entry: entry.status),
    Column("merker", gettext_lazy("Merker"), lambda entry: joined(entry.marks), width=22),
    Column("rolle", gettext_lazy("Senterets rolle"), worded_as("roles", "centre_role"), width=26),
    Column("forlop", gettext_lazy("Plass i forløpet"), worded_as("phases", "course_phase")),
    Column("livslop", gettext_lazy("Plass i livsløpet"), worded_as("stages", "life_stage")),
    Column("mottaker", gettext_lazy("Mottakende tjeneste"), stored("receiving_service"), width=26),
    Column(
        "organisasjoner",
        gettext_lazy("Andre mottakere"),
        lambda entry: joined(entry.organisations),
        needs="organisations",
        width=26,
    ),
    Column(
        "partnere",
        gettext_lazy("Samarbeidende sentre"),
        lambda entry: joined(entry.partners),
        needs="partners",
        width=26,
    ),
)
BY_CODE = {column.code: column for column in ALL}
USUAL = ("dato", "tittel", "type", "kommuner", "timer", "deltakelser", "status", "merker")


def chosen(text: str) -> list[Column]:
    """The columns named in the address, in its order; the usual ones where none is known."""
    codes = dict.fromkeys(part.strip() for part in text.split(","))
    return [BY_CODE[code] for code in codes if code in BY_CODE] or [BY_CODE[c] for c in USUAL]


def boxes(shown: Iterable[Column]) -> SafeString:
    """A box to tick for each column; as markup, for there are many."""
    return boxes_of(frozenset(column.code for column in shown), get_language() or "")


@lru_cache(maxsize=64)
def boxes_of(ticked: frozenset[str], language: str) -> SafeString:
    """Words of the program alone: the same as long as it runs, in each language."""
    return SafeString("".join([box(column, is_on=column.code in ticked) for column in ALL]))


def box(column: Column, *, is_on: bool) -> str:
    code, checked = column.code, " checked" if is_on else ""
    return (
        '<div class="ds-field"><input class="ds-input" type="checkbox" name="kolonner"'
        f' id="kolonne-{code}" value="{code}"{checked}><label class="ds-label"'
        f' data-weight="regular" for="kolonne-{code}">{escape(capfirst(str(column.label)))}'
        "</label></div>"
    )


def entries(ids: list[int], columns: Iterable[Column], words: Words) -> list[Entry]:
    """The activities in the order of `ids`; a query for the rows, and one for each further need."""
    if not ids:
        return []
    needs = {column.needs for column in columns}
    shown = (*STORED, *(name for name in NEAR if name in needs))
    rows = (dict(zip(shown, row, strict=True)) for row in asked(rows_sql(shown, len(ids)), ids))
    found = {row["pk"]: row for row in rows}
    nothing: defaultdict[int, list[Any]] = defaultdict(list)
    places = places_of(ids) if "places" in needs else nothing
    themes = themes_of(ids) if "themes" in needs else nothing
    partners: Named = partners_of(ids) if "partners" in needs else nothing
    others: Named = organisations_of(ids) if "organisations" in needs else nothing
    return [
        Entry(found[pk], words, places[pk], themes[pk], partners[pk], others[pk])
        for pk in ids
        if pk in found
    ]


@lru_cache(maxsize=64)
def rows_sql(shown: tuple[str, ...], number: int) -> str:
    """A question for so many activities: to put it together takes longer than to answer it.

    In no order: the model's own would sort what stands in an order already.
    """
    rows = Activity.objects.filter(pk__in=range(number)).order_by()
    return rows.values_list(*shown).query.sql_with_params()[0]


@lru_cache(maxsize=64)
def places_sql(number: int) -> str:
    named = ActivityMunicipality.objects.filter(activity__in=range(number))
    columns = ("activity", "municipality__code", "municipality__name", "attendances")
    rows = named.order_by("municipality__code").values_list(*columns)
    return rows.query.sql_with_params()[0]


def asked(sql: str, ids: list[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, ids)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def places_of(ids: list[int]) -> defaultdict[int, list[Place]]:
    found: defaultdict[int, list[Place]] = defaultdict(list)
    if ids:
        for pk, code, name, number in asked(places_sql(len(ids)), ids):
            found[pk].append(Place(code, name, number))
    return found


def themes_of(ids: list[int]) -> defaultdict[int, list[int]]:
    rows = ActivityTheme.objects.filter(activity__in=ids).order_by("position")
    found: defaultdict[int, list[int]] = defaultdict(list)
    for pk, theme in rows.values_list("activity", "theme"):
        found[pk].append(theme)
    return found
