"""Rows of work by side and course follow every change, counted by hand and by the recount."""

import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.activities import actions
from assignments.activities.actions import correcting
from assignments.activities.actions.answering import answer_partner
from assignments.activities.actions.overlapping import decide_overlap, undo_overlap
from assignments.activities.models import Activity, ActivityPartner
from assignments.activities.values import ActivityValues, values_of
from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact, WorkRow
from assignments.plans.models import ClosedYear
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from municipalities.models import Municipality
from reporting.dashboard import rebuilding
from reporting.dashboard.verification import differences
from tests.activities import sheets
from tests.factories import MunicipalityFactory, OrganisationFactory

MIGRATION = "0005_count_work_by_side_and_course"
Rows = dict[str, tuple[int, int, Decimal]]


@pytest.fixture
def clinic(db: None) -> Organisation:
    return OrganisationFactory.create(kind="clinic", name="Klinikk for rus")


@pytest.fixture
def values(municipality: Municipality, clinic: Organisation) -> ActivityValues:
    """Ten hours and a cent for Alta and a clinic."""
    return ActivityValues(
        kind=Activity.Kind.COURSE,
        title="Kurs for begge sider",
        starts_on=date(2025, 3, 3),
        ends_on=None,
        hours=Decimal("10.01"),
        form=Activity.Form.ON_SITE,
        attendances=None,
        is_national_event=False,
        assignment=None,
        mandate_task=None,
        themes=(),
        municipalities={municipality: None},
        note="",
        organisations=(clinic,),
        course_phase="prevention",
        life_stage="youth",
    )


@pytest.fixture
def logged(centre: Centre, adviser: User, values: ActivityValues) -> Activity:
    return actions.log_activity(centre=centre, values=values, by=adviser, is_confirmed=True)


def change(activity: Activity, by: User, **told: Any) -> None:
    stored = Activity.objects.get(pk=activity.pk)
    values = replace(values_of(stored), **told)
    actions.change_activity(activity=stored, values=values, version=stored.version, by=by)


def kept(
    cut: str = "side", *, centre: Centre | None = None, kind: str = "", year: int = 2025
) -> Rows:
    """Rows that say something, by their key; and they are what the recount gives."""
    assert [str(found) for found in differences()] == []
    rows = WorkRow.objects.by(centre=centre, kind=kind).filter(year=year, cut=cut)
    columns = rows.values_list("key", "activities", "activities_with_hours", "hours")
    return {key: (one, two, hours) for key, one, two, hours in columns if one or hours}


def row(activities: int, with_hours: int, hours: str) -> tuple[int, int, Decimal]:
    return activities, with_hours, Decimal(hours)


BOTH = {"municipal": row(1, 1, "5.01"), "specialist": row(1, 1, "5.00")}


@pytest.mark.usefixtures("logged")
def test_an_activity_for_two_sides_stands_in_both_with_half_the_hours(centre: Centre) -> None:
    for doer in ({"centre": centre}, {"kind": "korus"}, {}):
        assert kept(**doer) == BOTH
        assert kept("course", **doer) == {"prevention:youth": row(1, 1, "10.01")}


@pytest.mark.parametrize(
    ("told", "sides", "courses"),
    [
        ({"hours": None}, {side: row(1, 0, "0") for side in BOTH}, {"prevention:youth": (1, 0, 0)}),
        ({"municipalities": {}}, {"specialist": row(1, 1, "10.01")}, None),
        ({"organisations": ()}, {"municipal": row(1, 1, "10.01")}, None),
        ({"organisations": (), "municipalities": {}}, {"": row(1, 1, "10.01")}, None),
        ({"course_phase": ""}, BOTH, {":youth": row(1, 1, "10.01")}),
        ({"life_stage": "adults"}, BOTH, {"prevention:adults": row(1, 1, "10.01")}),
        ({"course_phase": "", "life_stage": ""}, BOTH, {":": row(1, 1, "10.01")}),
        ({"kind": Activity.Kind.RESEARCH}, BOTH, None),
        ({"starts_on": date(2024, 3, 3)}, {}, {}),
    ],
    ids=[
        "hours",
        "municipalities",
        "organisations",
        "both",
        "phase",
        "stage",
        "course",
        "kind",
        "date",
    ],
)
def test_a_change_moves_the_work(
    told: dict[str, Any], sides: Rows, courses: Rows | None, logged: Activity, adviser: User
) -> None:
    change(logged, adviser, **told)
    assert kept() == sides
    assert kept("course") == (
        {"prevention:youth": row(1, 1, "10.01")} if courses is None else courses
    )
    if "starts_on" in told:
        assert kept(year=2024) == BOTH


