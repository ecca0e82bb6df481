"""A file from upload to use, and back again."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.indicators.actions import applying, reading, uploading
from municipalities.indicators.actions.states import (
    AlreadyImportedError,
    HasErrorsError,
    WrongStateError,
)
from municipalities.indicators.actions.uploading import Choice
from municipalities.indicators.incoming import staging
from municipalities.indicators.incoming.columns import Columns, ColumnsProblemError
from municipalities.indicators.incoming.tables import FileProblemError
from municipalities.indicators.models import (
    Batch,
    BatchFile,
    ColumnMap,
    Indicator,
    IndicatorValue,
    RowError,
    Source,
    StagedValue,
)
from municipalities.models import Municipality
from tests.indicators.files import as_csv, as_json_stat, as_xlsx

pytestmark = pytest.mark.django_db
LONG = Columns({"Kommune": "place", "År": "year", "Indikator": "indicator", "Verdi": "value"})
WIDE = Columns({"region": "place", "år": "year", "Andel": "value:prove-andel"})
State = Batch.State


@pytest.fixture(autouse=True)
def _places(municipality: Municipality, municipality_elsewhere: Municipality) -> None:
    """Alta (5601, from 2024) and Utsira (1151)."""


def upload(source: Source, by: User, content: bytes | str, name: str = "fil.csv") -> Batch:
    sent = content.encode() if isinstance(content, str) else content
    return uploading.upload_batch(source=source, file_name=name, content=sent, by=by)


def read(
    source: Source, by: User, content: bytes | str, columns: Columns = WIDE, **options: Any
) -> Batch:
    batch = upload(source, by, content)
    uploading.choose_columns(batch=batch, choice=Choice(columns, **options), by=by)
    batch.refresh_from_db()
    return batch


def wide(*rows: str) -> str:
    return "\n".join(["region;år;Andel", *rows]) + "\n"


def errors(batch: Batch) -> list[tuple[int, str, str, str]]:
    return list(batch.row_errors.values_list("line", "column", "cell", "message"))


def test_a_long_file_is_read_and_taken_into_use(
    source: Source, share: Indicator, count: Indicator, keeper: User
) -> None:
    rows = ["5601;2025;prove-andel;12,3", "1151 Utsira;2025;Antall i prøven;:"]
    text = "\n".join(["Kommune;År;Indikator;Verdi", *rows])
    batch = read(source, keeper, text, LONG)
    assert (batch.state, batch.accepted, batch.rejected) == (State.PREVIEWED, 2, 0)
    assert not IndicatorValue.objects.exists()
    applying.apply_batch(batch=batch, by=keeper)
    told = IndicatorValue.objects.order_by("indicator__code").values_list(
        "indicator__code", "municipality__code", "year", "value", "mark", "original_code"
    )
    assert list(told) == [
        ("prove-andel", "5601", 2025, Decimal("12.3"), "", "5601"),
        ("prove-antall", "1151", 2025, None, ":", "1151"),
    ]
    assert not StagedValue.objects.exists()
    assert not BatchFile.objects.exists()
    assert Event.objects.get(kind="indicators.batch_applied").by_id == keeper.pk


def test_the_same_file_of_every_format_gives_the_same_staged_values(
    source: Source, share: Indicator, count: Indicator, keeper: User
) -> None:
    rows: list[list[Any]] = [
        ["region", "år", "Andel", "Antall"],
        ["5601", 2025, 12.3, ":"],
        ["1151", 2025, "..", 7],
        ["0", 2025, 15, 1000],
    ]
    columns = Columns({**WIDE.roles, "Antall": "value:prove-antall"})
    found = []
    for content in (as_csv(rows), as_xlsx(rows), as_json_stat(rows)):
        batch = read(source, keeper, content, columns)
        assert (batch.state, batch.accepted, batch.failure) == (State.PREVIEWED, 6, "")
        names = ("line", "indicator", "municipality", "county", "year", "value", "mark")
        found.append(list(batch.staged.order_by("line", "indicator").values_list(*names)))
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    ("rows", "column", "cell", "message"),
    [
        (["9999;2025;1"], "region", "9999", "Kommunenummeret 9999 finnes ikke."),
        (["5601;1989;1"], "år", "1989", "Årstallet er før 1990."),
        (["5601;2999;1"], "år", "2999", "Årstallet er i framtiden."),
        (["5601;2025;ti"], "Andel", "ti", "Her skal det stå et tall"),
        (["5601;2025;"], "Andel", "", "Cellen er tom."),
        (["5601;2025;-3"], "Andel", "-3", "Tallet er negativt."),
        (["5601;2025;100,1"], "Andel", "100,1", "Prosenten er over 100."),
        (["5601;2025;=B2"], "Andel", "=B2", "Cellen er en formel."),
        (["1151;2025;1", "5601;2025;1", "5601;2025;2"], "Andel", "5601", "Rad 3 sier det samme"),
        (["5601;2025;1;2;3"], "", "", "Raden har 5 celler"),
    ],
)
def test_each_wrong_cell_is_told_with_its_row(
    source: Source,
    share: Indicator,
    keeper: User,
    rows: list[str],
    column: str,
    cell: str,
    message: str,
) -> None:
    batch = read(source, keeper, wide(*rows))
    ((line, *where, said),) = errors(batch)
    assert (line, where) == (len(rows) + 1, [column, cell])
    assert said.startswith(message)
    assert (batch.rejected, batch.accepted) == (1, len(rows) - 1)
    with pytest.raises(HasErrorsError):
        applying.apply_batch(batch=batch, by=keeper)
    assert not IndicatorValue.objects.exists()


def test_an_unknown_indicator_is_told_beside_its_cell(
    source: Source, share: Indicator, keeper: User
) -> None:
    text = "Kommune;År;Indikator;Verdi\n5601;2025;noe annet;12\n"
    batch = read(source, keeper, text, LONG)
    assert errors(batch) == [
        (2, "Indikator", "noe annet", "Kilden har ingen indikator med dette navnet.")
    ]


def test_both_cells_of_a_row_are_told_about(source: Source, share: Indicator, keeper: User) -> None:
    batch = read(source, keeper, wide("9999;2025;ti"))
    assert [error[1] for error in errors(batch)] == ["region", "Andel"]
    assert batch.rejected == 1


def test_all_errors_are_counted_and_the_first_thousand_kept(
    source: Source, share: Indicator, keeper: User
) -> None:
    batch = upload(source, keeper, wide(*(f"9999;2025;{n % 100}" for n in range(2500))))
    uploading.choose_columns(batch=batch, choice=Choice(WIDE), by=keeper, reads=False)
    batch.refresh_from_db()
    reading.read_now(batch)
    batch.refresh_from_db()
    assert (batch.rejected, batch.row_errors.count()) == (2500, 1000)
    assert batch.row_errors.order_by("-line")[0].line == 1001


def test_many_rows_that_say_the_same_are_all_counted(
    source: Source, share: Indicator, keeper: User
) -> None:
    batch = read(source, keeper, wide(*(f"5601;2025;{n / 100}" for n in range(1500))))
    assert (batch.accepted, batch.rejected) == (1, 1499)
    assert batch.row_errors.count() == 1000


def test_headings_without_rows_are_no_file(source: Source, share: Indicator, keeper: User) -> None:
    batch = read(source, keeper, wide())
    assert (batch.state, batch.failure) == (
        State.UPLOADED,
        "Filen har overskrifter, men ingen rader.",
    )


def test_nothing_is_kept_of_a_file_that_cannot_be_read(source: Source, keeper: User) -> None:
    with pytest.raises(FileProblemError, match="PDF"):
        upload(source, keeper, b"%PDF-1.4 tall.csv", name="tall.csv")
    assert not Batch.objects.exists()


def test_a_file_that_breaks_off_further_down_is_a_failure_and_leaves_nothing(
    source: Source, share: Indicator, keeper: User
) -> None:
    batch = read(source, keeper, wide("5601;2025;1", '1151;2025;"2'))
    assert "anførselstegn" in batch.failure
    assert not batch.staged.exists()


def test_columns_are_remembered_for_the_next_file(
    source: Source, share: Indicator, keeper: User
) -> None:
    odd = "Hvor;Når;Hva\n5601;2025;3\n"
    columns = Columns({"Hvor": "place", "Når": "year", "Hva": "value:prove-andel"})
    first = upload(source, keeper, odd)
    assert set(reading.proposal(first, ["Hvor", "Når", "Hva"]).roles.values()) == {"ignore"}
    uploading.choose_columns(batch=first, choice=Choice(columns), by=keeper)
    second = upload(source, keeper, odd.replace("3", "4"))
    assert reading.proposal(second, ["Hvor", "Når", "Hva"]).roles == columns.roles
    assert ColumnMap.objects.get().saved_by == keeper


def test_columns_are_guessed_from_their_words(
    source: Source, share: Indicator, keeper: User
) -> None:
    batch = upload(
        source, keeper, "kommunenummer;kommunenavn;År;Andel i prøven\n5601;Alta;2025;1\n"
    )
    guessed = reading.proposal(batch, reading.opened(batch).headings)
    assert guessed.roles == {
        "kommunenummer": "place",
        "kommunenavn": "ignore",
        "År": "year",
        "Andel i prøven": "value:prove-andel",
    }


@pytest.mark.parametrize(
    "roles",
    [
        {"år": "year", "Andel": "value:prove-andel"},
        {"region": "place", "Andel": "value:prove-andel"},
        {"region": "place", "år": "year"},
        {"region": "place", "år": "place", "Andel": "value:prove-andel"},
        {"region": "place", "år": "year", "Andel": "value:finnes-ikke"},
        {"region": "place", "år": "year", "Andel": "value"},
    ],
)
def test_columns_that_make_no_table_are_refused(
    source: Source, share: Indicator, keeper: User, roles: dict[str, str]
) -> None:
    batch = upload(source, keeper, wide("5601;2025;1"))
    with pytest.raises(ColumnsProblemError):
        uploading.choose_columns(batch=batch, choice=Choice(Columns(roles)), by=keeper)


def test_year_and_indicator_may_be_said_for_the_whole_file(
    source: Source, share: Indicator, keeper: User
) -> None:
    columns = Columns({"region": "place", "Tall": "value"}, 2025, "prove-andel")
    batch = read(source, keeper, "region;Tall\n5601;7\n", columns)
    assert batch.staged.values_list("year", "indicator").get() == (2025, share.pk)


def test_only_who_keeps_the_source_may_import(
    source: Source, share: Indicator, keeper: User, adviser: User
) -> None:
    with pytest.raises(PermissionDenied):
        upload(source, adviser, wide("5601;2025;1"))
    batch = read(source, keeper, wide("5601;2025;1"))
    for attempt in (
        lambda: uploading.choose_columns(batch=batch, choice=Choice(WIDE), by=adviser),
        lambda: applying.apply_batch(batch=batch, by=adviser),
        lambda: applying.discard_batch(batch=batch, by=adviser),
        lambda: applying.withdraw_batch(batch=batch, reason="x", by=adviser),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_the_same_file_again_is_refused_with_the_first(
    source: Source, share: Indicator, keeper: User
) -> None:
    batch = read(source, keeper, wide("5601;2025;1"))
    assert upload(source, keeper, wide("5601;2025;1")) == batch
    applying.apply_batch(batch=batch, by=keeper)
    with pytest.raises(AlreadyImportedError) as refused:
        upload(source, keeper, wide("5601;2025;1"))
    assert refused.value.first == batch
    applying.withdraw_batch(batch=batch, reason="Feil år.", by=keeper)
    assert upload(source, keeper, wide("5601;2025;1")) != batch


def test_two_uploads_of_one_file_by_two_people_are_applied_once(
    source: Source, share: Indicator, keeper: User, administrator: User
) -> None:
    mine = read(source, keeper, wide("5601;2025;1"))
    theirs = read(source, administrator, wide("5601;2025;1"))
    assert mine != theirs
    applying.apply_batch(batch=mine, by=keeper)
    with pytest.raises(AlreadyImportedError):
        applying.apply_batch(batch=theirs, by=administrator)


def test_each_decision_is_made_once(source: Source, share: Indicator, keeper: User) -> None:
    batch = read(source, keeper, wide("5601;2025;1"))
    applying.apply_batch(batch=batch, by=keeper)
    for attempt in (applying.apply_batch, applying.discard_batch):
        with pytest.raises(WrongStateError):
            attempt(batch=batch, by=keeper)
    applying.withdraw_batch(batch=batch, reason="Feil.", by=keeper)
    with pytest.raises(WrongStateError):
        applying.withdraw_batch(batch=batch, reason="Feil.", by=keeper)
    kinds = Event.objects.filter(kind__startswith="indicators.").values_list("kind", flat=True)
    assert sorted(kinds) == ["indicators.batch_applied", "indicators.batch_withdrawn"]


def test_a_discarded_file_leaves_nothing_but_its_row(
    source: Source, share: Indicator, keeper: User
) -> None:
    batch = read(source, keeper, wide("5601;2025;1", "9999;2025;1"))
    applying.discard_batch(batch=batch, by=keeper)
    assert not BatchFile.objects.exists()
    assert not StagedValue.objects.exists()
    assert not RowError.objects.exists()
    assert Event.objects.get(kind="indicators.batch_discarded").object_id == str(batch.pk)


def current() -> dict[tuple[Any, ...], Any]:
    rows = IndicatorValue.objects.filter(is_current=True)
    columns = ("indicator", "municipality", "county", "year", "embargo_until")
    return {row[:-2]: row[-2:] for row in rows.values_list(*columns, "value", "mark")}


class UndoneError(Exception):
    """Takes an example back."""


BATCHES = st.lists(
    st.tuples(
        st.dictionaries(
            st.tuples(st.sampled_from(["5601", "1151", "0"]), st.sampled_from([2024, 2025])),
            st.sampled_from([":", "1", "2", "3", "-"]),
            min_size=1,
        ),
        st.sampled_from([None, -1, 5, 9]),
    ),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(batches=BATCHES, data=st.data())
def test_withdrawing_restores_exactly_what_stood_before(
    source: Source, share: Indicator, keeper: User, batches: list[Any], data: st.DataObject
) -> None:
    """Whatever came before, with and without embargo: the last one in and out changes nothing,
    and those between may be withdrawn in any order."""
    today = timezone.localdate()
    with suppress(UndoneError), transaction.atomic():
        applied = []
        for number, (values, days) in enumerate(batches):
            before = current()
            rows = [f"{place};{year};{told}" for (place, year), told in values.items()]
            embargo = None if days is None else today + timedelta(days=days)
            text = wide(*rows) + "\n" * number
            batch = read(source, keeper, text, embargo_until=embargo)
            applying.apply_batch(batch=batch, by=keeper)
            applying.withdraw_batch(batch=batch, reason="Prøve.", by=keeper)
            assert current() == before
            again = read(source, keeper, text, embargo_until=embargo)
            applied.append(applying.apply_batch(batch=again, by=keeper))
        for batch in data.draw(st.permutations(applied)):
            applying.withdraw_batch(batch=batch, reason="Prøve.", by=keeper)
        assert current() == {}
        raise UndoneError


def test_a_later_batch_replaces_and_its_withdrawal_brings_back(
    source: Source, share: Indicator, keeper: User
) -> None:
    first = read(source, keeper, wide("5601;2025;1", "1151;2025;1"))
    applying.apply_batch(batch=first, by=keeper)
    second = read(source, keeper, wide("5601;2025;2"))
    applying.apply_batch(batch=second, by=keeper)
    standing = IndicatorValue.objects.filter(is_current=True).order_by("value")
    assert list(standing.values_list("value", flat=True)) == [Decimal(1), Decimal(2)]
    applying.withdraw_batch(batch=second, reason="Feil fil.", by=keeper)
    assert list(standing.values_list("value", flat=True)) == [Decimal(1), Decimal(1)]
    assert set(standing.values_list("batch", flat=True)) == {first.pk}


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cells=st.lists(
        st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=6),
        min_size=3,
        max_size=9,
    )
)
def test_a_batch_with_any_error_applies_nothing(
    source: Source, share: Indicator, keeper: User, cells: list[str]
) -> None:
    """Whatever stands in the cells: all of it comes in, or none."""
    rows = [["region", "år", "Andel"], ["5601", "2025", "1"]]
    rows += [cells[at : at + 3] for at in range(0, len(cells) - 2, 3)]
    with suppress(UndoneError), transaction.atomic():
        batch = read(source, keeper, as_csv(rows))
        with suppress(HasErrorsError):
            applying.apply_batch(batch=batch, by=keeper)
        filled = [row for row in rows[1:] if any(cell.strip() for cell in row)]
        expected = 0 if batch.rejected else len(filled)
        assert IndicatorValue.objects.count() == expected
        raise UndoneError


def test_pieces_do_not_lose_rows_between_them(
    source: Source, share: Indicator, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "PIECE", 2)
    rows = [f"{place};{year};{year - 2000}" for place in ("5601", "1151") for year in (2024, 2025)]
    batch = read(source, keeper, wide(*rows, rows[0]))
    assert (batch.accepted, batch.rejected) == (4, 1)
    assert errors(batch)[0][3].startswith("Rad 2 sier det samme")


def test_a_date_that_has_passed_holds_nothing_back(
    source: Source, share: Indicator, keeper: User
) -> None:
    batch = read(source, keeper, wide("5601;2025;1"), embargo_until=date(2020, 1, 1))
    applying.apply_batch(batch=batch, by=keeper)
    assert IndicatorValue.objects.get().embargo_until is None
