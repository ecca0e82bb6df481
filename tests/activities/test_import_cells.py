"""What each cell of a sheet may hold, and what is said where it holds something else."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from assignments.activities.importing.understanding import Register, understand
from assignments.activities.values import ActivityValues
from assignments.plans.models import Assignment, ClosedYear
from centres.models import Centre, MandateTask
from korus_portal.accounts.models import Organisation, User
from municipalities.models import Municipality, Theme
from tests.factories import (
    AssignmentFactory,
    OrganisationFactory,
    ThemeFactory,
)

USUAL = {"dato": "1.3.2024", "type": "kurs", "tittel": "Kurs i samtale", "kommuner": "5601"}


def read(centre: Centre, **cells: str) -> ActivityValues:
    register = Register(centre)
    values, row = understand(register, {**USUAL, **cells})
    assert row.faults == {}
    assert values is not None
    return register.filled(values)


def fault(centre: Centre, column: str, **cells: str) -> str:
    """What is said, where only that column is wrong."""
    values, row = understand(Register(centre), {**USUAL, **cells})
    assert list(row.faults) == [column], row.faults
    assert values is None
    return " ".join(row.faults[column])


@pytest.mark.parametrize(
    "shown", ["2024-03-01", "1.3.2024", "01.03.2024", "1/3/2024", "2024-03-01 00:00:00", "45352"]
)
def test_a_day_is_written_in_several_ways(shown: str, centre: Centre) -> None:
    assert read(centre, dato=shown).starts_on == date(2024, 3, 1)


@pytest.mark.parametrize("shown", ["mars", "1.13.2024", "31.2.2024", "1.3.24", "=A1", "#REF!"])
def test_what_is_no_day_is_told(shown: str, centre: Centre) -> None:
    assert fault(centre, "dato", dato=shown)


def test_a_future_day_is_an_error_and_today_is_not(centre: Centre) -> None:
    today = timezone.localdate()
    assert read(centre, dato=today.isoformat()).starts_on == today
    later = today + timedelta(days=1)
    assert "fram i tid" in fault(centre, "dato", dato=later.isoformat())


def test_a_day_of_a_closed_year_is_an_error(centre: Centre, leader: User) -> None:
    ClosedYear.objects.create(centre=centre, year=2024, closed_by=leader)
    assert "lukket" in fault(centre, "dato")


def test_the_last_day_is_not_before_the_first(centre: Centre) -> None:
    assert read(centre, sluttdato="2.3.2024").ends_on == date(2024, 3, 2)
    assert "før datoen" in fault(centre, "sluttdato", sluttdato="28.2.2024")


@pytest.mark.parametrize("column", ["dato", "type", "tittel"])
def test_three_columns_must_be_filled_in(column: str, centre: Centre) -> None:
    assert "tom" in fault(centre, column, **{column: ""})


@pytest.mark.parametrize(
    "shown", ["veiledning", "Veiledning", "rettleiing", "guidance", " VEILEDNING "]
)
def test_a_kind_is_named_in_either_language_or_by_its_code(shown: str, centre: Centre) -> None:
    assert read(centre, type=shown.strip()).kind == "guidance"


def test_an_unknown_kind_comes_with_a_guess(centre: Centre) -> None:
    assert "Mente du «fagdag»" in fault(centre, "type", type="fagdagg")


@pytest.mark.parametrize(
    ("shown", "hours"), [("7,5", "7.5"), ("7.5", "7.5"), ("12", "12"), ("1 234,25", "1234.25")]
)
def test_hours_have_a_comma_or_a_point(shown: str, hours: str, centre: Centre) -> None:
    assert read(centre, timer=shown).hours == Decimal(hours)


@pytest.mark.parametrize("shown", ["-3", "sju", "7,555", "100000", "7;5"])
def test_what_is_no_number_of_hours_is_told(shown: str, centre: Centre) -> None:
    assert fault(centre, "timer", timer=shown)


def test_attendances_stand_as_a_total_by_place_or_both(
    centre: Centre, municipality: Municipality
) -> None:
    total = read(centre, deltakere="24")
    assert (total.attendances, total.municipalities) == (24, {municipality: None})
    for cells in ({"kommuner": "5601=12"}, {"deltakere": "5601=12"}, {"deltakere": "Alta = 12"}):
        by_place = read(centre, **cells)
        assert (by_place.attendances, by_place.municipalities) == (12, {municipality: 12})
    both = read(centre, deltakere="20;5601=12")
    assert (both.attendances, both.municipalities) == (20, {municipality: 12})


@pytest.mark.parametrize(
    "shown", ["tjue", "10;20", "5601=tolv", "9999=3", "5;5601=12", "5601=1;5601=2", "1000000"]
)
def test_attendances_that_do_not_add_up_are_told(shown: str, centre: Centre) -> None:
    assert fault(centre, "deltakere", deltakere=shown)


def test_themes_go_by_code_or_name_and_the_first_is_the_main_one(
    centre: Centre, theme: Theme
) -> None:
    other = ThemeFactory.create(code="alkohol", name_nb="Alkohol", name_nn="Alkohol på nynorsk")
    assert read(centre, temaer="alkohol på nynorsk;substance_use").themes == (other, theme)
    assert read(centre, temaer="Rusmidler; ALKOHOL").themes == (theme, other)
    assert "flere ganger" in fault(centre, "temaer", temaer="Rusmidler;substance_use")
    assert "Mente du Rusmidler" in fault(centre, "temaer", temaer="Rusmiddler")


def test_a_name_of_two_themes_names_both(centre: Centre, theme: Theme) -> None:
    ThemeFactory.create(code="drugs", name_nb="Rusmidler", name_nn="Narkotika")
    text = fault(centre, "temaer", temaer="Rusmidler")
    assert "substance_use" in text
    assert "drugs" in text


def test_a_tiltak_goes_by_title_or_number(centre: Centre, assignment: Assignment) -> None:
    for shown in ("Tidlig inn", "tidlig  INN", str(assignment.pk), f"#{assignment.pk}"):
        assert read(centre, tiltak=shown, dato=str(assignment.starts_on)).assignment == assignment


def test_what_is_empty_follows_from_the_tiltak(
    centre: Centre, assignment: Assignment, theme: Theme, task: MandateTask
) -> None:
    values, _row = understand(
        register := Register(centre),
        {**USUAL, "dato": str(assignment.starts_on), "tiltak": "Tidlig inn"},
    )
    assert values is not None
    filled = register.filled(values)
    assert (filled.themes, filled.mandate_task) == ((theme,), task)


def test_a_title_of_two_tiltak_names_both(
    centre: Centre, leader: User, assignment: Assignment
) -> None:
    other = AssignmentFactory.create(centre=centre, created_by=leader, title="Tidlig inn")
    text = fault(centre, "tiltak", tiltak="Tidlig inn", dato=str(assignment.starts_on))
    assert str(assignment.pk) in text
    assert str(other.pk) in text


def test_another_centres_tiltak_and_one_of_other_years_are_refused(
    centre: Centre, centre_elsewhere: Centre, leader: User
) -> None:
    AssignmentFactory.create(centre=centre_elsewhere, created_by=leader, title="Fremmed")
    AssignmentFactory.create(
        centre=centre,
        created_by=leader,
        title="Ferdig",
        starts_on=date(2019, 1, 1),
        ends_on=date(2020, 12, 31),
    )
    assert "ikke noe tiltak" in fault(centre, "tiltak", tiltak="Fremmed")
    assert "går ikke i 2024" in fault(centre, "tiltak", tiltak="Ferdig")


def test_partners_go_by_code_or_short_name_and_never_oneself(
    centre: Centre, centre_elsewhere: Centre
) -> None:
    for shown in (centre_elsewhere.code, "KORUS Vest Stavanger"):
        assert read(centre, partnere=shown).partners == (centre_elsewhere,)
    assert fault(centre, "partnere", partnere=centre.code)


def test_organisations_go_by_number_or_name(centre: Centre) -> None:
    party = OrganisationFactory.create(
        kind=Organisation.Kind.HEALTH_TRUST, name="Sykehus; nord", number="974720760"
    )
    for shown in ("974720760", "sykehus; nord"):
        assert read(centre, organisasjoner=shown, kommuner="").organisations == (party,)
    assert fault(centre, "organisasjoner", organisasjoner="Ukjent foretak")


def test_a_task_goes_by_code(centre: Centre, task: MandateTask) -> None:
    assert read(centre, samfunnsoppgave=task.code.lower()).mandate_task == task
    assert fault(centre, "samfunnsoppgave", samfunnsoppgave="X9")


@pytest.mark.parametrize(
    ("shown", "form"),
    [("", "on_site"), ("Digitalt", "digital"), ("fysisk og digitalt", "hybrid"), ("hybrid",) * 2],
)
def test_the_form_is_on_site_unless_told(shown: str, form: str, centre: Centre) -> None:
    assert read(centre, form=shown).form == form


def test_who_it_was_for_may_be_left_out_where_no_municipality_receives_it(centre: Centre) -> None:
    assert read(centre, kommuner="", type="forskning").municipalities == {}
    assert "hvilke kommuner" in fault(centre, "kommuner", kommuner="")
    assert read(centre, kommuner="hele landet").is_national_event is True


def test_identity_numbers_and_long_texts_are_stopped(centre: Centre) -> None:
    assert "fødselsnummer" in fault(centre, "notat", notat="Ring 13097248022")
    assert "fødselsnummer" in fault(centre, "kommuner", kommuner="13097248022")
    assert "161 tegn" in fault(centre, "tittel", tittel="a" * 161)


def test_every_wrong_cell_of_a_row_is_told(centre: Centre) -> None:
    cells: dict[str, Any] = {"dato": "x", "type": "y", "tittel": "", "timer": "z", "temaer": "q;r"}
    _values, row = understand(Register(centre), cells)
    assert set(row.faults) == {"dato", "type", "tittel", "timer", "temaer"}
    assert len(row.faults["temaer"]) == 2
