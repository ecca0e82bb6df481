"""On which side of the services the recipients are, and how hours are shared between sides."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments.coverage.models import Side
from assignments.coverage.sides import side_of, side_shares, sides_of
from korus_portal.accounts.models import Organisation
from reporting.dashboard.work_recount import ORDER, SIDES

KINDS = list(Organisation.Kind.values)


@pytest.mark.parametrize(
    ("kind", "side"),
    [
        ("municipality", "municipal"),
        ("city_district", "municipal"),
        ("health_trust", "specialist"),
        ("clinic", "specialist"),
        ("county_authority", "county_authority"),
        ("county_governor", "state"),
        ("directorate", "state"),
        ("ministry", "state"),
        ("child_welfare", "state"),
        ("university", "other"),
        ("voluntary", "other"),
        ("user_organisation", "other"),
        ("centre", "other"),
        ("operator", "other"),
    ],
)
def test_each_kind_of_recipient_has_its_side(kind: str, side: str) -> None:
    assert side_of(kind) == side


def test_every_kind_is_known_to_the_recount_and_has_the_same_side_there() -> None:
    assert {kind: side_of(kind).value for kind in KINDS} == SIDES
    assert list(ORDER) == Side.values


@pytest.mark.parametrize(
    ("kinds", "names_places", "sides"),
    [
        ([], False, []),
        ([], True, ["municipal"]),
        (["university"], False, ["other"]),
        (["city_district"], True, ["municipal"]),
        (["ministry", "clinic", "health_trust"], True, ["municipal", "specialist", "state"]),
    ],
    ids=["none", "places", "one", "same", "several"],
)
def test_each_side_stands_once_and_in_order(
    kinds: list[str], names_places: bool, sides: list[str]
) -> None:
    assert sides_of(kinds, names_places=names_places) == sides


@pytest.mark.parametrize(
    ("hours", "sides", "shares"),
    [
        ("10.00", [], {"": "10.00"}),
        ("10.00", ["state"], {"state": "10.00"}),
        ("10.00", ["municipal", "state"], {"municipal": "5.00", "state": "5.00"}),
        ("0.01", ["municipal", "state"], {"municipal": "0.01", "state": "0.00"}),
        (
            "10.00",
            ["municipal", "specialist", "other"],
            {"municipal": "3.34", "specialist": "3.33", "other": "3.33"},
        ),
    ],
    ids=["nobody", "one", "halves", "a cent", "thirds"],
)
def test_the_remainder_goes_to_the_first_side(
    hours: str, sides: list[str], shares: dict[str, str]
) -> None:
    expected = {side: Decimal(share) for side, share in shares.items()}
    assert side_shares(Decimal(hours), sides) == expected


def test_unknown_hours_are_unknown_on_every_side() -> None:
    assert side_shares(None, ["municipal", "state"]) == {"municipal": None, "state": None}
    assert side_shares(None, []) == {"": None}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cents=st.integers(0, 9_999_999), number=st.integers(0, len(ORDER)))
def test_shares_add_up_to_the_hours(cents: int, number: int) -> None:
    hours = Decimal(cents) / 100
    shares = list(side_shares(hours, ORDER[:number]).values())
    assert sum(share or 0 for share in shares) == hours
    assert all(share is not None and share >= 0 for share in shares)
