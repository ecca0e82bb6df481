"""IS-24/8 in the portal: as the survey said it, in the counties of its year."""

from pathlib import Path

import pytest

from centres import reference
from centres.models import Recognition
from municipalities.csvfile import DataFileError
from tests.fixtures_reference import own_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("norway")]
FILE = "is248_coverage_2022.csv"


def test_the_six_answers_are_a_named_sum_in_the_counties_of_2022() -> None:
    rows = Recognition.objects.order_by("centre__short_name", "county__code")
    told = rows.values_list("centre__short_name", "county__code", "year", "level", "share")
    level = "heard_or_more"
    assert [(*row[:4], int(row[4])) for row in told] == [
        ("KORUS Nord", "18", 2022, level, 100),
        ("KORUS Nord", "54", 2022, level, 100),
        ("RKBU Nord", "18", 2022, level, 90),
        ("RKBU Nord", "54", 2022, level, 89),
        ("RVTS Nord", "18", 2022, level, 100),
        ("RVTS Nord", "54", 2022, level, 96),
    ]
    assert set(rows.values_list("answering", flat=True)) == {None}


def test_a_second_load_writes_nothing() -> None:
    tally = reference.load()["answers to IS-24/8"]
    assert (tally.created, tally.updated, tally.unchanged) == (0, 0, 6)


def test_a_corrected_share_is_written(data_folder: Path) -> None:
    text = own_file(FILE).read_text()
    (data_folder / FILE).write_text(text.replace(",2022,96,", ",2022,96.5,"))
    tally = reference.load(data_folder)["answers to IS-24/8"]
    assert (tally.created, tally.updated) == (0, 1)
    shares = Recognition.objects.filter(centre__short_name="RVTS Nord").values_list("share")
    assert {f"{share:.1f}" for (share,) in shares} == {"100.0", "96.5"}


def test_a_county_of_another_year_is_refused(data_folder: Path) -> None:
    text = own_file(FILE).read_text()
    (data_folder / FILE).write_text(text.replace(",54,Troms og Finnmark", ",55,Troms", 1))
    with pytest.raises(DataFileError, match="county 55 was not there in 2022"):
        reference.load(data_folder)
