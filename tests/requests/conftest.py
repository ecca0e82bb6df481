"""A request that stands at the centre, sent the way the portal sends it."""

import pytest
from django.test import Client

from assignments.requests.actions import submitting
from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme

TEXT = "Vi skal starte en arbeidsgruppe om rusforebygging."


@pytest.fixture
def support_request(
    municipality: Municipality, centre: Centre, theme: Theme, contact: User, leader: User
) -> SupportRequest:
    return submitting.submit_request(
        municipality=municipality,
        centre=centre,
        theme=theme,
        text=TEXT,
        reach="Ring 00 00 00 00",
        language="nb",
        by=contact,
    )


@pytest.fixture
def as_contact(client: Client, contact: User) -> Client:
    client.force_login(contact)
    return client


@pytest.fixture
def as_adviser(client: Client, adviser: User) -> Client:
    client.force_login(adviser)
    return client


@pytest.fixture
def as_leader(client: Client, leader: User) -> Client:
    client.force_login(leader)
    return client
