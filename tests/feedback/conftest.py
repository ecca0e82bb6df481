"""A course of KORUS Nord's in Alta, and a form about it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from assignments.activities.models import Activity
from assignments.feedback.models import BankQuestion, FeedbackForm
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import ActivityFactory
from tests.feedback.factories import BankQuestionFactory, FeedbackFormFactory


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """Answers of one test are not counted in the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def course(centre: Centre, adviser: User, municipality: Municipality, theme: Theme) -> Activity:
    return ActivityFactory.create(
        centre=centre,
        registered_by=adviser,
        title="Samtaler om rus",
        with_municipalities={municipality: 12},
        with_themes=[theme],
    )


@pytest.fixture
def question(db: None) -> BankQuestion:
    return BankQuestionFactory.create(
        code="nytt", name_nb="I hvilken grad lærte du noe?", name_nn="I kva grad lærte du noko?"
    )


@pytest.fixture
def form(course: Activity, adviser: User, question: BankQuestion) -> FeedbackForm:
    return FeedbackFormFactory.create(activity=course, made_by=adviser, with_questions=[question])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def as_adviser(adviser: User) -> Client:
    return signed_in(adviser)


@pytest.fixture
def as_leader(leader: User) -> Client:
    return signed_in(leader)


@pytest.fixture
def as_userorg(userorg: User) -> Client:
    return signed_in(userorg)


@pytest.fixture
def as_directorate(directorate: User) -> Client:
    return signed_in(directorate)
