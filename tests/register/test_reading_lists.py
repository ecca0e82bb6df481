"""SSB's files are read in the ways they come in; what is wrong is said where it can be mended."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from korus_portal.accounts.models import User
from municipalities.models import Municipality
from municipalities.register.klass import UnreadableError, read_changes, read_codes
from municipalities.register.models import RegisterUpdate
from tests.register.conftest import (
    CHANGE_COLUMNS,
    CODE_COLUMNS,
    Cells,
    as_csv,
    change_row,
    code_row,
)

DAY = date(2026, 6, 1)
Make = Callable[..., Municipality]


def codes_file(*rows: tuple[str, str], encoding: str = "utf-8") -> bytes:
    return as_csv(CODE_COLUMNS, [code_row(*row, day=DAY) for row in rows], encoding=encoding)


def changes_file(*rows: tuple[str, str, str, str], encoding: str = "utf-8") -> bytes:
    return as_csv(CHANGE_COLUMNS, [change_row(*row, day=DAY) for row in rows], encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1"])
def test_the_encodings_that_ssb_uses_are_understood(encoding: str) -> None:
    found = read_codes(codes_file(("1577", "Volda på øya"), encoding=encoding), day=DAY)
    assert [(row.line, row.code, row.name) for row in found.codes] == [(2, "1577", "Volda på øya")]


@pytest.mark.parametrize(
    "content",
    [
        b"code;name\n0301;Oslo\n",
        b"\xef\xbb\xbfcode;name\r\n0301;Oslo\r\n",
        b'"name","level","code"\n"Oslo","1","0301"\n',
        b"ns1:kode;ns1:navn\n0301;Oslo\n",
        b"code\tname\n0301\tOslo\n\n\n",
        b'code;name;notes\n0301;Oslo;"to\nlinjer"\n',
    ],
)
def test_columns_are_found_by_their_headings(content: bytes) -> None:
    assert [(row.code, row.name) for row in read_codes(content, day=DAY).codes] == [
        ("0301", "Oslo")
    ]


def test_what_is_no_municipality_is_passed_by() -> None:
    found = read_codes(
        codes_file(("03", "Oslo"), ("0301", "Oslo"), ("2111", "Spitsbergen"), ("9999", "Uoppgitt")),
        day=DAY,
    )
    assert [row.code for row in found.codes] == ["0301"]
    assert [row.code for row in found.counties] == ["03"]


def test_a_change_list_may_be_without_changes() -> None:
    assert read_changes(changes_file(), day=DAY) == []


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "Filen er tom"),
        (b"  \n", "Filen er tom"),
        (b"%PDF-1.7 ...", "Filen er PDF"),
        (b"PK\x03\x04...", "Filen er Excel"),
        (b"<html><body>", "Filen er HTML"),
        (b'{"codes": []}', "Filen er JSON"),
        ("code;name\n0301;Oslo\n".encode("utf-16"), "ikke en tekstfil"),
        (b"x" * 500_001, "for stor"),
        (b"kommune;antall\n0301;4\n", "Kolonnene code, name mangler"),
        (b"code;name\n", "ingen kommuner"),
        (b"code;name\n301;Oslo\n", "Linje 2: «301» har tre sifre"),
        (b"code;name\n030101;Gamle Oslo\n", "«030101» er ikke et kommunenummer"),
        ("code;name\n٠٣٠١;Oslo\n".encode(), "er ikke et kommunenummer"),
        (b"code;name\n0301\n", "Linje 2 har for få kolonner"),
        (b"code;name\n0301;\n", "Linje 2: navnet mangler"),
        (b"code;name\n0301;Oslo\n0301;Oslo\n", "Linje 3: nummeret 0301 står på linje 2 også"),
        (b'code;name\n0301;"Oslo\n', "kan ikke leses som CSV"),
        (b"code;name;validFrom;validTo\n0301;Oslo;2027-01-01;\n", "gjelder først fra 1. januar"),
        (b"code;name;validFrom;validTo\n0301;Oslo;;2024-01-01\n", "gjelder bare til 1. januar"),
    ],
)
def test_a_code_list_that_cannot_be_used_says_why(content: bytes, text: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read_codes(content, day=DAY)
    assert text in str(error.value)


def test_ten_errors_are_told_and_the_rest_are_counted() -> None:
    rows = [(f"{number:03}", "X") for number in range(100, 125)]
    with pytest.raises(UnreadableError) as error:
        read_codes(codes_file(*rows), day=DAY)
    assert len(error.value.problems) == 11
    assert error.value.problems[-1] == "Og 15 feil til."


def test_changes_of_another_day_are_refused() -> None:
    rows: Cells = [change_row("0301", "Oslo", "0302", "Oslo", day=date(2024, 1, 1))]
    with pytest.raises(UnreadableError, match=r"endringen er fra 1\. januar 2024, ikke 1\. juni"):
        read_changes(as_csv(CHANGE_COLUMNS, rows), day=DAY)


class TestOnThePage:
    """Each error stands beside its field, and nothing is stored."""

    @pytest.fixture
    def norway_of_two(self, small_norway: Make) -> None:
        small_norway("0301", "Oslo")
        small_norway("3201", "Bærum")
        small_norway("3299", "Gammelby", valid_to=date(2023, 12, 31))

    def send(self, client: Client, **fields: Any) -> Any:
        files = {
            name: SimpleUploadedFile(f"{name}.csv", value) if isinstance(value, bytes) else value
            for name, value in fields.items()
        }
        return client.post("/kommuner/register/", {"valid_from": "2026-06-01", **files})

    @pytest.mark.parametrize(
        ("codes", "changes", "field", "text"),
        [
            ([("0301", "Oslo")], [], "changes", "3201 Bærum er borte fra kodelisten"),
            (
                [("0301", "Oslo"), ("3201", "Bærum"), ("3202", "Nyby")],
                [],
                "changes",
                "Kodelistens linje 4: 3202 Nyby er ny",
            ),
            (
                [("0301", "Oslo"), ("3202", "Nyby")],
                [("3299", "Gammelby", "3202", "Nyby"), ("3201", "Bærum", "3202", "Nyby")],
                "changes",
                "Linje 2: 3299 Gammelby er ikke en kommune dagen før",
            ),
            (
                [("0301", "Oslo"), ("3201", "Bærum")],
                [("3201", "Bærum", "3203", "Nyby")],
                "changes",
                "Linje 2: 3203 Nyby står ikke i kodelisten",
            ),
            (
                [("0301", "Oslo"), ("5701", "Bærum")],
                [("3201", "Bærum", "5701", "Bærum")],
                "codes",
                "Linje 3: fylke 57 finnes ikke i registeret",
            ),
            (
                [("0301", "Oslo"), ("3299", "Bærum")],
                [("3201", "Bærum", "3299", "Bærum")],
                "codes",
                "nummeret 3299 er brukt før",
            ),
        ],
    )
    @pytest.mark.usefixtures("norway_of_two")
    def test_lists_that_do_not_fit_are_refused(
        self,
        client: Client,
        administrator: User,
        codes: Any,
        changes: Any,
        field: str,
        text: str,
    ) -> None:
        client.force_login(administrator)
        answer = self.send(client, codes=codes_file(*codes), changes=changes_file(*changes))
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == [field]
        assert text in " ".join(answer.context["form"].errors[field])
        assert f'id="id_{field}_error"' in answer.content.decode()
        assert not RegisterUpdate.objects.exists()

    @pytest.mark.usefixtures("norway_of_two")
    def test_the_good_file_and_the_date_stay_when_the_other_is_bad(
        self, client: Client, administrator: User
    ) -> None:
        client.force_login(administrator)
        codes = codes_file(("0301", "Oslo"), ("3201", "Bærum"))
        form = self.send(client, codes=codes, changes=b"%PDF").context["form"]
        assert "changes" in form.errors
        assert form["valid_from"].value() == "2026-06-01"
        assert "Valgt: codes.csv" in str(form["codes"].help_text)
        kept = form["codes_kept"].value()
        answer = self.send(client, codes_kept=kept, changes=changes_file())
        assert answer.status_code == 302
        assert RegisterUpdate.objects.get().codes_name == "codes.csv"

    @pytest.mark.usefixtures("norway_of_two")
    @pytest.mark.parametrize("kept", ["x", "x|%%%", "|", "a.csv|"])
    def test_a_kept_file_that_was_tampered_with_is_asked_for_again(
        self, client: Client, administrator: User, kept: str
    ) -> None:
        client.force_login(administrator)
        answer = self.send(client, codes_kept=kept, changes=changes_file())
        assert list(answer.context["form"].errors) == ["codes"]

    @pytest.mark.usefixtures("norway_of_two")
    @pytest.mark.parametrize("day", ["", "2016-01-01", "i fjor", "2026-02-30"])
    def test_a_wrong_date_is_told_and_the_files_stay(
        self, client: Client, administrator: User, day: str
    ) -> None:
        client.force_login(administrator)
        codes = codes_file(("0301", "Oslo"), ("3201", "Bærum"))
        answer = self.send(client, valid_from=day, codes=codes, changes=changes_file())
        form = answer.context["form"]
        assert list(form.errors) == ["valid_from"]
        assert form["codes_kept"].value()
        assert form["changes_kept"].value()

    @pytest.mark.usefixtures("norway_of_two")
    def test_older_lists_are_not_laid_under_newer_ones(
        self, client: Client, administrator: User, small_norway: Make
    ) -> None:
        client.force_login(administrator)
        old, new = Municipality.objects.get(code="3201"), small_norway("3204", "Nyby")
        old.changes_from.create(
            date=date(2026, 7, 1), change_type="renumber", new=new, old_name="x", new_name="y"
        )
        new.valid_from = date(2026, 7, 1)
        new.save()
        codes = codes_file(("0301", "Oslo"), ("3201", "Bærum"))
        answer = self.send(client, codes=codes, changes=changes_file())
        assert "Lister må tas i bruk i rekkefølge" in answer.content.decode()

    def test_nobody_but_the_administrator_sees_the_page(
        self, client: Client, leader: User, directorate: User
    ) -> None:
        assert client.get("/kommuner/register/").status_code == 302
        for person in (leader, directorate):
            client.force_login(person)
            assert client.get("/kommuner/register/").status_code == 403
            assert self.send(client).status_code == 403
