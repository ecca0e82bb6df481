"""A sheet from its file to counted activities: whole or not at all, and never twice."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments.activities.actions import delete_activity, importing, log_activity
from assignments.activities.export_template import TEMPLATE_COLUMNS, TemplateWriter
from assignments.activities.importing import columns, template
from assignments.activities.models import Activity, ImportBatch, ImportRow
from assignments.activities.values import ActivityValues, values_of
from assignments.coverage import actions as coverage
from assignments.coverage.models import CoverageRow, Fact
from assignments.plans.csv_text import STYLES, Format, as_text
from assignments.plans.models import ClosedYear
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.files.models import StoredContent
from municipalities.models import Municipality, Theme
from tests.activities.conftest import history_of
from tests.activities.sheets import (
    HEADINGS,
    csv_of,
    faults_of,
    file_of,
    only_fault,
    read,
    taken_in,
    xlsx_of,
)
from tests.factories import ActivityFactory

ROW = ["1.3.2024", "kurs", "Kurs i samtale", "5601=12"]
OTHER = ["2.3.2024", "veiledning", "Veiledning", "5601"]


def test_the_template_has_the_columns_of_the_export() -> None:
    assert TEMPLATE_COLUMNS == columns.COLUMNS


def test_rows_become_confirmed_activities_and_count_at_once(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    batch = taken_in(centre, adviser, csv_of([ROW, OTHER]))
    assert (batch.state, batch.applied_count) == ("applied", 2)
    made = Activity.objects.get(title="Kurs i samtale")
    assert (made.status, made.confirmed_by, made.centre) == ("confirmed", adviser, centre)
    assert values_of(made).municipalities == {municipality: 12}
    whole = CoverageRow.objects.whole().country().by(centre=centre).get(structure="then")
    assert (whole.activities, whole.attendances) == (2, 12)
    before = list(
        CoverageRow.objects.order_by(
            "structure", "place", "county", "centre", "kind", "slice"
        ).values_list("activities", "hours", "level")
    )
    coverage.rebuild()
    after = CoverageRow.objects.order_by("structure", "place", "county", "centre", "kind", "slice")
    assert list(after.values_list("activities", "hours", "level")) == before


def test_one_wrong_row_stops_all(centre: Centre, adviser: User) -> None:
    batch = read(centre, adviser, csv_of([ROW, ["x", *ROW[1:]]]))
    assert (batch.state, batch.row_count, batch.fault_count) == ("faulty", 2, 1)
    assert list(faults_of(batch)) == [3]
    with pytest.raises(importing.WrongStateError):
        importing.apply_or_ask(batch=batch, by=adviser)
    assert not Activity.objects.exists()
    assert not StoredContent.objects.filter(pk=batch.file_id).exists()


def test_the_same_file_again_brings_nothing(centre: Centre, adviser: User) -> None:
    taken_in(centre, adviser, csv_of([ROW, OTHER]))
    again = read(centre, adviser, csv_of([ROW, OTHER]))
    assert (again.known_count, importing.has_news(again)) == (2, False)
    with pytest.raises(importing.WrongStateError):
        importing.apply_or_ask(batch=again, by=adviser)
    assert Activity.objects.count() == 2


def test_the_same_row_in_another_file_and_format_is_left_out(centre: Centre, adviser: User) -> None:
    taken_in(centre, adviser, csv_of([ROW]))
    other = [date(2024, 3, 1), "course", "Kurs i samtale", "Alta = 12"]
    batch = taken_in(centre, adviser, xlsx_of([other, OTHER]), "ny.xlsx")
    assert (batch.known_count, batch.applied_count) == (1, 1)
    assert Activity.objects.count() == 2


def test_equal_rows_of_one_file_count_as_often_as_they_stand(centre: Centre, adviser: User) -> None:
    taken_in(centre, adviser, csv_of([ROW, ROW]))
    assert Activity.objects.count() == 2
    batch = taken_in(centre, adviser, csv_of([ROW, ROW, ROW]))
    assert (batch.known_count, batch.applied_count) == (2, 1)


def test_a_deleted_activity_is_not_brought_back(centre: Centre, adviser: User) -> None:
    taken_in(centre, adviser, csv_of([ROW]))
    delete_activity(activity=Activity.objects.get(), reason="Feil", by=adviser)
    assert read(centre, adviser, csv_of([ROW])).known_count == 1


def test_two_sheets_with_the_same_row_bring_it_once(centre: Centre, adviser: User) -> None:
    first = read(centre, adviser, csv_of([ROW]))
    second = read(centre, adviser, csv_of([ROW, OTHER]))
    importing.apply_now(batch=first, by=adviser)
    importing.apply_now(batch=second, by=adviser)
    second.refresh_from_db()
    assert (second.known_count, second.applied_count) == (1, 1)
    assert Activity.objects.count() == 2


def test_taken_in_twice_is_taken_in_once(centre: Centre, adviser: User) -> None:
    batch = taken_in(centre, adviser, csv_of([ROW]))
    with pytest.raises(importing.WrongStateError):
        importing.apply_now(batch=batch, by=adviser)
    assert Activity.objects.count() == 1


def test_a_year_closed_meanwhile_stops_all_and_is_told(
    centre: Centre, adviser: User, leader: User
) -> None:
    batch = read(centre, adviser, csv_of([ROW]))
    ClosedYear.objects.create(centre=centre, year=2024, closed_by=leader)
    assert importing.apply_now(batch=batch, by=adviser) is False
    batch.refresh_from_db()
    assert batch.state == "faulty"
    assert "lukket" in only_fault(batch, "dato")
    assert not Activity.objects.exists()


def test_nothing_of_the_text_is_kept_afterwards(centre: Centre, adviser: User) -> None:
    batch = taken_in(centre, adviser, csv_of([ROW]))
    row = ImportRow.objects.get(batch=batch)
    assert (row.cells, row.warnings, row.activity) == ({}, [], Activity.objects.get())
    assert not StoredContent.objects.filter(pk=batch.file_id).exists()


def test_an_identity_number_is_not_kept_while_the_sheet_waits(
    centre: Centre, adviser: User
) -> None:
    batch = read(centre, adviser, csv_of([[*ROW[:2], "Ring 13097248022", "5601"]]))
    assert ImportRow.objects.get(batch=batch).cells["tittel"] == "…"


def test_a_thrown_sheet_leaves_nothing(centre: Centre, adviser: User) -> None:
    batch = read(centre, adviser, csv_of([ROW]))
    importing.discard_import(batch=batch, by=adviser)
    assert not ImportRow.objects.exists()
    assert not StoredContent.objects.exists()
    with pytest.raises(importing.WrongStateError):
        importing.apply_now(batch=batch, by=adviser)


def test_sheets_that_nobody_decides_about_go_after_thirty_days(
    centre: Centre, adviser: User
) -> None:
    batch = read(centre, adviser, csv_of([ROW]))
    assert importing.discard_old() == 0
    ImportBatch.objects.update(uploaded_at=batch.uploaded_at - importing.KEPT_FOR)
    assert importing.discard_old() == 1
    assert not ImportRow.objects.exists()


def test_strangers_take_nothing_in(centre: Centre, leader_elsewhere: User) -> None:
    with pytest.raises(PermissionDenied):
        importing.upload_import(centre=centre, upload=file_of(csv_of([ROW])), by=leader_elsewhere)


def test_what_looks_like_a_stored_row_or_another_row_is_a_warning(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    ActivityFactory.create(
        centre=centre,
        registered_by=adviser,
        starts_on=date(2024, 3, 1),
        kind="course",
        with_municipalities={municipality: None},
    )
    batch = read(centre, adviser, csv_of([ROW, [*ROW[:2], "Noe annet", "5601"], OTHER]))
    assert (batch.state, batch.warning_count) == ("ready", 2)
    warnings = ImportRow.objects.get(batch=batch, number=3).warnings
    assert len(warnings) == 2


PROBLEMS = {
    "empty": (b"\n", "Fant ikke|tom"),
    "unknown": (csv_of([ROW], ["dato", "type", "titel", "kommuner"]), "Mente du «tittel»"),
    "missing": (csv_of([ROW[:2]], ["dato", "type"]), "mangler kolonnen «tittel»"),
    "twice": (csv_of([ROW], ["dato", "type", "tittel", "dato"]), "flere ganger"),
    "no rows": (csv_of([]), "ingen rader"),
    "quotes": (b'dato;type;tittel\r\n1.3.2024;kurs;"uten slutt', "anførselstegn"),
    "no headings": (b"1;2\r\n3;4\r\n", "Fant ikke overskriftene"),
    "wide": (csv_of([], HEADINGS + [""] * 120), "124 kolonner"),
}


@pytest.mark.parametrize("name", list(PROBLEMS))
def test_a_file_that_cannot_be_used_says_why(name: str, centre: Centre, adviser: User) -> None:
    content, text = PROBLEMS[name]
    batch = read(centre, adviser, content)
    assert batch.state == "faulty"
    assert any(part in batch.problem for part in text.split("|")), batch.problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("sign", [";", ","])
def test_encodings_and_separators_are_found_out(
    encoding: str, sign: str, centre: Centre, adviser: User
) -> None:
    rows = [["1.3.2024", "kurs", "Kurs på «ære» – øst", ["5601=1", "5601=1"][0]]]
    content = csv_of(rows, sign=sign).decode().encode(encoding)
    taken_in(centre, adviser, content)
    assert Activity.objects.get().title == "Kurs på «ære» – øst"


def test_titles_above_the_headings_and_empty_rows_are_passed_over(
    centre: Centre, adviser: User
) -> None:
    content = b"Aktiviteter 2024;;;\r\n;;;\r\n" + csv_of([ROW, ["", "", "", ""], OTHER])
    batch = taken_in(centre, adviser, content)
    assert batch.applied_count == 2


def test_the_template_is_read_as_it_is_given_out(centre: Centre, adviser: User) -> None:
    assert "ingen rader" in read(centre, adviser, template.as_csv()).problem
    assert "ingen rader" in read(centre, adviser, template.as_xlsx([centre]), "mal.xlsx").problem


def test_the_command_takes_a_sheet_in_without_a_worker(
    centre: Centre, adviser: User, tmp_path: Any, capsys: Any
) -> None:
    file = tmp_path / "fjoraaret.csv"
    file.write_bytes(csv_of([ROW, OTHER]))
    options = {"centre": centre.code, "by": adviser.email}
    call_command("import_activities", str(file), dry_run=True, **options)
    assert not Activity.objects.exists()
    call_command("import_activities", str(file), **options)
    call_command("import_activities", str(file), **options)
    assert Activity.objects.count() == 2
    for row in Activity.objects.all():
        assert history_of(row).get().pgh_context.metadata["user"] == adviser.pk
    file.write_bytes(csv_of([["i går", *ROW[1:]]]))
    with pytest.raises(CommandError, match="nothing was taken in"):
        call_command("import_activities", str(file), **options)
    assert "2 dato «i går»" in capsys.readouterr().err


def test_pages_lead_from_the_file_to_the_activities(
    client: Client, centre: Centre, adviser: User
) -> None:
    client.force_login(adviser)
    listed = reverse("activities:import_list")
    sent = client.post(listed, {"file": file_of(csv_of([ROW, OTHER]))}, follow=True)
    assert "2 rader er klare" in sent.content.decode()
    batch = ImportBatch.objects.get()
    done = client.post(reverse("activities:import_apply", args=[batch.pk]), follow=True)
    assert "2 aktiviteter er tatt inn" in done.content.decode()
    assert client.get(listed).status_code == 200


def test_the_page_shows_the_error_beside_the_cell(
    client: Client, centre: Centre, adviser: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(adviser)
    batch = read(centre, adviser, csv_of([["i går", *ROW[1:]]] * 60))
    address = reverse("activities:import_detail", args=[batch.pk])
    with django_assert_max_num_queries(12):
        page = client.get(address).content.decode()
    assert "<code>i går</code>" in page
    assert "60 rader har feil" in page
    assert client.get(address, {"page": 2}).status_code == 200


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), max_size=30
).filter(lambda text: not text.startswith("'"))
TITLE = st.one_of(
    TEXT.filter(bool), st.sampled_from(["=1+1", "+47", "-x", "@a", "a;b", 'a"b', "1,5"])
)
NUMBER = st.one_of(st.none(), st.integers(0, 500))
ACTIVITY = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(Activity.Kind),
        "form": st.sampled_from(Activity.Form),
        "title": TITLE,
        "note": st.one_of(TEXT, TITLE),
        "day": st.integers(0, 300),
        "days": st.one_of(st.none(), st.integers(0, 5)),
        "hours": st.one_of(st.none(), st.decimals(0, 99999, places=2, allow_nan=False)),
        "attendances": NUMBER,
        "own": NUMBER,
        "has_theme": st.booleans(),
        "is_national": st.booleans(),
    }
)


def exported(file_format: str, ids: list[int]) -> tuple[bytes, str]:
    rows = list(TemplateWriter().rows(ids))
    headings = list(TEMPLATE_COLUMNS)
    if file_format == "xlsx":
        return xlsx_of([["" if c is None else c for c in row] for row in rows], headings), "a.xlsx"
    style = STYLES[Format(file_format)]
    cells = [[as_text(cell, style) for cell in row] for row in rows]
    return style.before.encode() + csv_of(cells, headings, sign=style.delimiter), "a.csv"


def entered(told: dict[str, Any], place: Municipality, theme: Theme) -> ActivityValues:
    first = date.fromordinal(date(2024, 1, 2).toordinal() + told["day"])
    last = None if told["days"] is None else date.fromordinal(first.toordinal() + told["days"])
    total, own = told["attendances"], told["own"]
    return ActivityValues(
        kind=told["kind"],
        title=told["title"],
        starts_on=first,
        ends_on=last,
        hours=None if told["hours"] is None else Decimal(told["hours"]),
        form=told["form"],
        attendances=max(total, own or 0) if total is not None else None,
        is_national_event=told["is_national"],
        assignment=None,
        mandate_task=None,
        themes=(theme,) if told["has_theme"] else (),
        municipalities={place: own},
        note=told["note"].strip(),
    )


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    told=st.lists(ACTIVITY, min_size=1, max_size=4),
    file_format=st.sampled_from(["excel", "csv", "xlsx"]),
)
def test_what_is_exported_in_the_templates_columns_comes_in_as_it_was(
    told: list[dict[str, Any]],
    file_format: str,
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    theme: Theme,
) -> None:
    empty()
    for one in told:
        values = entered(one, municipality, theme)
        log_activity(centre=centre, values=values, by=adviser, is_confirmed=True)
    before = list(Activity.objects.order_by("pk"))
    expected = [values_of(row) for row in before]
    content, name = exported(file_format, [row.pk for row in before])
    empty()
    taken_in(centre, adviser, content, name)
    assert [values_of(row) for row in Activity.objects.order_by("pk")] == expected


def empty() -> None:
    """A portal without activities."""
    ImportBatch.objects.all().delete()
    Fact.objects.all().delete()
    CoverageRow.objects.all().delete()
    Activity.objects.all().delete()