def test_a_draft_does_not_count_until_it_is_confirmed(
    centre: Centre, adviser: User, values: ActivityValues
) -> None:
    draft = actions.log_activity(centre=centre, values=values, by=adviser, is_confirmed=False)
    assert kept() == {}
    actions.confirm_activity(activity=draft, by=adviser)
    assert kept() == BOTH


def test_deleting_and_restoring_takes_the_work_out_and_in(logged: Activity, leader: User) -> None:
    actions.delete_activity(activity=logged, reason="Dobbelt", by=leader)
    assert kept() == {}
    actions.restore_activity(activity=logged, by=leader)
    assert kept() == BOTH


def test_a_partner_has_hours_of_its_own_on_each_side_until_it_takes_its_answer_back(
    logged: Activity,
    adviser: User,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
) -> None:
    change(logged, adviser, partners=(centre_elsewhere,))
    assert kept(centre=centre_elsewhere) == {}
    answer: dict[str, Any] = {
        "activity": logged,
        "centre": centre_elsewhere,
        "by": leader_elsewhere,
    }
    answer_partner(**answer, accepts=True, hours=Decimal("0.03"), was=("asked", None))
    assert kept(centre=centre_elsewhere) == {
        "municipal": row(1, 1, "0.02"),
        "specialist": row(1, 1, "0.01"),
    }
    assert kept() == {"municipal": row(1, 1, "5.03"), "specialist": row(1, 1, "5.01")}
    answer_partner(**answer, accepts=False, hours=None, was=("accepted", Decimal("0.03")))
    assert kept(centre=centre_elsewhere) == {}
    assert kept() == BOTH


