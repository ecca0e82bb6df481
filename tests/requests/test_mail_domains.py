"""The operator says which mail domains are a municipality's, and every change leaves a trace."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from assignments.requests.actions import domains
from assignments.requests.models import MailDomain
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.models import Municipality

ADD = "/admin/requests/maildomain/add/"


@pytest.fixture
def as_operator(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Alta.kommune.no", "alta.kommune.no"),
        ("post@alta.kommune.no", "alta.kommune.no"),
        ("båtsfjord.no", "xn--btsfjord-9za.no"),
    ],
)
def test_a_domain_is_kept_as_machines_write_it(
    as_operator: Client, municipality: Municipality, written: str, kept: str
) -> None:
    form = {"municipality": municipality.pk, "domain": written, "source": "kommunens nettsted"}
    assert as_operator.post(ADD, form).status_code == 302
    assert MailDomain.objects.get().domain == kept
    assert Event.objects.filter(kind="requests.maildomain_saved").count() == 1


@pytest.mark.parametrize("written", ["alta", "https://alta.no/x", "", "alta kommune.no"])
def test_what_is_no_domain_is_refused(
    as_operator: Client, municipality: Municipality, written: str
) -> None:
    form = {"municipality": municipality.pk, "domain": written, "source": "x"}
    assert as_operator.post(ADD, form).status_code == 200
    assert not MailDomain.objects.exists()


def test_a_wrong_domain_goes_away_and_leaves_a_trace(
    as_operator: Client, municipality: Municipality
) -> None:
    row = MailDomain.objects.create(municipality=municipality, domain="feil.no", source="x")
    as_operator.post(f"/admin/requests/maildomain/{row.pk}/delete/", {"post": "yes"})
    assert not MailDomain.objects.exists()
    [event] = Event.objects.filter(kind="requests.maildomain_removed")
    assert event.details == {"domain": "feil.no"}


def test_nobody_else_touches_them(municipality: Municipality, leader: User) -> None:
    row = MailDomain(municipality=municipality, domain="alta.no", source="x")
    with pytest.raises(PermissionDenied):
        domains.save_domain(row=row, changed=[], by=leader)
    row.save()
    with pytest.raises(PermissionDenied):
        domains.remove_domain(row=row, by=leader)
