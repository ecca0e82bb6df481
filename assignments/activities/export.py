"""The list as CSV: the same rows in the same order, streamed in pieces."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from assignments.activities.models import (
    Activity,
    ActivityMunicipality,
    ActivityQuerySet,
    ActivityTheme,
)
from assignments.plans.csv_text import Line, Style, as_text
from municipalities.models import Theme

BATCH = 1000
HEADER = (
    "aktivitet",
    "senter",
    "dato",
    "sluttdato",
    "type",
    "tittel",
    "form",
    "tiltak",
    "hovedtema",
    "flere_temaer",
    "hovedoppgave",
    "kommunenummer",
    "kommuner",
    "timer",
    "deltakelser",
    "deltakelser_per_kommune",
    "hele_landet",
    "status",
)
COLUMNS = (
    "pk",
    "centre__code",
    "starts_on",
    "ends_on",
    "kind",
    "title",
    "form",
    "assignment__title",
    "mandate_task__code",
    "hours",
    "attendances",
    "is_national_event",
    "status",
    "deleted_at",
)


def file_name(day: date) -> str:
    mark = "demo-" if settings.DEMO_MODE else ""
    return f"{mark}aktiviteter-{day.isoformat()}.csv"


def lines_of(rows: ActivityQuerySet, style: Style) -> Iterator[str]:
    """The whole file, line by line. Asks the database in batches while it is read."""
    writer = csv.writer(Line(), delimiter=style.delimiter, lineterminator="\r\n")
    mark = ["demodata"] if settings.DEMO_MODE else []
    yield style.before + writer.writerow([*HEADER, *(["merknad"] if mark else [])])
    for cells in cells_of(rows):
        yield writer.writerow([as_text(cell, style) for cell in [*cells, *mark]])


def cells_of(rows: ActivityQuerySet) -> Iterator[list[Any]]:
    """One list of cells for each activity, in the order of HEADER."""
    labels = Labels()
    stream = rows.values_list(*COLUMNS).iterator(chunk_size=BATCH)
    while batch := list(islice(stream, BATCH)):
        ids = [values[0] for values in batch]
        places, themes = places_by_activity(ids), themes_by_activity(ids)
        for values in batch:
            yield labels.cells(values, places[values[0]], themes[values[0]])


class Labels:
    """The words of the page's language, looked up once: a stream outlives its request."""

    def __init__(self) -> None:
        self.kinds = {value: str(label) for value, label in Activity.Kind.choices}
        self.forms = {value: str(label) for value, label in Activity.Form.choices}
        self.statuses = {value: str(label) for value, label in Activity.Status.choices}
        self.themes = {theme.pk: theme.name for theme in Theme.objects.all()}
        self.deleted, self.yes = _("slettet"), _("ja")

    def cells(
        self, values: tuple[Any, ...], places: list[tuple[str, str, int | None]], themes: list[int]
    ) -> list[Any]:
        pk, centre, first, last, kind, title, form, tiltak, task, *numbers = values
        hours, attendances, is_national, status, deleted_at = numbers
        main, *others = [self.themes[theme] for theme in themes] or [""]
        return [
            *(pk, centre, first, last, self.kinds[kind], title, self.forms[form]),
            *(tiltak, main, ", ".join(others), task),
            " ".join(code for code, _name, _number in places),
            ", ".join(name for _code, name, _number in places),
            *(hours, attendances),
            " ".join(f"{code}={number}" for code, _name, number in places if number is not None),
            self.yes if is_national else "",
            self.statuses[status] if deleted_at is None else self.deleted,
        ]


def places_by_activity(ids: list[int]) -> defaultdict[int, list[tuple[str, str, int | None]]]:
    named = ActivityMunicipality.objects.filter(activity__in=ids).order_by("municipality__code")
    columns = ("activity", "municipality__code", "municipality__name", "attendances")
    found: defaultdict[int, list[tuple[str, str, int | None]]] = defaultdict(list)
    for pk, code, name, number in named.values_list(*columns):
        found[pk].append((code, name, number))
    return found


def themes_by_activity(ids: list[int]) -> defaultdict[int, list[int]]:
    """The main theme first."""
    rows = ActivityTheme.objects.filter(activity__in=ids).order_by("position")
    found: defaultdict[int, list[int]] = defaultdict(list)
    for pk, theme in rows.values_list("activity", "theme"):
        found[pk].append(theme)
    return found
