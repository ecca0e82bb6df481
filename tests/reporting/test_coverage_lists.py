"""The lists of the filter: one query for all, and the same as the fields accept."""

from datetime import date

import pytest
from django.forms import ModelChoiceField
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from reporting.dashboard.forms import CoverageForm
from reporting.dashboard.lists import FIELDS, Lists

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("norway")
@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("year", ["2019", "2025"])
def test_each_list_holds_what_its_field_accepts_in_the_same_order(year: str, language: str) -> None:
    form = CoverageForm({"aar": year})
    with override(language):
        for name in FIELDS:
            field = form.fields[name]
            assert isinstance(field, ModelChoiceField)
            assert field.queryset is not None
            accepted = [(row.code, str(row)) for row in field.queryset]
            drawn = [tuple(choice) for choice in field.widget.choices if choice[0]]
            assert drawn == accepted, name
            assert accepted, name


def test_all_lists_are_read_by_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lists = Lists(date(2025, 1, 1))
    with django_assert_num_queries(1):
        assert set(lists.by_field) == set(FIELDS)
        assert [list(lists.by_field[name]) for name in FIELDS]


def test_a_file_reads_none_of_them(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):  # the structure then and now, and the first counted year
        form = CoverageForm({"aar": "2025", "type": "korus"})
        assert form.is_valid()
