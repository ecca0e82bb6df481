"""A need of Alta, registered the way the portal does it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from assignments.needs import actions
from assignments.needs.models import Evidence, Need
from assignments.needs.values import Cited, NeedValues
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme

TEXT = "Tjenesten mangler folk som kan metoden."
SAID = Cited(kind=Evidence.Kind.DIALOGUE, text="Sagt i møte om høsten.", day=date(2025, 9, 3))
Register = Callable[..., Need]


@pytest.fixture
def register(municipality: Municipality, theme: Theme) -> Register:
    """`register(by=adviser, text="…")`; the action's own arguments may be given too."""

    def make(*, by: User, **changes: Any) -> Need:
        options = {name: changes.pop(name) for name in ("form_token",) if name in changes}
        values: dict[str, Any] = {
            "municipality": municipality,
            "theme": theme,
            "severity": Need.Severity.HIGH,
            "text": TEXT,
            "evidence": (SAID,),
        }
        return actions.register_need(values=NeedValues(**(values | changes)), by=by, **options)

    return make


@pytest.fixture
def need(register: Register, adviser: User, contact: User, governor: User) -> Need:
    """Registered by the centre; the municipality and the governor have people."""
    return register(by=adviser)


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in
