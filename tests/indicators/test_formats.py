"""CSV, XLSX and JSON-stat2: the same rows in each, and files that are something else."""

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from municipalities.indicators.incoming import csv_text, json_stat, workbook
from municipalities.indicators.incoming.cells import figure
from municipalities.indicators.incoming.content import MOST_BYTES, open_table, recognise
from municipalities.indicators.incoming.tables import FileProblemError, text
from tests.indicators.files import as_csv, as_json_stat, as_xlsx

HEADINGS = ["region", "år", "Andel ø", "Antall"]
FIGURES = st.one_of(
    st.sampled_from([":", "..", "."]),
    st.integers(0, 1_000_000),
    st.integers(0, 1_000_000).map(lambda n: n / 100),
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[Any]]:
    """Every place with every year, so that a cube can hold it too."""
    places = draw(st.lists(st.integers(1000, 9999).map(str), min_size=1, max_size=6, unique=True))
    years = draw(st.lists(st.integers(1990, 2026), min_size=1, max_size=4, unique=True))
    body = [[place, year, draw(FIGURES), draw(FIGURES)] for place in places for year in years]
    return [HEADINGS, *body]


def read(content: bytes) -> tuple[tuple[str, ...], list[tuple[str, str, Any, Any]]]:
    """Headings, and the rows as they are understood."""
    table = open_table(content, recognise(content))
    rows = [
        (text(cells[0]), text(cells[1]), figure(cells[2]), figure(cells[3]))
        for _line, cells in table.rows
    ]
    return table.headings, rows


@settings(max_examples=40, deadline=None)
@given(
    tables(), st.sampled_from([";", ",", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "latin-1"])
)
def test_the_same_rows_are_read_from_every_format(
    rows: list[list[Any]], delimiter: str, encoding: str
) -> None:
    decimal = "." if delimiter == "," else ","
    found = read(as_csv(rows, delimiter=delimiter, encoding=encoding, decimal=decimal))
    assert found[0] == tuple(HEADINGS)
    assert len(found[1]) == len(rows) - 1
    assert read(as_xlsx(rows)) == found
    assert read(as_json_stat(rows)) == found


def test_titles_above_the_headings_are_passed_over_and_lines_are_those_of_the_file() -> None:
    content = '"07459: Befolkning"\n\n"region";"år"\n"0301";"2022"\n\n"1103";"2022"\n'.encode()
    table = csv_text.read(content)
    assert table.headings == ("region", "år")
    assert [line for line, _cells in table.rows] == [4, 6]


def test_a_workbook_counts_rows_as_the_spreadsheet_does() -> None:
    rows: list[list[Any]] = [
        ["Tittel"],
        [],
        ["region", "år"],
        ["0301", 2022],
        ["", ""],
        ["1103", 2022],
    ]
    table = workbook.read(as_xlsx(rows))
    assert table.headings == ("region", "år")
    assert [line for line, _cells in table.rows] == [4, 6]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "tom"),
        (b" \n\n", "tom"),
        (b"\xef\xbb\xbf", "tom"),
        (b"%PDF-1.7 noe", "PDF"),
        (b"\xd0\xcf\x11\xe0 gammel", "eldre regneark"),
        (b"<html><body>", "nettside"),
        (b"\x89PNG\r\n\x1a\n\0\0", "ikke en tabell"),
        ("region;år\n0301;2022".encode("utf-16"), "UTF-16"),
        (b"0301;2022;12\n1103;2022;13\n", "ingen overskrifter"),
        (b"region;region\n0301;2022\n", "flere ganger"),
        (b"region\n0301\n", "bare"),
        (b'region;verdi\n0301;"12\n', "anf"),
        (b"PK\x03\x04 ikke en zip", "delagt"),
        (b'{"class": "dataset"}', "ikke et datasett"),
        (b'{"class": "dataset", ', "kan ikke leses"),
        (b"[1, 2]", "ikke et datasett"),
    ],
)
def test_a_file_that_is_something_else_is_refused_in_words(content: bytes, message: str) -> None:
    with pytest.raises(FileProblemError, match=message):
        list(open_table(content, recognise(content)).rows)


def test_a_file_over_fifty_megabytes_is_refused() -> None:
    with pytest.raises(FileProblemError, match="51 MB"):
        recognise(b"a" * (MOST_BYTES + 1))


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(FileProblemError, match="ikke et regneark"):
        workbook.read(archive({"word/document.xml": b"<w/>"}))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = archive({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"0" * 300_000_000})
    assert len(bomb) < 1_000_000
    with pytest.raises(FileProblemError, match="pakker ut til for mye"):
        workbook.read(bomb)


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    """The directory says little; what unpacks is more."""
    honest = archive({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"0" * 8_000_000})
    lying = honest.replace((8_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(FileProblemError, match="delagt"):
        workbook.read(lying)


def test_a_cell_at_the_far_corner_is_refused() -> None:
    """A reader that holds the whole rectangle would ask for seventeen thousand million cells."""
    content = as_xlsx([["region", "verdi"], ["0301", 1]])
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'r="B2"', b'r="XFD1048576"')
    with pytest.raises(FileProblemError, match="pakker ut til for mye"):
        workbook.read(archive(parts))


def cube(**changes: Any) -> bytes:
    found = json.loads(as_json_stat([HEADINGS, ["0301", 2022, 1, ":"], ["1103", 2022, 2.5, 3]]))
    return json.dumps(found | changes).encode()


def test_values_may_be_given_by_their_place() -> None:
    rows = list(json_stat.read(cube(value={"0": 1, "2": 2.5}, status={"1": ":"})).rows)
    assert [cells[2:] for _line, cells in rows] == [[1, ":"], [figure("2,5")[0], ".."]]


@pytest.mark.parametrize(
    "changes",
    [
        {"size": [2, 1]},
        {"size": [2, 1, 3]},
        {"size": [-2, 1, -2]},
        {"size": "212"},
        {"value": [1]},
        {"value": {"9": 1}},
        {"value": None, "dimension": {}},
        {"dimension": []},
        {"id": None},
        {"class": "collection"},
    ],
)
def test_a_cube_that_does_not_hold_together_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(FileProblemError, match="ikke et datasett"):
        list(json_stat.read(cube(**changes)).rows)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_problem(content: bytes) -> None:
    try:
        list(open_table(content, recognise(content)).rows)
    except FileProblemError:
        return
