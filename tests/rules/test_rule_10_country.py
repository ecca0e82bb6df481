"""Rule 10 on Norway as it is: 357 municipalities in 2024, and other numbers before."""

import pytest

from tests.rules.counted import counted


@pytest.mark.django_db
def test_there_were_357_municipalities_in_2024(norway: None) -> None:
    assert counted(2024).reach.total == 357


@pytest.mark.django_db
def test_the_country_of_another_year_has_another_number(norway: None) -> None:
    assert counted(2019).reach.total == 422
