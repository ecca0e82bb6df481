"""Loading the reference data: all of it or nothing, and a second time nothing at all."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from centres.models import Catchment, Centre, CentreField, Initiative, MandateTask
from korus_portal.accounts.models import Organisation
from korus_portal.pages import reference
from municipalities.models import County, CountyGovernor, HexTile, Municipality, Theme
from municipalities.models import MunicipalityChange as Change
from tests.fixtures_reference import own_file

Rows = list[dict[str, str]]
pytestmark = pytest.mark.django_db
FILES = sorted(path.name for path in Path(settings.REFERENCE_DATA).glob("*.csv"))


def change(folder: Path, name: str, edit: Callable[[Rows], object]) -> None:
    """Put a changed copy of one of our files into the folder."""
    with own_file(name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0])
    edit(rows)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def row_of(rows: Rows, **cells: str) -> dict[str, str]:
    return next(row for row in rows if all(row[name] == cells[name] for name in cells))


def load(folder: Path | None = None) -> str:
    out = io.StringIO()
    call_command("load_reference_data", data=folder, stdout=out)
    return out.getvalue()


def fingerprints() -> dict[str, object]:
    """Every row of every table that the loader writes, with the transaction that wrote it."""
    tables = [
        table
        for table in connection.introspection.table_names()
        if table.startswith(("municipalities_", "centres_", "accounts_organisation", "pghistory_"))
    ]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*), sum(hashtext(xmin::text || t::text)) FROM {table} t")
            found[table] = cursor.fetchone()
    return found


def test_everything_is_there(norway: None) -> None:
    assert County.objects.count() == 33
    assert Municipality.objects.count() == 835 + 36
    assert Change.objects.count() == 500
    assert (Centre.objects.count(), Catchment.objects.count()) == (29, 171)
    assert (Theme.objects.count(), Initiative.objects.count()) == (23, 20)
    assert MandateTask.objects.count() == 26
    assert HexTile.objects.filter(structure=2024).count() == 357
    assert CountyGovernor.objects.get(code="troms-finnmark").counties.count() == 2


def test_parties_of_everyone_in_force(norway: None) -> None:
    kinds = Organisation.Kind
    for kind, count in (
        (kinds.MUNICIPALITY, 357),
        (kinds.CITY_DISTRICT, 36),
        (kinds.CENTRE, 29),
        (kinds.COUNTY_GOVERNOR, 10),
        (kinds.DIRECTORATE, 1),
        (kinds.OPERATOR, 1),
    ):
        assert Organisation.objects.filter(kind=kind).count() == count
    assert Organisation.objects.get(municipality__code="4640").language == "nynorsk"
    assert Municipality.objects.get(code="2012").organisation is None
    names = Organisation.objects.filter(name__startswith="Våler kommune")
    assert {party.name for party in names} == {
        "Våler kommune (Innlandet)",
        "Våler kommune (Østfold)",
    }


def test_unverified_facts_are_told_from_the_source(norway: None) -> None:
    centres = {centre.code: set(centre.unverified) for centre in Centre.objects.all()}
    untold = {"email", "phone", "commissioner", "owner", "financing_form"}
    assert centres["korus-nord"] == untold
    assert centres["korus-ost"] == untold | {"host_organisation", "home_municipality"}
    assert centres["korus-sor"] == untold | {"fields"}
    assert centres["rvts-sor"] == untold | {"home_municipality", "website"}
    assert centres["korus-vest-stavanger"] == untold | {"host_organisation"}
    assert "successor" in centres["nkrop"]
    assert "status" in centres["erfaringskompetanse"]
    doubted = CentreField.objects.filter(is_verified=False)
    assert list(doubted.values_list("centre__code", "theme__code")) == [("korus-sor", "gambling")]
    assert Catchment.objects.filter(is_verified=False).count() == 20
    assert set(Initiative.objects.filter(is_verified=False).values_list("code", flat=True)) == {
        "slt",
        "tiur",
    }


def test_fields_stand_in_order(norway: None) -> None:
    fields = Centre.objects.get(code="korus-sor").centre_fields.values_list(
        "theme__code", flat=True
    )
    assert list(fields) == ["substance_use", "prevention", "gambling", "implementation"]


def test_a_second_load_writes_nothing(norway: None) -> None:
    before = fingerprints()
    out = load()
    assert out.endswith("nothing changed\n")
    assert fingerprints() == before
    assert all(tally.written == 0 for tally in reference.load().values())


def test_a_changed_file_updates_and_never_duplicates(norway: None, data_folder: Path) -> None:
    count = Municipality.objects.count()
    change(
        data_folder,
        "municipalities.csv",
        lambda rows: row_of(rows, code="5601").update(population="22222", language_form="nynorsk"),
    )
    change(
        data_folder, "themes.csv", lambda rows: row_of(rows, code="doping").update(name_nb="Dop")
    )
    out = load(data_folder)
    assert "3 rows written" in out
    assert Municipality.objects.count() == count
    assert Municipality.objects.get(code="5601").population == 22222
    assert Organisation.objects.get(municipality__code="5601").language == "nynorsk"
    doping = Theme.objects.get(code="doping")
    assert doping.name_nb == "Dop"
    history = apps.get_model("municipalities", "ThemeHistory").objects
    assert history.filter(code="doping").count() == 2
    assert load(data_folder).endswith("nothing changed\n")


def test_a_corrected_date_moves_the_row(norway: None, data_folder: Path) -> None:
    def later(rows: Rows) -> None:
        row_of(rows, change_type="rename", old_code="1853")["date"] = "2021-07-01"

    def earlier(rows: Rows) -> None:
        row_of(rows, centre_code="korus-ost", county_code="31")["valid_from"] = "2024-02-01"

    change(data_folder, "municipality_changes.csv", later)
    change(data_folder, "centre_catchments.csv", earlier)
    assert "2 rows written" in load(data_folder)
    assert (Change.objects.count(), Catchment.objects.count()) == (500, 171)
    assert Change.objects.get(old__code="1853", change_type="rename").date == date(2021, 7, 1)


def test_a_theme_that_leaves_the_file_is_retired(norway: None, data_folder: Path) -> None:
    change(data_folder, "themes.csv", lambda rows: rows.remove(row_of(rows, code="doping")))
    load(data_folder)
    assert Theme.objects.get(code="doping").retired_on == timezone.localdate()
    assert "doping" not in Theme.objects.current().values_list("code", flat=True)
    load()
    assert Theme.objects.get(code="doping").retired_on is None


def test_a_theme_made_in_the_portal_stays(norway: None) -> None:
    Theme.objects.create(code="climate", name_nb="Klima", name_nn="Klima", is_made_here=True)
    assert load().endswith("nothing changed\n")
    assert Theme.objects.get(code="climate").retired_on is None


def test_a_centre_that_leaves_the_file_is_kept_and_told_about(
    norway: None, data_folder: Path
) -> None:
    change(data_folder, "centres.csv", lambda rows: rows.remove(row_of(rows, code="usht")))
    out = load(data_folder)
    assert "in no file, kept as it is: USHT" in out
    assert Centre.objects.get(code="usht").centre_fields.count() == 1


def test_what_people_entered_stays(norway: None) -> None:
    Centre.objects.filter(code="korus-nord").update(
        website="spor.no", phone="", entered=["phone", "website"], unverified=["phone"]
    )
    load()
    centre = Centre.objects.get(code="korus-nord")
    assert (centre.website, centre.host_organisation[:12]) == ("spor.no", "Universitets")
    assert set(centre.unverified) == {"phone", "email", "commissioner", "owner", "financing_form"}


def test_a_catchment_corrected_by_hand_is_not_made_again(norway: None) -> None:
    mine = Catchment.objects.get(centre__code="korus-ost", county__code="31")
    mine.valid_from, mine.is_verified = date(2020, 1, 1), True
    mine.entered = ["valid_from", "is_verified"]
    mine.save()
    assert load().endswith("nothing changed\n")
    assert Catchment.objects.filter(centre__code="korus-ost").count() == 3


def test_fields_change_places(norway: None, data_folder: Path) -> None:
    def turn(rows: Rows) -> None:
        row_of(rows, code="korus-nord")["thematic_fields"] = "prevention;substance_use;gambling"

    change(data_folder, "centres.csv", turn)
    load(data_folder)
    fields = Centre.objects.get(code="korus-nord").centre_fields
    assert list(fields.values_list("theme__code", flat=True)) == [
        "prevention",
        "substance_use",
        "gambling",
    ]


def test_tiles_change_places(norway: None, data_folder: Path) -> None:
    def swap(rows: Rows) -> None:
        first, second = rows[:2]
        first["q"], first["r"], second["q"], second["r"] = (
            second["q"],
            second["r"],
            first["q"],
            first["r"],
        )

    change(data_folder, "hexagons_2024.csv", swap)
    assert "2 rows written" in load(data_folder)
    assert HexTile.objects.count() == 357


def cell(**cells: str) -> Callable[[Rows], object]:
    """Spoil the third row, which is line 4 of a file without line breaks in cells."""
    return lambda rows: rows[2].update(cells)


BAD_CELLS = [
    ("counties.csv", {"code": "3"}),
    ("counties.csv", {"valid_to": "31.12.2019"}),
    ("counties.csv", {"name": ""}),
    ("county_changes.csv", {"new_code": "99"}),
    ("county_changes.csv", {"change_type": "annexation"}),
    ("municipalities.csv", {"county_code": "99"}),
    ("municipalities.csv", {"code": "0101"}),
    ("municipalities.csv", {"valid_to": "2019-02-30"}),
    ("municipalities.csv", {"valid_to": "1800-01-01"}),
    ("municipalities.csv", {"population": "1 234"}),
    ("municipalities.csv", {"population": "-4"}),
    ("municipalities.csv", {"latitude": "59,1"}),
    ("municipalities.csv", {"sami_admin_area": "ja"}),
    ("municipalities.csv", {"centrality_class": "7"}),
    ("municipalities.csv", {"language_form": "engelsk"}),
    ("municipalities.csv", {"organisation_number": "123456789"}),
    ("municipalities.csv", {"name": "x" * 81}),
    ("municipalities.csv", {"name": " Moss"}),
    ("municipality_changes.csv", {"old_code": "9999"}),
    ("municipality_changes.csv", {"new_code": "0101x"}),
    ("municipality_changes.csv", {"date": "2018-13-01"}),
    ("municipality_changes.csv", {"date": "2019-01-01"}),
    ("districts.csv", {"municipality_code": "9999"}),
    ("districts.csv", {"code": "030102"}),
    ("districts.csv", {"code": "110399"}),
    ("statsforvalter.csv", {"county_codes": "39;99"}),
    ("statsforvalter.csv", {"county_codes": "39;39"}),
    ("statsforvalter.csv", {"county_codes": "34"}),
    ("themes.csv", {"code": "alcohol"}),
    ("themes.csv", {"parent": "nothing"}),
    ("themes.csv", {"parent": "families"}),
    ("themes.csv", {"code": "Store Bokstaver"}),
    ("hexagons_2024.csv", {"code": "0101"}),
    ("hexagons_2024.csv", {"q": "1.5"}),
    ("centres.csv", {"type": "klinikk"}),
    ("centres.csv", {"code": "korus-oslo"}),
    ("centres.csv", {"thematic_fields": "substance_use;unknown"}),
    ("centres.csv", {"thematic_fields": "gambling;gambling"}),
    ("centres.csv", {"home_municipality_code": "9999"}),
    ("centres.csv", {"status": "merged"}),
    ("centres.csv", {"source": "moon phase: unverified"}),
    ("centre_catchments.csv", {"centre_code": "unknown"}),
    ("centre_catchments.csv", {"county_code": "99"}),
    ("centre_catchments.csv", {"county_code": "11"}),
    ("initiatives.csv", {"kind": "idea"}),
    ("initiatives.csv", {"code": "tidlig_inn"}),
    ("mandate_tasks.csv", {"applies_to": "nobody"}),
    ("mandate_tasks.csv", {"duty": "maybe"}),
    ("mandate_tasks.csv", {"code": "C1"}),
    ("is248_coverage_2022.csv", {"share_heard_of_or_used_percent": "101"}),
    ("is248_coverage_2022.csv", {"centre": "KORUS Mars"}),
    ("indicator_sources.csv", {"publication": "secret"}),
    ("indicator_sources.csv", {"is_verified": "maybe"}),
    ("indicators.csv", {"source": "horoscope"}),
    ("indicators.csv", {"themes": "chess"}),
    ("indicators.csv", {"unit": "ells"}),
    ("mapping_questions.csv", {"theme": "chess"}),
    ("mapping_questions.csv", {"text_nn": ""}),
    ("feedback_questions.csv", {"code": "Nytt!"}),
    ("feedback_questions.csv", {"text_nn": ""}),
    ("interim_reply.csv", {"language": "english"}),
    ("interim_reply.csv", {"text": ""}),
]


def assert_refused(folder: Path, message: str) -> None:
    before = fingerprints()
    with pytest.raises(CommandError) as refusal:
        load(folder)
    assert str(refusal.value).startswith(message)
    assert "\n" not in str(refusal.value)
    assert fingerprints() == before


@pytest.mark.parametrize(("name", "cells"), BAD_CELLS)
def test_a_bad_cell_is_refused_with_its_line(
    data_folder: Path, name: str, cells: dict[str, str]
) -> None:
    change(data_folder, name, cell(**cells))
    assert_refused(data_folder, f"{name}, line 4: ")


def test_every_file_has_a_bad_cell_above() -> None:
    assert {name for name, _cells in BAD_CELLS} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_column_is_refused(data_folder: Path, name: str) -> None:
    header, rest = own_file(name).read_text().split("\n", 1)
    first, *others = header.split(",")
    (data_folder / name).write_text("\n".join([",".join(["andre", *others]), rest]))
    assert_refused(data_folder, f"{name}, line 1: missing column {first}")


@pytest.mark.parametrize("name", FILES)
def test_a_repeated_row_is_refused(data_folder: Path, name: str) -> None:
    lines = own_file(name).read_text().rstrip("\n").split("\n")
    (data_folder / name).write_text("\n".join([*lines, lines[1], ""]))
    assert_refused(data_folder, f"{name}, line {len(lines) + 1}: duplicate of line 2")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("content", "problem"), [("", "is empty"), (None, "holds no rows")])
def test_an_empty_file_is_refused(
    data_folder: Path, name: str, content: str | None, problem: str
) -> None:
    header = own_file(name).read_text().split("\n", 1)[0] + "\n"
    (data_folder / name).write_text(header if content is None else content)
    assert_refused(data_folder, f"{name}, line 1: the file {problem}")


@pytest.mark.parametrize(
    ("encoding", "line"), [("latin-1", 3), ("utf-16", 1), ("utf-16-le", 1), ("utf-32-le", 1)]
)
def test_another_encoding_is_refused(data_folder: Path, encoding: str, line: int) -> None:
    text = "code,parent,name_nb,name_nn\nruss,,Russ,Russ\nover,,Pårørende,Pårørande\n"
    (data_folder / "themes.csv").write_bytes(text.encode(encoding))
    assert_refused(data_folder, f"themes.csv, line {line}: the file is not UTF-8")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("russ,,Russ", "3 cells where the header has 4"),
        ("russ,,Russ,Russ,Russ", "5 cells where the header has 4"),
        ("", "0 cells where the header has 4"),
        ('russ,,"Russ"x,Russ', "not readable as CSV"),
        ('russ,,"Russ,Russ', "not readable as CSV"),
    ],
)
def test_a_ragged_line_is_refused(data_folder: Path, line: str, problem: str) -> None:
    text = f"code,parent,name_nb,name_nn\nalcohol,,Alkohol,Alkohol\n{line}\n"
    (data_folder / "themes.csv").write_text(text)
    assert_refused(data_folder, f"themes.csv, line 3: {problem}")


def test_a_change_to_a_code_that_is_not_there_yet_is_refused(data_folder: Path) -> None:
    change(data_folder, "municipality_changes.csv", cell(new_code="5601"))
    message = "municipality_changes.csv, line 4: 5601 is not valid on the day of the change"
    assert_refused(data_folder, message)


def test_a_new_name_with_a_new_number_is_refused(data_folder: Path) -> None:
    cells = {"change_type": "rename", "old_code": "0301", "new_code": "1103"}
    change(data_folder, "municipality_changes.csv", cell(**cells))
    assert_refused(data_folder, "municipality_changes.csv, line 4: a new name with a new number")


def test_a_file_that_nobody_has_is_refused(data_folder: Path, settings: Any) -> None:
    settings.REFERENCE_DATA = data_folder / "nothing"
    assert_refused(data_folder, "counties.csv, line 1: the file is missing")


def test_lines_are_counted_through_quoted_line_breaks(data_folder: Path) -> None:
    text = 'code,parent,name_nb,name_nn\na,,"Ord\nover\nlinjer",Ord\nb,x,B,B\n'
    (data_folder / "themes.csv").write_text(text)
    assert_refused(data_folder, 'themes.csv, line 5: unknown theme of the upper level "x"')


def test_a_second_column_of_the_same_name_is_refused(data_folder: Path) -> None:
    (data_folder / "themes.csv").write_text("code,parent,name_nb,name_nn,code\na,,A,A,a\n")
    assert_refused(data_folder, "themes.csv, line 1: repeated column code")


def test_a_municipality_without_tile_is_refused(data_folder: Path) -> None:
    change(data_folder, "hexagons_2024.csv", lambda rows: rows.remove(row_of(rows, code="5601")))
    assert_refused(data_folder, "hexagons_2024.csv, line 357: no tile for 5601")


def test_a_broken_file_changes_nothing_of_what_stands(norway: None, data_folder: Path) -> None:
    change(data_folder, "municipalities.csv", lambda rows: rows[5].update(population="1"))
    change(data_folder, "mandate_tasks.csv", cell(duty="maybe"))
    assert_refused(data_folder, "mandate_tasks.csv, line 4: column duty")


def test_a_file_from_excel_with_a_mark_at_its_beginning_is_read(
    norway: None, data_folder: Path
) -> None:
    text = own_file("themes.csv").read_text().replace("\n", "\r\n")
    (data_folder / "themes.csv").write_text(text, encoding="utf-8-sig", newline="")
    assert load(data_folder).endswith("nothing changed\n")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        load(tmp_path / "nowhere")


def test_the_operator_sees_one_line_and_no_traceback(data_folder: Path) -> None:
    change(data_folder, "centres.csv", cell(type="klinikk"))
    command = [sys.executable, "manage.py", "load_reference_data", "--data", str(data_folder)]
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )
    lines: list[Any] = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.partition("centres.csv")[1:] for line in lines] == [
        ("centres.csv", lines[0].partition("centres.csv")[2])
    ]
    assert "line 4: column type" in lines[0]
