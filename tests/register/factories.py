"""Lists from SSB, waiting for a decision."""

from datetime import date

import factory

from municipalities.register.models import RegisterUpdate
from tests.factories import UserFactory


class RegisterUpdateFactory(factory.django.DjangoModelFactory[RegisterUpdate]):
    class Meta:
        model = RegisterUpdate

    valid_from = date(2026, 6, 1)
    codes_name = "kommuner.csv"
    codes_sha256 = "0" * 64
    changes_name = "endringer.csv"
    changes_sha256 = "1" * 64
    content = factory.LazyFunction(lambda: {"codes": [], "counties": [], "changes": []})
    uploaded_by = factory.SubFactory(UserFactory)
