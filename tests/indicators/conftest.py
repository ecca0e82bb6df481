"""A source with a share and a count, and somebody who keeps it."""

import pytest

from korus_portal.accounts.models import Organisation, Role, User
from municipalities.indicators.models import Indicator, Source
from tests.factories import OrganisationFactory, UserFactory
from tests.indicators.factories import IndicatorFactory, SourceFactory


@pytest.fixture
def source(db: None) -> Source:
    return SourceFactory.create()


@pytest.fixture
def closed_source(db: None) -> Source:
    return SourceFactory.create(code="prove-lukket", publication=Source.Publication.OPENED)


@pytest.fixture
def share(source: Source) -> Indicator:
    return IndicatorFactory.create(source=source)


@pytest.fixture
def count(source: Source) -> Indicator:
    return IndicatorFactory.create(
        source=source,
        code="prove-antall",
        name_nb="Antall i prøven",
        name_nn="Tal i prøva",
        unit=Indicator.Unit.NUMBER,
        decimals=0,
        is_additive=True,
    )


@pytest.fixture
def closed_share(closed_source: Source) -> Indicator:
    return IndicatorFactory.create(source=closed_source, code="prove-lukket-andel")


@pytest.fixture
def keeper(source: Source, closed_source: Source) -> User:
    """Somebody who is not the administrator and may import both sources."""
    party = OrganisationFactory.create(kind=Organisation.Kind.CENTRE, name="Kildens eier")
    source.keepers.add(party)
    closed_source.keepers.add(party)
    return UserFactory.create(email="keeper@prove.example", role=(party, Role.ADVISER))
