"""A letter to KORUS Nord, and what the two forms send."""

from datetime import date
from typing import Any

import pytest

from centres.grants.models import ApplicationLine, Grant, GrantItem, GrantLine
from centres.models import Centre
from korus_portal.accounts.models import Organisation
from tests.factories import OrganisationFactory

SCHEME = "Tilskudd til kompetansesentre"


@pytest.fixture
def host(db: None) -> Organisation:
    """Its number has the right check digit."""
    return OrganisationFactory.create(
        kind=Organisation.Kind.HEALTH_TRUST, name="Prøvesykehuset HF", number="983971709"
    )


@pytest.fixture
def grant(centre: Centre, host: Organisation) -> Grant:
    """Two budget lines, two points and two lines of the application's budget."""
    made = Grant.objects.create(
        centre=centre, scheme=SCHEME, year=2025, recipient=host, letter_on=date(2025, 2, 10)
    )
    GrantLine.objects.create(grant=made, chapter="714", item="21", amount=400_000)
    GrantLine.objects.create(grant=made, chapter="765", item="74", amount=1_100_000)
    kinds = GrantItem.Kind
    GrantItem.objects.create(grant=made, kind=kinds.GOAL, number="1", text="Nå flere kommuner.")
    GrantItem.objects.create(
        grant=made, kind=kinds.REQUIREMENT, number="4 b", text="Samarbeid med andre.", position=1
    )
    ApplicationLine.objects.create(grant=made, name="Lønn", amount=1_200_000)
    ApplicationLine.objects.create(grant=made, name="Reise", amount=300_000, position=1)
    return made


def letter_sent(grant: Grant | None = None, **changes: Any) -> dict[str, Any]:
    """The letter's form as it opens, with `changes`."""
    sent: dict[str, Any] = {
        "scheme": SCHEME,
        "recipient": "",
        "reference": "",
        "letter_on": "2025-02-10",
        "report_due_on": "2026-03-01",
        "report_channel": "portal",
        "auditor_from": "200 000",
        "line-0-chapter": "765",
        "line-0-item": "74",
        "line-0-amount": "1 500 000",
        "item-0-kind": "goal",
        "item-0-number": "1",
        "item-0-text": "Nå flere kommuner.",
    }
    if grant is not None:
        sent |= {"version": grant.version, "recipient": grant.recipient_id or ""}
        sent |= rows("line", grant.lines.all(), "chapter", "item", "amount")
        sent |= rows("item", grant.items.all(), "kind", "number", "text")
    return {**sent, **changes}


def application_sent(grant: Grant, **changes: Any) -> dict[str, Any]:
    sent = {"applied_on": "2024-11-30", "applied_amount": "1500000", "version": grant.version}
    return {**sent, **rows("budget", grant.application_lines.all(), "name", "amount"), **changes}


def rows(kind: str, stored: Any, *names: str) -> dict[str, Any]:
    return {
        f"{kind}-{number}-{name}": getattr(row, name)
        for number, row in enumerate(stored)
        for name in (*names, "pk")
    }
