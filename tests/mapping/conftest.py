"""A theme with a question of each kind, and mappings that ask them."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from assignments.mapping.models import Campaign, Invitation, Question
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.mapping.factories import CampaignFactory, InvitationFactory, QuestionFactory


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """Tries with wrong links in one test are not counted in the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def level(theme: Theme) -> Question:
    return QuestionFactory.create(theme=theme, code="rus_kunnskap")


@pytest.fixture
def wish(theme: Theme) -> Question:
    return QuestionFactory.create(theme=theme, code="rus_onske", kind=Question.Kind.WISH)


@pytest.fixture
def draft(centre: Centre, adviser: User, level: Question, wish: Question) -> Campaign:
    return CampaignFactory.create(centre=centre, created_by=adviser, asks=[level, wish])


@pytest.fixture
def opened(centre: Centre, adviser: User, level: Question, wish: Question) -> Campaign:
    return CampaignFactory.create(
        centre=centre, created_by=adviser, asks=[level, wish], opened=True
    )


@pytest.fixture
def of_employees(centre: Centre, adviser: User, level: Question, wish: Question) -> Campaign:
    """Closed, so that its results may be seen."""
    return CampaignFactory.create(
        centre=centre,
        created_by=adviser,
        asks=[level, wish],
        closed=True,
        respondent=Campaign.Respondent.EMPLOYEE,
    )


@pytest.fixture
def invitation(opened: Campaign, municipality: Municipality) -> Invitation:
    return InvitationFactory.create(campaign=opened, municipality=municipality)
