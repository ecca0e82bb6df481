"""The persons and places that the tests share: one centre and one municipality of one's own,
and one of each elsewhere, so that every test can ask as a stranger too."""

import os
from datetime import date

import pytest
from django.utils import translation
from pytest_django import Settings

from centres.models import Centre
from korus_portal.accounts.models import Organisation, Role, User
from municipalities.models import Municipality, Theme
from tests.factories import (
    CatchmentFactory,
    CentreFactory,
    CentreFieldFactory,
    CountyFactory,
    CountyGovernorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ThemeFactory,
    UserFactory,
)

pytest_plugins = [
    "tests.fixtures_worker",
    "tests.fixtures_browser",
    "tests.fixtures_reference",
]


if "DATABASE_URL" not in os.environ:

    @pytest.fixture(scope="session")
    def django_db_modify_db_settings_xdist_suffix() -> None:
        """Each of several test processes has servers of its own: their databases need no number."""


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """The real hasher takes a second for each person of a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _in_bokmal() -> None:
    """A page in nynorsk leaves its language to whatever runs next in the same thread."""
    translation.activate("nb")


@pytest.fixture(autouse=True)
def _own_cache(settings: Settings) -> None:
    """Sign-ins of one run are not counted in the next, nor with a portal on the same machine."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}
    }


@pytest.fixture
def theme(db: None) -> Theme:
    return ThemeFactory.create(code="substance_use", name_nb="Rusmidler", name_nn="Rusmiddel")


@pytest.fixture
def municipality(db: None) -> Municipality:
    return MunicipalityFactory.create(
        code="5601", name="Alta", name_sami="Álttá", valid_from=date(2024, 1, 1)
    )


@pytest.fixture
def municipality_elsewhere(db: None) -> Municipality:
    return MunicipalityFactory.create(
        code="1151", name="Utsira", county=CountyFactory.create(code="11", name="Rogaland")
    )


@pytest.fixture
def centre(municipality: Municipality, theme: Theme) -> Centre:
    found = CentreFactory.create(
        code="korus-nord", name="Kompetansesenter rus – Nord-Norge", short_name="KORUS Nord"
    )
    CentreFieldFactory.create(centre=found, theme=theme)
    CatchmentFactory.create(centre=found, county=municipality.county)
    return found


@pytest.fixture
def centre_elsewhere(municipality_elsewhere: Municipality, theme: Theme) -> Centre:
    found = CentreFactory.create(
        code="korus-vest-stavanger",
        name="Kompetansesenter rus – region vest Stavanger",
        short_name="KORUS Vest Stavanger",
    )
    CentreFieldFactory.create(centre=found, theme=theme)
    CatchmentFactory.create(centre=found, county=municipality_elsewhere.county)
    return found


@pytest.fixture
def adviser(centre: Centre) -> User:
    return UserFactory.create(
        email="adviser@prove.example", role=(centre.organisation, Role.ADVISER)
    )


@pytest.fixture
def leader(centre: Centre) -> User:
    return UserFactory.create(email="leader@prove.example", role=(centre.organisation, Role.LEADER))


@pytest.fixture
def leader_elsewhere(centre_elsewhere: Centre) -> User:
    role = (centre_elsewhere.organisation, Role.LEADER)
    return UserFactory.create(email="leader-elsewhere@prove.example", role=role)


@pytest.fixture
def contact(municipality: Municipality) -> User:
    role = (municipality.organisation, Role.CONTACT)
    return UserFactory.create(email="contact@prove.example", role=role)


@pytest.fixture
def contact_elsewhere(municipality_elsewhere: Municipality) -> User:
    role = (municipality_elsewhere.organisation, Role.CONTACT)
    return UserFactory.create(email="contact-elsewhere@prove.example", role=role)


@pytest.fixture
def governor(municipality: Municipality) -> User:
    office = CountyGovernorFactory.create()
    office.counties.add(municipality.county)
    role = (office.organisation, Role.GOVERNOR)
    return UserFactory.create(email="governor@prove.example", role=role)


@pytest.fixture
def userorg(db: None) -> User:
    party = OrganisationFactory.create(kind=Organisation.Kind.USER_ORGANISATION)
    return UserFactory.create(email="userorg@prove.example", role=(party, Role.USER_ORGANISATION))


@pytest.fixture
def directorate(db: None) -> User:
    party = OrganisationFactory.create(kind=Organisation.Kind.DIRECTORATE, name="Helsedirektoratet")
    return UserFactory.create(email="directorate@prove.example", role=(party, Role.DIRECTORATE))


@pytest.fixture
def administrator(db: None) -> User:
    party = OrganisationFactory.create(kind=Organisation.Kind.OPERATOR, name="Drift")
    return UserFactory.create(email="admin@prove.example", role=(party, Role.ADMINISTRATOR))