def test_a_linked_row_gives_its_hours_alone_to_what_several_did(
    logged: Activity, values: ActivityValues, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    other = actions.log_activity(
        centre=centre_elsewhere, values=values, by=leader_elsewhere, is_confirmed=True
    )
    pair: dict[str, Any] = {"activity": other, "other": logged, "by": leader_elsewhere}
    decide_overlap(**pair, outcome="same_event", leads=logged)
    assert kept(centre=centre_elsewhere) == BOTH
    assert kept() == {"municipal": row(1, 1, "10.02"), "specialist": row(1, 1, "10.00")}
    assert kept("course") == {"prevention:youth": row(1, 1, "20.02")}
    undo_overlap(**pair)
    assert kept() == {"municipal": row(2, 2, "10.02"), "specialist": row(2, 2, "10.00")}


def test_a_correction_and_a_withdrawal_of_a_reported_year_move_the_work(
    logged: Activity, centre: Centre, leader: User
) -> None:
    ClosedYear.objects.create(centre=centre, year=2025, closed_by=leader)
    values = replace(values_of(logged), organisations=(), hours=Decimal(4))
    told: dict[str, Any] = {"reason": "Feil mottaker", "by": leader}
    new = correcting.correct_activity(activity=logged, values=values, **told)
    assert kept(centre=centre) == {"municipal": row(1, 1, "4")}
    correcting.withdraw_activity(activity=new, **told)
    assert kept(centre=centre) == {}
    correcting.add_to_reported_year(centre=centre, values=values, **told)
    assert kept(centre=centre) == {"municipal": row(1, 1, "4")}


@pytest.mark.usefixtures("municipality")
def test_a_sheet_that_is_taken_in_counts_its_work(
    centre: Centre, adviser: User, clinic: Organisation
) -> None:
    lines = [
        ["3.3.2025", "kurs", "Kurs", "5601", "10,01", clinic.name],
        ["4.3.2025", "kurs", "Kurs for klinikken", "", "2,5", clinic.name],
        ["5.3.2025", "kurs", "Kurs for Alta", "5601", "", ""],
    ]
    headings = [*sheets.HEADINGS, "timer", "organisasjoner"]
    sheets.taken_in(centre, adviser, sheets.csv_of(lines, headings))
    assert kept(centre=centre) == {
        "municipal": row(2, 1, "5.01"),
        "specialist": row(2, 2, "7.50"),
    }
    assert kept("course") == {":": row(3, 2, "12.51")}


@pytest.mark.usefixtures("logged")
def test_a_new_kind_of_organisation_is_told_until_everything_is_made_anew(
    clinic: Organisation,
) -> None:
    Organisation.objects.filter(pk=clinic.pk).update(kind="ministry")
    told = [str(found) for found in differences()]
    assert len(told) == 6
    assert told[0].startswith("2025 work, anyone, side specialist: activities 1 is kept, 0 counted")
    rebuilding.rebuild()
    assert kept() == {"municipal": row(1, 1, "5.01"), "state": row(1, 1, "5.00")}
    assert Fact.objects.get().sides == ["municipal", "state"]


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_lose_no_work(
    centre: Centre,
    adviser: User,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    values: ActivityValues,
) -> None:
    """Six threads at two centres change sides, hours and years of their own row, all at once."""
    people = [(centre, adviser), (centre_elsewhere, leader_elsewhere)]
    errors: list[BaseException] = []
    start = threading.Barrier(6)

    def write(number: int) -> None:
        try:
            start.wait()
            own, by = people[number % 2]
            made = actions.log_activity(centre=own, values=values, by=by, is_confirmed=True)
            for turn in range(4):
                organisations = values.organisations if (number + turn) % 2 else ()
                hours, year = Decimal(f"{turn}.{number}1"), 2024 + (number + turn) % 2
                told: dict[str, Any] = {"organisations": organisations, "hours": hours}
                change(made, by, **told, starts_on=date(year, 3, 3))
        except BaseException as error:  # noqa: BLE001 - told to the main thread
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(kept()) + len(kept(year=2024)) >= 2
    assert sum(one for one, _two, _hours in kept("course").values()) == 3


def test_as_many_questions_for_many_places_themes_and_sides(logged: Activity) -> None:
    """Nothing falls where nothing was, so that no place is counted anew."""
    replace_facts("activity", logged.pk, [])
    one = questions(logged.pk, facts_with(logged, places=1, sides=["municipal"]))
    replace_facts("activity", logged.pk, [])
    many = questions(
        logged.pk, facts_with(logged, places=12, sides=["municipal", "state", "other"])
    )
    assert one == many


def facts_with(activity: Activity, *, places: int, sides: list[str]) -> list[Fact]:
    centre = activity.centre
    return [
        Fact(
            source_kind="activity",
            source_id=activity.pk,
            day=activity.starts_on,
            year=2025,
            centre=centre,
            centre_kind=centre.kind,
            place_then=place,
            place_today=place,
            level=3,
            hours=Decimal(number),
            sides=sides,
        )
        for number, place in enumerate(
            (MunicipalityFactory.create(code=f"46{number:02}") for number in range(places)), start=2
        )
    ]


def questions(source: int, facts: list[Fact]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        replace_facts("activity", source, facts)
    return len(asked)


def test_an_upgraded_portal_has_the_same_work_as_one_that_kept_it(
    logged: Activity,
    adviser: User,
    centre_elsewhere: Centre,
    values: ActivityValues,
    centre: Centre,
) -> None:
    """What the migration makes of facts from before they told of sides and course."""
    ActivityPartner.objects.create(
        activity=logged,
        centre=centre_elsewhere,
        state="accepted",
        hours=Decimal("0.05"),
        asked_by=adviser,
        answered_by=adviser,
        answered_at="2025-04-01T10:00Z",
    )
    change(logged, adviser, note="Telles på nytt", hours=Decimal("7.77"))
    alone = replace(values, municipalities={}, organisations=(), course_phase="")
    actions.log_activity(centre=centre, values=alone, by=adviser, is_confirmed=True)
    before = [kept(cut, centre=who) for cut in ("side", "course") for who in (centre, None)]
    Fact.objects.update(sides=[], course_phase="", life_stage="")
    WorkRow.objects.all().delete()
    migration = import_module(
        "assignments.activities.migrations.0005_count_work_by_side_and_course"
    )
    with connection.cursor() as cursor:
        for _again in range(2):
            for operation in migration.Migration.operations:
                cursor.execute(operation.sql)
    after = [kept(cut, centre=who) for cut in ("side", "course") for who in (centre, None)]
    assert after == before
    assert set(Fact.objects.values_list("course_phase", flat=True)) == {"prevention", ""}
