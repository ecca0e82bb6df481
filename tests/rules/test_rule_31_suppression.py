"""Rule 31: few people are never told, also not by subtraction; activities always are."""

import pytest

from assignments.activities.page import roles_for_others
from assignments.feedback.pooling import Piece, standing
from assignments.mapping.suppression import EVERYBODY, shown
from assignments.plans.choices import Attendee
from assignments.suppression import is_too_few
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import did
from tests.rules.counted import counted, numbers_of


@pytest.mark.parametrize(("people", "expected"), [(0, False), (1, True), (2, True), (3, False)])
def test_fewer_than_three_are_too_few(people: int, expected: bool) -> None:
    assert is_too_few(people) is expected


def test_a_second_number_is_hidden_so_that_nobody_can_subtract() -> None:
    roles = {Attendee.SERVICE_USER: 2, Attendee.NEXT_OF_KIN: 5, Attendee.STAFF: 9}
    told = [text for _name, text in roles_for_others(roles)]
    assert told == ["færre enn 3", "ikke vist", "9"]


def test_answers_of_two_are_hidden_with_one_more_beside_them() -> None:
    places = shown({("a",): 2, ("b",): 5, ("c",): 4}, least=3)
    assert ("a",) not in places
    assert EVERYBODY in places
    assert len({("b",), ("c",)} & places) == 1


def test_two_answers_wait_for_a_third() -> None:
    def answers(number: int) -> list[Piece[str]]:
        return [Piece(("c", "n", "t", "a"), 1, (float(at), at), "") for at in range(number)]

    assert standing(answers(2), year_ends=10.0, now=5.0) == {}
    found = standing(answers(3), year_ends=10.0, now=5.0)
    assert sum(piece.n for piece in found[()]) == 3


def test_one_activity_with_one_attendance_is_told(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: 1}, attendances=1)
    own = numbers_of(counted(), municipality)
    assert (own.activities, own.attendances) == (1, 1)
