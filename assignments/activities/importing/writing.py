"""From rows that lie ready to confirmed activities, a thousand at a time.

Runs inside the one transaction of actions/importing.py, which holds the tiltak and the years.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from assignments.activities.actions.keeping import COLUMNS
from assignments.activities.actions.sharing import ask_partners
from assignments.activities.facts import build
from assignments.activities.importing.staging import PIECE, known_among
from assignments.activities.importing.understanding import Register, understand
from assignments.activities.models import (
    Activity,
    ActivityMunicipality,
    ActivityTheme,
    ImportBatch,
    ImportRow,
)
from assignments.activities.values import ActivityValues
from assignments.coverage.models import Fact
from korus_portal.accounts.models import User
from municipalities import structure

Made = list[tuple[Activity, ActivityValues]]


class ChangedError(Exception):
    """What a row names is not what it was when the file was looked through."""


@dataclass
class Named:
    """What must be held while the rows are written."""

    years: set[int] = field(default_factory=set)
    tiltak: set[int] = field(default_factory=set)

    def add(self, values: ActivityValues) -> None:
        self.years.add(values.starts_on.year)
        if values.assignment is not None:
            self.tiltak.add(values.assignment.pk)

    def holds(self, values: ActivityValues) -> bool:
        tiltak = values.assignment
        return values.starts_on.year in self.years and (tiltak is None or tiltak.pk in self.tiltak)


def ready(batch: ImportBatch) -> Iterator[list[ImportRow]]:
    """The rows to take in, in the order of the sheet."""
    last = 0
    waiting = ImportRow.objects.filter(batch=batch, is_known=False).order_by("number")
    while rows := list(waiting.filter(number__gt=last)[:PIECE]):
        last = rows[-1].number
        yield rows


def read_again(register: Register, rows: list[ImportRow]) -> list[ActivityValues]:
    """Raises ChangedError when a row has become wrong, by a year that closed or a tiltak gone."""
    found = []
    for row in rows:
        values, told = understand(register, row.cells)
        if values is None or told.faults:
            raise ChangedError
        found.append(register.filled(values))
    return found


class Writer:
    """Writes the rows of one batch and gives what they count for."""

    def __init__(self, batch: ImportBatch, held: Named, by: User) -> None:
        self.batch, self.held, self.by = batch, held, by
        self.register = Register(batch.centre)
        self.now = timezone.now()
        self.applied = self.known = 0

    def facts(self) -> Iterator[list[Fact]]:
        """Each piece is written when it is asked for; its facts stand together."""
        for rows in ready(self.batch):
            known = known_among(row.fingerprint for row in rows)
            new = [row for row in rows if row.fingerprint not in known]
            self.leave_out([row for row in rows if row.fingerprint in known])
            if new:
                yield self.write(new)

    def leave_out(self, rows: list[ImportRow]) -> None:
        """Another file has brought them since this one was read."""
        ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(is_known=True)
        self.known += len(rows)

    def write(self, rows: list[ImportRow]) -> list[Fact]:
        told = read_again(self.register, rows)
        if not all(self.held.holds(values) for values in told):
            raise ChangedError
        activities = Activity.objects.bulk_create([self.activity(values) for values in told])
        made = list(zip(activities, told, strict=True))
        named = write_links(made)
        for activity, values in made:
            if values.partners:
                ask_partners(activity, values.partners, self.by)
        for row, activity in zip(rows, activities, strict=True):
            row.activity = activity
        ImportRow.objects.bulk_update(rows, ["activity"])
        self.applied += len(rows)
        return facts_of(made, named)

    def activity(self, values: ActivityValues) -> Activity:
        columns = {name: getattr(values, name) for name in COLUMNS}
        return Activity(
            centre=self.batch.centre,
            status=Activity.Status.CONFIRMED,
            confirmed_at=self.now,
            confirmed_by=self.by,
            registered_by=self.by,
            registered_at=self.now,
            **columns,
        )


def write_links(made: Made) -> dict[int, list[ActivityMunicipality]]:
    """Places, themes and organisations; gives the rows of places, for counting."""
    named = {
        activity.pk: [
            ActivityMunicipality(activity=activity, municipality=place, attendances=number)
            for place, number in values.municipalities.items()
        ]
        for activity, values in made
    }
    ActivityMunicipality.objects.bulk_create([row for rows in named.values() for row in rows])
    ActivityTheme.objects.bulk_create(
        ActivityTheme(activity=activity, theme=theme, position=position)
        for activity, values in made
        for position, theme in enumerate(values.themes)
    )
    through: Any = Activity.organisations.through
    through.objects.bulk_create(
        through(activity_id=activity.pk, organisation_id=organisation.pk)
        for activity, values in made
        for organisation in values.organisations
    )
    return named


def facts_of(made: Made, named: dict[int, list[ActivityMunicipality]]) -> list[Fact]:
    """Partners are only asked yet: nothing counts for them."""
    places = {row.municipality.counts_as_id for rows in named.values() for row in rows}
    today = structure.place_today_ids(places)
    found: list[Fact] = []
    for activity, values in made:
        themes = [theme.pk for theme in values.themes]
        kinds = [organisation.kind for organisation in values.organisations]
        found += build(activity, named[activity.pk], themes, today, organisations=kinds)
    return found
