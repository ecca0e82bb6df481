"""What every writer of rounds does the same way: lock, check the day, hold the year, count."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact
from assignments.coverage.recount import hold_off_rebuild
from assignments.plans.years import FIRST_YEAR, hold_open
from assignments.rounds import rules
from assignments.rounds.actions.errors import ImpossibleDayError, NotThereError
from assignments.rounds.facts import facts_of
from assignments.rounds.models import InformationRound, InformationRow
from korus_portal.accounts.models import User
from municipalities.models import Municipality


def lock(information_round: InformationRound) -> InformationRound:
    """The row, held until the transaction ends; every writer of its rows holds it too."""
    rows = InformationRound.objects.select_for_update(of=("self",))
    return rows.select_related("centre", "theme").get(pk=information_round.pk)


def lock_to_change(information_round: InformationRound, by: User) -> InformationRound:
    """The row, for those who may change it, with its year held open."""
    locked = lock(information_round)
    if not rules.can_change_round(by, locked):
        raise PermissionDenied
    hold_open(locked.centre_id, locked.day.year)
    return locked


def check_day(day: date) -> None:
    """Nothing counts before its day, by the calendar in Oslo (rule 1)."""
    if day > timezone.localdate() or day.year < FIRST_YEAR:
        raise ImpossibleDayError


def check_places(places: Iterable[Municipality], day: date) -> None:
    gone = [row.name for row in places if not row.is_in_force(day)]
    if gone:
        raise NotThereError(gone)


def add_rows(information_round: InformationRound, places: Iterable[Municipality]) -> int:
    """One row for each place that has none yet. Returns how many were written."""
    there = set(information_round.rows.values_list("municipality", flat=True))
    new = [
        InformationRow(round=information_round, municipality=row)
        for row in places
        if row.pk not in there
    ]
    InformationRow.objects.bulk_create(new)
    return len(new)


def save(information_round: InformationRound) -> None:
    """A new version: a form that was opened before is refused."""
    information_round.version += 1
    information_round.save()


def count(information_round: InformationRound) -> None:
    hold_off_rebuild()
    replace_facts(Fact.Source.ROUND, information_round.pk, facts_of(information_round))
