import pytest
from django.utils import timezone

from assignments.outreach.models import Approach, Contact
from assignments.outreach.values import ContactValues
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality
from tests.factories import MunicipalityFactory, UserFactory
from tests.outreach.factories import ApproachFactory


@pytest.fixture
def approach(centre: Centre, municipality: Municipality, adviser: User) -> Approach:
    return ApproachFactory.create(centre=centre, municipality=municipality, adviser=adviser)


@pytest.fixture
def colleague(centre: Centre) -> User:
    return UserFactory.create(name="Kari Kollega", role=(centre.organisation, Role.ADVISER))


@pytest.fixture
def neighbour(municipality: Municipality) -> Municipality:
    """Another municipality of the same county."""
    return MunicipalityFactory.create(code="5603", name="Hammerfest", county=municipality.county)


@pytest.fixture
def answered() -> ContactValues:
    return ContactValues(
        day=timezone.localdate(),
        channel=Contact.Channel.PHONE,
        result=Contact.Result.WANTS_SUPPORT,
        note="Ringte rådhuset. Hemmelig vurdering.",
    )
