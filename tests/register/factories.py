"""Lists from SSB, waiting for a decision."""

from datetime import date

import factory

from korus_portal.accounts.models import User
from municipalities.register import actions
from municipalities.register.klass import ChangeRow, CodeList, CodeRow
from municipalities.register.models import RegisterUpdate
from tests.factories import UserFactory

DAY = date(2026, 6, 1)
Codes = list[tuple[str, str]]
Changes = list[tuple[str, str, str, str]]


class RegisterUpdateFactory(factory.django.DjangoModelFactory[RegisterUpdate]):
    class Meta:
        model = RegisterUpdate

    valid_from = DAY
    codes_name = "kommuner.csv"
    codes_sha256 = "0" * 64
    changes_name = "endringer.csv"
    changes_sha256 = "1" * 64
    content = factory.LazyFunction(lambda: {"codes": [], "counties": [], "changes": []})
    uploaded_by = factory.SubFactory(UserFactory)


def waiting(codes: Codes, changes: Changes, *, by: User, day: date = DAY) -> RegisterUpdate:
    counties = [row for row in codes if len(row[0]) == 2]
    content = actions.content_of(
        CodeList(
            [CodeRow(at, *row) for at, row in enumerate(codes) if row not in counties],
            [CodeRow(at, *row) for at, row in enumerate(counties)],
        ),
        [ChangeRow(at, *row) for at, row in enumerate(changes)],
    )
    return RegisterUpdateFactory.create(content=content, uploaded_by=by, valid_from=day)
