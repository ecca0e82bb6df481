"""Who should help: the region's centre for the field, with those who advise after it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from centres.catchments import ids_by_centre, in_catchment, municipality_ids
from centres.models import Catchment, Centre
from centres.routing import Suggestion, responsible_centres
from korus_portal.accounts.models import Membership, Role
from municipalities.models import Municipality, Theme
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def ask(code: str, theme: str | None = None, *, on: date = TODAY) -> list[Suggestion]:
    municipality = Municipality.objects.get(code=code)
    chosen = Theme.objects.get(code=theme) if theme else None
    return responsible_centres(municipality, chosen, on=on)


def responsible(code: str, theme: str | None = None, *, on: date = TODAY) -> list[str]:
    return [found.centre.code for found in ask(code, theme, on=on) if not found.is_adviser_only]


def test_alta_with_substance_use_gets_korus_nord_first(norway: None) -> None:
    assert responsible("5601", "substance_use") == ["korus-nord"]
    assert ask("5601", "substance_use")[0].is_main_field


def test_a_theme_below_goes_to_the_field_above(norway: None) -> None:
    assert responsible("5601", "families") == ["rkbu-nord"]
    assert responsible("5601", "alcohol") == ["korus-nord"]


def test_a_theme_that_only_one_kind_has(norway: None) -> None:
    assert responsible("5601", "refugees") == ["rvts-nord"]
    assert not ask("5601", "refugees")[0].is_main_field


def test_the_main_field_comes_before_the_others(norway: None) -> None:
    theme = Theme.objects.get(code="prevention")
    rvts = Centre.objects.get(code="rvts-nord")
    rvts.centre_fields.all().delete()
    rvts.centre_fields.create(theme=theme, position=0)
    assert responsible("5601", "prevention") == ["rvts-nord", "korus-nord"]


def test_without_a_theme_the_catchments_korus(norway: None) -> None:
    assert [found.centre.code for found in ask("5601")] == ["korus-nord"]
    assert [found.centre.code for found in ask("1151")] == ["korus-vest-stavanger"]


def test_national_services_advise_only(norway: None) -> None:
    advisers = [found for found in ask("5601", "substance_use") if found.is_adviser_only]
    assert {found.centre.code for found in advisers} == {"napha", "seraf", "sanks", "korfor"}
    assert not any(found.can_be_asked for found in advisers)
    assert [found.is_adviser_only for found in ask("5601", "older_people")] == [True, True]


def test_a_city_district_uses_its_municipality(norway: None) -> None:
    assert responsible("030105") == ["korus-oslo"]
    only_oslo = Catchment.objects.get(centre__code="korus-oslo")
    only_oslo.county, only_oslo.municipality = None, Municipality.objects.get(code="0301")
    only_oslo.save()
    assert responsible("030105") == ["korus-oslo"]
    assert responsible("0301") == ["korus-oslo"]


def test_a_catchment_for_one_theme_covers_that_theme(norway: None) -> None:
    korus = Catchment.objects.get(centre__code="korus-nord", county__code="56")
    korus.theme = Theme.objects.get(code="prevention")
    korus.save()
    assert responsible("5601", "prevention") == ["korus-nord"]
    assert responsible("5601", "substance_use") == []
    assert responsible("5601") == []


def test_a_catchment_of_a_child_theme_alone(norway: None) -> None:
    korus = Catchment.objects.get(centre__code="korus-nord", county__code="56")
    korus.theme = Theme.objects.get(code="alcohol")
    korus.save()
    assert responsible("5601", "alcohol") == ["korus-nord"]
    assert responsible("5601", "illicit_drugs") == []


def test_only_a_centre_with_an_active_leader_can_be_asked(norway: None) -> None:
    assert not ask("5601")[0].can_be_asked
    party = Centre.objects.get(code="korus-nord").organisation
    UserFactory.create(role=(party, Role.ADVISER))
    assert not ask("5601")[0].can_be_asked
    leader = UserFactory.create(role=(party, Role.LEADER))
    assert ask("5601")[0].can_be_asked
    leader.is_active = False
    leader.save()
    assert not ask("5601")[0].can_be_asked
    assert Membership.objects.count() == 2


def test_a_merged_centre_advises_until_it_ended(norway: None) -> None:
    before = ask("5601", "concurrent_disorders", on=date(2024, 6, 1))
    assert [found.centre.code for found in before] == ["nkrop"]
    assert ask("5601", "concurrent_disorders") == []


def test_a_catchment_of_another_time(norway: None) -> None:
    assert responsible("5403", "substance_use", on=date(2022, 1, 1)) == ["korus-nord"]
    assert responsible("3407", "substance_use", on=date(2022, 1, 1)) == []


def test_the_reason_says_where_and_what_in_the_language_of_the_page(norway: None) -> None:
    with translation.override("nb"):
        korus, *_rest, adviser = ask("5601", "alcohol")
        assert korus.reason == "Har ansvar for Alta, og hovedfeltet er «Rusmidler»."
        assert "gir råd" in adviser.reason
        assert ask("5601")[0].reason == "Har ansvar for Alta."
        assert ask("5601", "refugees")[0].reason.endswith("feltet «Flyktninghelse og migrasjon».")
    with translation.override("nn"):
        assert "«Rusmiddel»" in korus.reason


def test_a_guessed_catchment_says_so(norway: None) -> None:
    assert ask("5601")[0].is_verified
    assert not ask("1151")[0].is_verified


@pytest.mark.parametrize("theme", [None, "substance_use"])
def test_three_queries_however_many_centres(
    norway: None, django_assert_num_queries: Callable[[int], Any], theme: str | None
) -> None:
    municipality = Municipality.objects.get(code="5601")
    chosen = Theme.objects.get(code=theme) if theme else None
    with django_assert_num_queries(3):
        found = responsible_centres(municipality, chosen, on=TODAY)
        assert all(suggestion.reason for suggestion in found)


def test_municipalities_of_a_catchment(norway: None) -> None:
    nord = Centre.objects.get(code="korus-nord")
    county_codes = {"18", "55", "56"}
    expected = Municipality.objects.in_force(on=TODAY).filter(county__code__in=county_codes)
    assert municipality_ids(nord, on=TODAY) == set(expected.values_list("pk", flat=True))
    assert len(municipality_ids(nord, on=date(2023, 1, 1))) == 80
    assert municipality_ids(nord, on=date(2018, 1, 1)) == set()


def test_districts_are_never_in_the_denominator(norway: None) -> None:
    oslo = Centre.objects.get(code="korus-oslo")
    district, city = (Municipality.objects.get(code=code) for code in ("030105", "0301"))
    assert municipality_ids(oslo, on=TODAY) == {city.pk}
    assert in_catchment(oslo, district, on=TODAY)
    assert in_catchment(oslo, city, on=TODAY)


def test_a_catchment_of_a_single_municipality(norway: None) -> None:
    usht = Centre.objects.get(code="usht")
    alta, utsira = (Municipality.objects.get(code=code) for code in ("5601", "1151"))
    Catchment.objects.create(centre=usht, municipality=alta, valid_to=date(2026, 1, 1))
    assert municipality_ids(usht, on=date(2026, 1, 1)) == {alta.pk}
    assert municipality_ids(usht, on=TODAY) == set()
    assert in_catchment(usht, alta, on=date(2025, 1, 1))
    assert not in_catchment(usht, utsira, on=date(2025, 1, 1))


def test_all_catchments_by_two_queries(
    norway: None, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(2):
        found = ids_by_centre(on=date(2024, 1, 1))
    korus = Centre.objects.filter(kind=Centre.Kind.KORUS).values_list("pk", flat=True)
    assert sum(len(found[pk]) for pk in korus) == 357
