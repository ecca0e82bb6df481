"""The fields of the list's filter are drawn once, and hold what they would hold drawn anew."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from assignments.activities import filter_form
from assignments.activities.filter_form import fields_of
from assignments.activities.filters import ActivityFilter
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.design.remembered import Memory
from municipalities.models import Municipality
from tests.factories import AssignmentFactory


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filter_form, "FIELDS", Memory[str](most=8))


def fields(user: User, query: str = "") -> str:
    return fields_of(ActivityFilter(QueryDict(query), user=user))


@pytest.mark.parametrize("query", ["", "kind=course&municipality=5601", "adviser={me}", "title=a"])
def test_what_is_remembered_is_what_would_be_drawn(
    adviser: User, centre: Centre, municipality: Municipality, query: str
) -> None:
    asked = query.format(me=adviser.pk)
    fields(adviser, asked)
    kept = fields(adviser, asked)
    form = ActivityFilter(QueryDict(asked), user=adviser)
    lists = {bound.name: filter_form.offered_by(bound) for bound in form}
    assert kept == filter_form.drawn(form, lists)


def test_another_choice_is_drawn_anew(adviser: User, centre: Centre) -> None:
    assert '<option value="course" selected>' not in fields(adviser)
    assert '<option value="course" selected>' in fields(adviser, "kind=course")
    assert f'<option value="{adviser.pk}" selected>' in fields(adviser, f"adviser={adviser.pk}")


def test_no_name_of_a_person_or_of_work_is_kept(adviser: User, centre: Centre) -> None:
    AssignmentFactory.create(centre=centre, created_by=adviser, title="Et tiltak for seg selv")
    text = fields(adviser)
    assert adviser.name in text
    assert "Et tiltak for seg selv" in text
    (kept,) = filter_form.FIELDS.kept.values()
    assert adviser.name not in kept
    assert "Et tiltak" not in kept


def test_what_was_typed_is_not_kept(adviser: User, centre: Centre) -> None:
    assert 'value="Hemmelig"' in fields(adviser, "title=Hemmelig")
    assert not filter_form.FIELDS.kept
