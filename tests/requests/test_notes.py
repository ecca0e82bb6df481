"""A centre's internal notes: the municipality never meets them, whichever way it looks."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assignments.requests.actions import deciding, ending, exporting, handing_over, writing
from assignments.requests.dialogue_page import dialogue_context, guest_context
from assignments.requests.guest import key_of
from assignments.requests.models import (
    Attachment,
    CaseExport,
    Note,
    PartnerMunicipality,
    SupportRequest,
)
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.jobs import work
from korus_portal.notifications.models import Letter, Notice
from municipalities.models import Municipality
from tests.factories import SupportRequestFactory

pytestmark = pytest.mark.django_db
SECRET = "Rektor er bekymret for ledelsen."
MARK = "Internt notat. Kan bli gjenstand for innsyn."


@pytest.fixture
def note(support_request: SupportRequest, adviser: User) -> Note:
    return write(support_request, adviser)


def write(found: SupportRequest, by: User, *, is_shared: bool = False) -> Note:
    upload = SimpleUploadedFile("hemmelig.txt", SECRET.encode())
    return writing.write_note(
        support_request=found, by=by, text=SECRET, is_shared=is_shared, files=[upload]
    )


def shown(client: Client, user: User, url: str) -> str:
    client.force_login(user)
    return client.get(url).content.decode()


def test_the_centre_writes_and_reads_its_notes(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    address = reverse("requests:note_new", args=[support_request.case_number])
    assert as_adviser.post(address, {"text": SECRET}).status_code == 302
    page = as_adviser.get(support_request.get_absolute_url()).content.decode()
    assert SECRET in page
    assert MARK in page


@pytest.mark.parametrize("who", ["contact", "partner"])
def test_the_municipality_never_sees_a_note(
    client: Client,
    request: pytest.FixtureRequest,
    support_request: SupportRequest,
    note: Note,
    contact_elsewhere: User,
    municipality_elsewhere: Municipality,
    who: str,
) -> None:
    PartnerMunicipality.objects.create(
        support_request=support_request, municipality=municipality_elsewhere
    )
    user = contact_elsewhere if who == "partner" else request.getfixturevalue("contact")
    page = shown(client, user, support_request.get_absolute_url())
    assert support_request.text in page
    assert not [word for word in (SECRET, "hemmelig", MARK, "notat") if word in page]
    assert dialogue_context(support_request, user)["notes"] is None
    file = note.attachments.get()
    assert not Attachment.objects.visible_to(user).filter(pk=file.pk).exists()
    address = reverse("requests:file_download", args=[support_request.case_number, file.pk])
    assert client.get(address).status_code == 404
    new = reverse("requests:note_new", args=[support_request.case_number])
    assert client.post(new, {"text": SECRET}).status_code == 403


def test_an_employee_without_an_account_never_sees_a_note(
    client: Client, municipality: Municipality, centre: Centre, adviser: User
) -> None:
    found = SupportRequestFactory.create(
        municipality=municipality,
        centre=centre,
        submitted_by=None,
        guest_name="Kari",
        guest_email="kari@alta.example",
        guest_seed="7b1e4bcc-3a12-4f7e-9f0a-111111111111",
    )
    note = write(found, adviser)
    found.refresh_from_db()
    key = key_of(found)
    assert guest_context(found)["notes"] is None
    assert SECRET not in client.get(reverse("requests:guest_case", args=[key])).content.decode()
    file = reverse("requests:guest_file", args=[key, note.attachments.get().pk])
    assert client.get(file).status_code == 404


@pytest.mark.parametrize("who", ["governor", "directorate", "administrator", "userorg"])
def test_nobody_outside_the_case_meets_a_note(
    client: Client,
    request: pytest.FixtureRequest,
    support_request: SupportRequest,
    note: Note,
    who: str,
) -> None:
    user = request.getfixturevalue(who)
    assert not Note.objects.visible_to(user).exists()
    assert SECRET not in shown(client, user, support_request.get_absolute_url())
    file = note.attachments.get().pk
    address = reverse("requests:file_download", args=[support_request.case_number, file])
    assert client.get(address).status_code == 404


def test_a_note_leaves_no_word_in_letters_notices_or_on_the_timeline(
    support_request: SupportRequest, note: Note
) -> None:
    letters = " ".join(f"{row.subject} {row.body}" for row in Letter.objects.all())
    notices = " ".join(row.text for row in Notice.objects.all())
    events = " ".join(row.text for row in support_request.events.all())
    assert SECRET not in letters + notices + events
    assert not Letter.objects.filter(kind__contains="note").exists()


@pytest.mark.parametrize("is_shared", [False, True])
def test_another_centre_in_the_case_reads_a_note_only_when_it_is_shared(
    client: Client,
    support_request: SupportRequest,
    adviser: User,
    leader_elsewhere: User,
    centre_elsewhere: Centre,
    is_shared: bool,
) -> None:
    note = write(support_request, adviser, is_shared=is_shared)
    deciding.take_request(support_request=support_request, by=adviser)
    offer = handing_over.offer(
        support_request=support_request,
        kind="share",
        to_centre=centre_elsewhere,
        reason="De kan skole",
        by=adviser,
    )
    address = support_request.get_absolute_url()
    assert SECRET not in shown(client, leader_elsewhere, address), "only offered"
    handing_over.accept(hand_over=offer, by=leader_elsewhere)
    assert (SECRET in shown(client, leader_elsewhere, address)) is is_shared
    file = reverse(
        "requests:file_download", args=[support_request.case_number, note.attachments.get().pk]
    )
    assert client.get(file).status_code == (200 if is_shared else 404)


def test_a_note_may_be_written_after_the_end(
    as_adviser: Client, support_request: SupportRequest, adviser: User
) -> None:
    deciding.accept_request(support_request=support_request, by=adviser)
    ending.close_request(support_request=support_request, by=adviser, outcome="helped")
    address = reverse("requests:note_new", args=[support_request.case_number])
    assert as_adviser.post(address, {"text": SECRET}).status_code == 302
    assert support_request.notes.count() == 1


def test_a_note_is_stopped_by_an_identity_number(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    address = reverse("requests:note_new", args=[support_request.case_number])
    answer = as_adviser.post(address, {"text": "Gjelder 13097248022"})
    assert answer.status_code == 422
    assert "fødselsnummer" in answer.content.decode()
    assert not Note.objects.exists()


def test_the_contact_cannot_write_a_note(support_request: SupportRequest, contact: User) -> None:
    with pytest.raises(PermissionDenied):
        writing.write_note(support_request=support_request, by=contact, text=SECRET)


@pytest.mark.parametrize(("who", "has_notes"), [("contact", False), ("adviser", True)])
def test_only_the_centres_file_of_the_case_has_its_notes(
    request: pytest.FixtureRequest,
    support_request: SupportRequest,
    note: Note,
    who: str,
    has_notes: bool,
) -> None:
    user = request.getfixturevalue(who)
    job = exporting.ask_for_export(support_request=support_request, by=user)
    work.run(str(job.pk), exporting.make_export)
    export = CaseExport.objects.get(made_by=user)
    content = b"".join(exporting.download_export(export=export, by=user))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = b" ".join(archive.read(name) for name in archive.namelist())
        assert (SECRET.encode() in texts) is has_notes
        assert any("hemmelig" in name for name in archive.namelist()) is has_notes
        assert any("notat" in name for name in archive.namelist()) is has_notes
