"""The whole case as one file: PDF, texts, attachments, and metadata that an archive can read."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pdfua
import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assignments.requests.actions import deciding, ending, exporting, handing_over, writing
from assignments.requests.archive import archive_copies
from assignments.requests.documents import package as package_file
from assignments.requests.models import (
    Attachment,
    CaseExport,
    CaseExportPart,
    Holder,
    RequestEvent,
    SupportRequest,
)
from assignments.requests.noark import NAMESPACE
from centres.models import Centre
from korus_portal.accounts.models import Membership, Organisation, User
from korus_portal.audit.models import Event
from korus_portal.jobs import work
from korus_portal.jobs.models import Job
from korus_portal.notifications.models import Letter

pytestmark = pytest.mark.django_db
NOARK = {"n": NAMESPACE}
STRANGE = "Norsk, davvisámegiella, 中文, محمد, 😀 og <script>alert('x')</script> & slutt"
FILE = b"Referat fra m\xc3\xb8tet"


@pytest.fixture
def case(support_request: SupportRequest, contact: User, adviser: User) -> SupportRequest:
    """A case in which both sides have written, and which has been closed."""
    upload = SimpleUploadedFile("møte ملف.txt", FILE)
    writing.write_message(
        support_request=support_request,
        by=contact,
        text=STRANGE,
        files=[upload],
    )
    deciding.take_request(support_request=support_request, by=adviser)
    writing.write_message(support_request=support_request, by=adviser, text="- en\n- to")
    writing.write_note(support_request=support_request, by=adviser, text="Internt om ledelsen")
    deciding.accept_request(support_request=support_request, by=adviser, message="Vi kommer.")
    ending.close_request(
        support_request=support_request, by=adviser, outcome="helped", text="To kurs er holdt."
    )
    SupportRequest.objects.update(municipality_case_number="26/1234")
    Holder.objects.update(own_case_number="N-77")
    support_request.refresh_from_db()
    return support_request


def package(found: SupportRequest, by: User) -> dict[str, bytes]:
    """What is in the file, as somebody fetches it."""
    job = exporting.ask_for_export(support_request=found, by=by)
    work.run(str(job.pk), exporting.make_export)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    export = CaseExport.objects.filter(made_by=by).latest("asked_at")
    content = b"".join(exporting.download_export(export=export, by=by))
    assert (len(content), hashlib.sha256(content).hexdigest()) == (export.size, export.sha256)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def folder(files: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["metadata.json"])["arkiv"]["arkivdel"]["mappe"]
    return found


def test_the_file_holds_the_case_and_every_checksum_fits(
    case: SupportRequest, contact: User
) -> None:
    files = package(case, contact)
    assert {"sak.pdf", "metadata.xml", "metadata.json"} <= set(files)
    assert files["vedlegg/001-møte ملف.txt"] == FILE
    root = ElementTree.fromstring(files["metadata.xml"])  # noqa: S314 - our own document
    stored = root.findall(".//n:dokumentobjekt", NOARK)
    told = {}
    for one in stored:
        path = one.findtext("n:referanseDokumentfil", namespaces=NOARK)
        assert one.findtext("n:sjekksumAlgoritme", namespaces=NOARK) == "SHA-256"
        assert one.findtext("n:filstoerrelse", namespaces=NOARK) == str(len(files[str(path)]))
        told[path] = one.findtext("n:sjekksum", namespaces=NOARK)
    names = set(files) - {"metadata.xml", "metadata.json"}
    assert told == {name: hashlib.sha256(files[name]).hexdigest() for name in names}


def test_the_metadata_speaks_noark_with_both_sides_numbers(
    case: SupportRequest, contact: User, adviser: User
) -> None:
    files = package(case, contact)
    root = ElementTree.fromstring(files["metadata.xml"])  # noqa: S314 - our own document
    found = root.find("n:arkivdel/n:mappe", NOARK)
    assert found is not None
    year, number = case.case_number.split("-")
    expected = {
        "mappeID": case.case_number,
        "tittel": f"{case.case_number} {case.municipality}",
        "saksaar": year,
        "sakssekvensnummer": str(int(number)),
        "administrativEnhet": str(case.centre),
        "saksansvarlig": str(adviser),
        "saksstatus": "Avsluttet",
    }
    assert {name: found.findtext(f"n:{name}", namespaces=NOARK) for name in expected} == expected
    own = found.find("n:virksomhetsspesifikkeMetadata", NOARK)
    assert own is not None
    assert own.findtext("n:kommunensSaksnummer", namespaces=NOARK) == "26/1234"
    assert own.findtext("n:senter/n:senteretsSaksnummer", namespaces=NOARK) == "N-77"
    assert not found.findall(".//n:skjerming", NOARK)
    assert root.findtext("n:arkivskaper/n:arkivskaperNavn", namespaces=NOARK) == str(
        case.municipality.organisation
    )
    same = json.loads(files["metadata.json"])["arkiv"]
    assert same["arkivdel"]["mappe"]["mappeID"] == case.case_number


def test_what_one_side_sends_the_other_receives(
    case: SupportRequest, contact: User, adviser: User
) -> None:
    own, theirs = folder(package(case, contact)), folder(package(case, adviser))
    kinds = [row.get("journalposttype") for row in own["registrering"]]
    out, into = "Utgående dokument", "Inngående dokument"
    assert kinds == [out, out, into, into, into, None]
    kinds = [row.get("journalposttype") for row in theirs["registrering"]]
    assert kinds == [into, into, out, None, out, out, None]
    people = own["registrering"][1]["korrespondansepart"]
    assert [row["korrespondansepartNavn"] for row in people] == [
        str(case.municipality),
        str(case.centre),
    ]


def test_the_same_thing_has_the_same_id_on_both_sides_and_no_other_has_it(
    case: SupportRequest, contact: User, adviser: User
) -> None:
    """The centre's journal has a note in it that the municipality's has not."""
    sides = [folder(package(case, by))["registrering"][:-1] for by in (contact, adviser)]
    ids = [{row["systemID"]: (row["tittel"], row["opprettetDato"]) for row in s} for s in sides]
    assert ids[0].items() <= ids[1].items()
    assert len(ids[1]) == len(ids[0]) + 1
    documents = [one["systemID"] for row in sides[1] for one in row["dokumentbeskrivelse"]]
    assert len(documents) == len(set(documents))


def test_texts_are_kept_to_the_letter(case: SupportRequest, contact: User) -> None:
    files = package(case, contact)
    texts = [files[name].decode() for name in sorted(files) if name.startswith("tekster/")]
    assert texts[0] == case.text + "\n"
    assert texts[1] == STRANGE + "\n"
    assert any("Vi kommer." in text for text in texts)
    assert any("To kurs er holdt." in text for text in texts)


def test_control_characters_make_no_broken_metadata(case: SupportRequest, contact: User) -> None:
    SupportRequest.objects.update(municipality_case_number="26\x0b/\x01\ufffe1")
    root = ElementTree.fromstring(package(case, contact)["metadata.xml"])  # noqa: S314 - our own document
    assert root.findtext(".//n:kommunensSaksnummer", namespaces=NOARK) == "26/1"


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_pdf_is_tagged_and_in_the_readers_language(
    case: SupportRequest, adviser: User, tmp_path: Path, language: str
) -> None:
    with translation.override(language):
        made = package(case, adviser)["sak.pdf"]
    path = tmp_path / "sak.pdf"
    path.write_bytes(made)
    assert not pdfua.validate(str(path)).findings
    with pikepdf.open(io.BytesIO(made)) as found:
        assert str(found.Root.Lang).startswith(language)
        assert found.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in found.Root


def test_a_file_that_waits_or_was_stopped_is_named_and_not_in_it(
    case: SupportRequest, contact: User
) -> None:
    Attachment.objects.update(state=Attachment.State.INFECTED)
    files = package(case, contact)
    assert not [name for name in files if name.startswith("vedlegg/")]
    documents = folder(files)["registrering"][1]["dokumentbeskrivelse"]
    assert [row["tittel"] for row in documents][1] == "møte ملف.txt"
    assert "dokumentobjekt" not in documents[1]


def test_a_case_with_hand_overs_is_made(
    support_request: SupportRequest,
    adviser: User,
    leader_elsewhere: User,
    centre_elsewhere: Centre,
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    offer = handing_over.offer(
        support_request=support_request,
        kind="transfer",
        to_centre=centre_elsewhere,
        reason="Deres fagfelt",
        by=adviser,
    )
    handing_over.accept(hand_over=offer, by=leader_elsewhere)
    found = folder(package(support_request, leader_elsewhere))
    own = found["virksomhetsspesifikkeMetadata"]["senter"]
    assert [row["navn"] for row in own] == [str(support_request.centre), str(centre_elsewhere)]
    assert found["saksstatus"] == "Under behandling"


def test_it_is_asked_for_and_fetched_on_the_page(
    as_contact: Client, case: SupportRequest, contact: User
) -> None:
    address = reverse("requests:case_export", args=[case.case_number])
    first, second = as_contact.post(address), as_contact.post(address)
    assert first["Location"] == second["Location"]
    job = Job.objects.get(task="requests.export_case")
    assert first["Location"] == job.get_absolute_url()
    work.run(str(job.pk), exporting.make_export)
    export = CaseExport.objects.get()
    url = reverse("requests:export_download", args=[case.case_number, export.pk])
    assert url in as_contact.get(case.get_absolute_url()).content.decode()
    got = as_contact.get(url)
    content = b"".join(got.streaming_content)  # type: ignore[attr-defined]
    assert len(content) == int(got["Content-Length"])
    assert got["Content-Disposition"] == f'attachment; filename="sak-{case.case_number}.zip"'
    kinds = Event.objects.filter(by_id=contact.pk, kind__startswith="requests.")
    assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
        "requests.case_exported",
        "requests.export_downloaded",
    ]
    as_contact.post(address)
    assert CaseExport.objects.count() == 2, "a new one when the first is made"


def test_it_is_its_askers_alone_and_only_while_the_case_may_be_read(
    client: Client, case: SupportRequest, contact: User, adviser: User
) -> None:
    package(case, adviser)
    export = CaseExport.objects.get()
    url = reverse("requests:export_download", args=[case.case_number, export.pk])
    client.force_login(contact)
    assert client.get(url).status_code == 404
    client.force_login(adviser)
    assert client.get(url).status_code == 200
    Membership.objects.filter(user=adviser).delete()
    assert client.get(url).status_code == 404


def test_one_with_notes_is_not_fetched_by_who_has_gone_over_to_the_municipality(
    client: Client, case: SupportRequest, adviser: User
) -> None:
    package(case, adviser)
    export = CaseExport.objects.get()
    url = reverse("requests:export_download", args=[case.case_number, export.pk])
    place = Organisation.objects.get(municipality=case.municipality)
    Membership.objects.filter(user=adviser).update(organisation=place, role="contact")
    client.force_login(adviser)
    page = client.get(case.get_absolute_url())
    assert page.status_code == 200
    assert url not in page.content.decode()
    assert client.get(url).status_code == 404


def test_who_may_no_longer_read_the_case_gets_none_made(
    case: SupportRequest, adviser: User
) -> None:
    job = exporting.ask_for_export(support_request=case, by=adviser)
    Membership.objects.filter(user=adviser).delete()
    work.run(str(job.pk), exporting.make_export)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert not CaseExportPart.objects.exists()


def test_a_stranger_cannot_ask(case: SupportRequest, contact_elsewhere: User) -> None:
    with pytest.raises(PermissionDenied):
        exporting.ask_for_export(support_request=case, by=contact_elsewhere)


def test_one_taken_away_while_it_is_made_is_not_kept(case: SupportRequest, adviser: User) -> None:
    """As a redaction takes it away."""
    job = exporting.ask_for_export(support_request=case, by=adviser)
    with pytest.MonkeyPatch.context() as patch:
        write = package_file.write

        def write_and_redact(*parts: Any) -> None:
            write(*parts)
            CaseExport.objects.all().delete()

        patch.setattr(package_file, "write", write_and_redact)
        work.run(str(job.pk), exporting.make_export)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert not CaseExportPart.objects.exists()


def test_large_files_are_written_and_read_in_pieces(
    case: SupportRequest, adviser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PIECE", 1000)
    assert package(case, adviser)
    assert CaseExportPart.objects.count() > 10


def test_it_is_gone_after_a_week(case: SupportRequest, adviser: User) -> None:
    package(case, adviser)
    CaseExport.objects.update(asked_at=timezone.now() - timedelta(days=6))
    exporting.remove_old_exports()
    assert CaseExport.objects.exists()
    CaseExport.objects.update(asked_at=timezone.now() - timedelta(days=8))
    exporting.remove_old_exports()
    assert not CaseExportPart.objects.exists()


def test_both_sides_postmottak_are_told_without_the_text(
    support_request: SupportRequest, adviser: User
) -> None:
    Organisation.objects.filter(municipality=support_request.municipality).update(
        archive_address="post@alta.example", language=Organisation.Language.NYNORSK
    )
    Organisation.objects.filter(centre=support_request.centre).update(
        archive_address="arkiv@nord.example"
    )
    event = support_request.events.get(kind=RequestEvent.Kind.SUBMITTED)
    archive_copies(support_request, event)
    letters = Letter.objects.filter(kind="requests.archive_copy")
    assert {(row.address, row.language) for row in letters} == {
        ("post@alta.example", "nn"),
        ("arkiv@nord.example", "nb"),
    }
    for letter in letters:
        assert support_request.text not in letter.body
        assert support_request.case_number in letter.subject
        assert support_request.get_absolute_url() in letter.body
    deciding.take_request(support_request=support_request, by=adviser)
    archive_copies(support_request, support_request.events.get(kind=RequestEvent.Kind.TAKEN))
    assert letters.count() == 2


def test_nobody_is_told_where_no_postmottak_is_set(support_request: SupportRequest) -> None:
    archive_copies(support_request, support_request.events.get())
    assert not Letter.objects.filter(kind="requests.archive_copy").exists()
