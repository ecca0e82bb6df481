"""The archive package: what both sides put into their archives."""

import hashlib
import io
import json
import zipfile
from xml.etree import ElementTree

from django.test import Client
from django.urls import reverse

from assignments.agreements import actions
from assignments.agreements.models import Agreement
from assignments.requests.noark import NAMESPACE
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from tests.agreements.conftest import Draft


def package_of(client: Client, agreement: Agreement) -> zipfile.ZipFile:
    response = client.get(reverse("agreements:agreement_package", args=[agreement.pk]))
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(response.getvalue()))


def test_the_package_holds_the_papers_and_says_what_they_are(
    signed: Draft, client: Client, contact: User
) -> None:
    agreement = signed()
    Agreement.objects.filter(pk=agreement.pk).update(
        centre_case_number="2026/12", municipality_case_number="26/345"
    )
    client.force_login(contact)
    with package_of(client, agreement) as archive:
        assert archive.namelist() == ["metadata.xml", "metadata.json", "versjon-1/1-signert.pdf"]
        folder = json.loads(archive.read("metadata.json"))["arkiv"]["arkivdel"]["mappe"]
        own = folder["virksomhetsspesifikkeMetadata"]
        assert (own["senteretsSaksnummer"], own["kommunensSaksnummer"]) == ("2026/12", "26/345")
        (entry,) = folder["registrering"]
        stored = entry["dokumentbeskrivelse"][0]["dokumentobjekt"]
        content = archive.read(stored["referanseDokumentfil"])
        assert stored["sjekksum"] == hashlib.sha256(content).hexdigest()
        assert len(entry["virksomhetsspesifikkeMetadata"]["underskrift"]) == 2
        root = ElementTree.fromstring(archive.read("metadata.xml"))  # noqa: S314 - our own file
    assert root.find(f".//{{{NAMESPACE}}}mappe/{{{NAMESPACE}}}registrering") is not None
    assert Event.objects.filter(kind="agreements.package_downloaded").count() == 1


def test_what_was_made_of_the_template_is_in_it(draft: Draft, client: Client, leader: User) -> None:
    agreement = draft()
    actions.offer(agreement=agreement, version=agreement.version, by=leader)
    client.force_login(leader)
    with package_of(client, agreement) as archive:
        assert archive.read("versjon-1/1-avtale.pdf").startswith(b"%PDF")


def test_a_draft_without_a_version_gives_the_metadata_alone(
    draft: Draft, client: Client, leader: User
) -> None:
    client.force_login(leader)
    with package_of(client, draft()) as archive:
        assert archive.namelist() == ["metadata.xml", "metadata.json"]


def test_who_only_may_read_it_gets_no_package(
    signed: Draft, client: Client, governor: User
) -> None:
    client.force_login(governor)
    address = reverse("agreements:agreement_package", args=[signed().pk])
    assert client.get(address).status_code == 403
