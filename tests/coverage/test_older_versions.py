"""While a newer version is put in, the one that still runs writes without the newer columns."""

from django.db import connection

from assignments.coverage.models import CoverageRow, Fact, WorkRow
from centres.models import Centre
from tests.factories import MunicipalityFactory

# The columns of the first version of each table.
FACT = """
    INSERT INTO coverage_fact (source_kind, source_id, day, year, centre_id, centre_kind,
        place_then_id, place_today_id, level)
    VALUES ('activity', 1, '2025-03-10', 2025, %s, 'korus', %s, %s, 3)
"""
ROW = """
    INSERT INTO coverage_coveragerow (structure, year, centre_id, kind, slice, slice_key, level,
        activities, activities_with_hours, hours, attendances, requests)
    VALUES ('then', 2025, %s, '', 'none', 0, 3, 1, 0, 0, 0, 0)
"""
WORK = """
    INSERT INTO coverage_workrow (year, centre_id, kind, cut, key)
    VALUES (2025, %s, '', 'side', '')
"""


def test_what_an_older_version_writes_is_taken_with_nothing_in_the_newer_columns(
    centre: Centre,
) -> None:
    place = MunicipalityFactory.create(code="5603").pk
    with connection.cursor() as cursor:
        cursor.execute(FACT, [centre.pk, place, place])
        cursor.execute(ROW, [centre.pk])
        cursor.execute(WORK, [centre.pk])
    fact = Fact.objects.get()
    assert (fact.is_linked, fact.linked_to, fact.sides) == (False, None, [])
    assert (fact.course_phase, fact.life_stage) == ("", "")
    assert CoverageRow.objects.get().agreements == 0
    work = WorkRow.objects.get()
    assert [work.activities, work.activities_with_hours, work.hours] == [0, 0, 0]
