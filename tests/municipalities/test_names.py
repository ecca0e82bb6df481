"""Names stand in Norwegian order, also where no server knows the Norwegian alphabet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.models import Municipality
from municipalities.names import sort_key


@pytest.mark.parametrize(
    "names",
    [
        ["Alta", "Bergen", "Oslo", "Vestby", "Værøy", "Vågå"],
        ["Ytre", "Zeta", "Ærøy", "Øygarden", "Ål", "Åmot"],
        ["Alta", "Álta", "Alver"],
        ["Cato", "Čato", "Dal", "Đal", "Drammen"],
        ["Nes", "Ŋes", "Nesbyen", "Sola", "Šola", "Tana", "Ŧana", "Zana", "Žana"],
        ["Aarborte", "Abelvær", "Ås"],
        ["Hamar", "Hyen", "Hælen", "Høyanger", "Hå"],
    ],
)
def test_the_whole_list_stands_in_order(names: list[str]) -> None:
    assert sorted(names[1::2] + names[::2], key=sort_key) == names


@pytest.mark.parametrize(
    ("one", "other"),
    [("NORD-AURDAL", "Nord-Aurdal"), ("Nord-Aurdal", "Nordaurdal"), ("St. Hans", "Sthans")],
)
def test_case_spaces_and_hyphens_do_not_count(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


def test_a_shorter_name_comes_first() -> None:
    assert sort_key("Nes") < sort_key("Nesbyen")
    assert sort_key("Nés") < sort_key("Nesbyen")


def test_other_scripts_stand_last() -> None:
    assert sorted(["Жанна", "Årdal", "Алта"], key=sort_key) == ["Årdal", "Алта", "Жанна"]


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert sort_key("A\u030as") == sort_key("Ås")


NAMES = st.text("abcåÆØáČđŋž -.'", max_size=12)


@given(NAMES, st.sampled_from("aåÆš"))
def test_a_name_stands_before_any_that_goes_on(name: str, letter: str) -> None:
    assert sort_key(name) < sort_key(name + letter)
    assert sort_key(name) == sort_key(f" {name}-".upper())


@pytest.mark.django_db
def test_the_database_sorts_as_python_does(norway: None) -> None:
    stored = list(Municipality.objects.order_by("sort_key", "code").values_list("name", "code"))
    assert stored == sorted(stored, key=lambda row: (sort_key(row[0]), row[1]))
    names = [name for name, _code in stored]
    assert names.index("Vågå") > names.index("Værøy")
    assert names[-1] == "Åsnes"
