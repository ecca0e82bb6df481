"""Attaching files and fetching them: by what is in them, through the access rule, as downloads."""

import hashlib
import io
import struct
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assignments.requests.actions import writing
from assignments.requests.guest import key_of
from assignments.requests.models import Attachment, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.design.typesetting import typeset
from korus_portal.files import file_types
from korus_portal.files.file_types import UnfitFileError, name_for, type_of
from municipalities.models import Municipality
from tests.factories import SupportRequestFactory

PDF = b"%PDF-1.7\n" + b"%" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def archive(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as found:
        for name, content in members.items():
            found.writestr(name, content)
    return made.getvalue()


def office(kind: str, *more: str) -> bytes:
    types = f'<Types><Override ContentType="{kind}.main+xml"/></Types>'
    return archive(**{"[Content_Types].xml": types, **dict.fromkeys(more, "")})


OPEN_TEXT = archive(mimetype="application/vnd.oasis.opendocument.text")
OPEN_SHEET = archive(mimetype="application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.docx", office(WORD), WORD),
        ("a.xlsx", office(SHEET), SHEET),
        ("a.pptx", office(SLIDES), SLIDES),
        ("a.odt", OPEN_TEXT, "application/vnd.oasis.opendocument.text"),
        ("a.ods", OPEN_SHEET, "application/vnd.oasis.opendocument.spreadsheet"),
        ("a.txt", "Blåbær 😀".encode(), "text/plain"),
        ("a.txt", "Blåbær".encode("cp1252"), "text/plain"),
        ("a.csv", b"a;b\r\n1;2", "text/csv"),
        # By content, whatever the name says.
        ("a.exe", PDF, "application/pdf"),
        ("a.pdf", b"Hei", "text/plain"),
    ],
)
def test_a_type_is_found_in_the_file(name: str, content: bytes, found: str) -> None:
    file = io.BytesIO(content)
    assert type_of(file, name) == found
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"MZ\x90\x00\x03\x00", "av en type vi ikke tar imot"),
        (b"\x7fELF\x02\x01\x01\x00", "av en type vi ikke tar imot"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9, "låst med passord"),
        (b"PK\x03\x04 ikke et arkiv", "av en type vi ikke tar imot"),
        (archive(**{"a.txt": "Hei"}), "av en type vi ikke tar imot"),
        (archive(mimetype="application/epub+zip"), "av en type vi ikke tar imot"),
        (office(WORD, "word/vbaProject.bin"), "har makroer"),
        (office(WORD.replace("document.word", "document.macroEnabled.word")), "har makroer"),
        (
            archive(mimetype="application/vnd.oasis.opendocument.text", **{"Basic/a.xml": ""}),
            "har makroer",
        ),
        (b"", "er tom"),
    ],
)
def test_what_cannot_be_attached_says_why(content: bytes, why: str) -> None:
    with pytest.raises(UnfitFileError, match=why):
        type_of(io.BytesIO(content), "fil")


def broken(content: bytes) -> bytes:
    """The same archive with its first packed member spoilt."""
    start = content.index(b"mimetype") + len("mimetype")
    return content[:start] + b"\xff" * 12 + content[start + 12 :]


def packed(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", text)
    return file.getvalue()


def crowded() -> bytes:
    """A small file with so many names in its list that reading them takes long and much memory."""
    kind = "application/vnd.oasis.opendocument.text"
    return archive(mimetype=kind, **{f"{n:050}": "" for n in range(25_000)})


def far_away(content: bytes) -> bytes:
    """The same archive with a list of contents that says it begins before the file does."""
    return content[:-10] + struct.pack("<II", 0xFFFF, 0xFFFF0000) + content[-2:]


@pytest.mark.parametrize(
    "content",
    [
        broken(packed("application/vnd.oasis.opendocument.text" * 9)),
        far_away(packed("application/vnd.oasis.opendocument.text")),
        packed("application/vnd.oasis.opendocument.text")[:-30],
        crowded(),
    ],
    ids=["spoilt", "beside itself", "cut short", "crowded"],
)
def test_a_broken_archive_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnfitFileError, match="av en type vi ikke tar imot"):
        type_of(io.BytesIO(content), "plan.odt")


@pytest.mark.parametrize(
    ("name", "content_type", "kept"),
    [
        ("Referat møte.PDF", "application/pdf", "Referat møte.PDF"),
        ("C:\\Users\\kari\\plan.pdf", "application/pdf", "plan.pdf"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("kode.html", "text/plain", "kode.html.txt"),
        ("rapport\u202efdp.exe", "application/pdf", "rapportfdp.exe.pdf"),
        ("a" * 300 + ".pdf", "application/pdf", "a" * 180 + ".pdf"),
        ("", "image/png", "fil.png"),
        ("bilde.jpeg", "image/jpeg", "bilde.jpeg"),
    ],
)
def test_a_name_ends_as_its_content(name: str, content_type: str, kept: str) -> None:
    assert name_for(name, content_type) == kept


def upload(name: str = "referat.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client: Client, found: SupportRequest, *files: SimpleUploadedFile) -> Any:
    url = reverse("requests:message_new", args=[found.case_number])
    return client.post(url, {"text": "Se vedlegg", "files": list(files)})


@pytest.mark.django_db
def test_files_are_kept_with_the_message_and_fetched_as_downloads(
    as_contact: Client, support_request: SupportRequest, adviser: User
) -> None:
    assert send(as_contact, support_request, upload("møte «1».pdf"), upload("b.png", PNG))
    first, second = support_request.messages.get().attachments.all()
    assert first.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (first.size, second.content_type) == (len(PDF), "image/png")
    as_contact.force_login(adviser)
    page = as_contact.get(support_request.get_absolute_url()).content.decode()
    url = reverse("requests:file_download", args=[support_request.case_number, first.pk])
    assert url in page
    got = as_contact.get(url)
    assert got.content == PDF
    assert got["Content-Disposition"] == (
        "attachment; filename*=utf-8''m%C3%B8te%20%C2%AB1%C2%BB.pdf"
    )
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "private" in got["Cache-Control"]


def long_report(pages: int) -> bytes:
    made = pikepdf.new()
    for _page in range(pages):
        made.add_blank_page()
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.django_db
def test_a_report_of_a_hundred_pages_comes_back_whole(
    as_contact: Client, support_request: SupportRequest
) -> None:
    report = long_report(100)
    assert send(as_contact, support_request, upload("rapport.pdf", report)).status_code == 302
    kept = support_request.messages.get().attachments.get()
    url = reverse("requests:file_download", args=[support_request.case_number, kept.pk])
    got = as_contact.get(url).content
    assert got == report
    assert len(pikepdf.open(io.BytesIO(got)).pages) == 100


@pytest.mark.django_db
def test_a_wrong_file_is_named_at_the_field_and_the_text_is_kept(
    as_contact: Client, support_request: SupportRequest
) -> None:
    answer = send(as_contact, support_request, upload(), upload("spill.exe", b"MZ\x90\x00"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "«spill.exe» er av en type vi ikke tar imot. Lagre den som PDF." in page
    assert "Se vedlegg" in page
    assert 'href="#id_files"' in page
    assert not Attachment.objects.exists()
    assert not support_request.messages.exists()


@pytest.mark.django_db
def test_a_name_with_an_identity_number_is_stopped(
    as_contact: Client, support_request: SupportRequest
) -> None:
    answer = send(as_contact, support_request, upload("soknad_13097248022.pdf"))
    assert answer.status_code == 422
    assert "har et fødselsnummer i navnet" in answer.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_good_files_of_a_refused_form_are_named_to_be_chosen_again(
    as_contact: Client, support_request: SupportRequest
) -> None:
    url = reverse("requests:message_new", args=[support_request.case_number])
    answer = as_contact.post(url, {"text": "", "files": [upload("a.pdf"), upload("b.pdf")]})
    assert "Velg filene på nytt: a.pdf, b.pdf." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("limit", "value", "error"),
    [
        ("MAX_FILE", 50, "«referat.pdf» er på"),
        ("MAX_FORM", 150, "til sammen. Send høyst"),
        ("MAX_FILES", 1, "Velg høyst 1 fil."),
    ],
)
def test_limits_say_what_to_do(
    as_contact: Client,
    support_request: SupportRequest,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    value: int,
    error: str,
) -> None:
    monkeypatch.setattr(f"korus_portal.files.forms.{limit}", value)
    answer = send(as_contact, support_request, upload(), upload("b.pdf"))
    assert answer.status_code == 422
    assert error in answer.content.decode()


@pytest.mark.django_db
def test_a_real_document_of_a_hundred_pages_is_kept_whole(
    as_contact: Client, support_request: SupportRequest, tmp_path: Path
) -> None:
    template = tmp_path / "hundred.typ"
    template.write_text(
        '#set document(title: "Hundre sider")\n#set text(font: "Inter", lang: "nb")\n'
        "= Hundre\n#for n in range(99) [ Side #n #pagebreak() ]"
    )
    made = typeset(template, {}, at=support_request.submitted_at.replace(microsecond=0))
    assert send(as_contact, support_request, upload("stor.pdf", made)).status_code == 302
    file = Attachment.objects.get()
    assert bytes(file.content.content) == made


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who", ["contact_elsewhere", "leader_elsewhere", "governor", "directorate"]
)
def test_a_stranger_cannot_fetch_a_file(
    client: Client,
    request: pytest.FixtureRequest,
    support_request: SupportRequest,
    adviser: User,
    who: str,
) -> None:
    writing.write_message(support_request=support_request, by=adviser, text="Se", files=[upload()])
    file = Attachment.objects.get()
    client.force_login(request.getfixturevalue(who))
    url = reverse("requests:file_download", args=[support_request.case_number, file.pk])
    assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


@pytest.mark.django_db
def test_a_file_is_not_fetched_under_another_case(
    as_adviser: Client, support_request: SupportRequest, adviser: User
) -> None:
    writing.write_message(support_request=support_request, by=adviser, text="Se", files=[upload()])
    other = SupportRequestFactory.create(
        municipality=support_request.municipality,
        centre=support_request.centre,
        submitted_by=support_request.submitted_by,
    )
    file = Attachment.objects.get().pk
    url = reverse("requests:file_download", args=[other.case_number, file])
    assert as_adviser.get(url).status_code == 404


@pytest.mark.django_db
def test_a_guest_fetches_files_of_messages_only_when_confirmed(
    client: Client, municipality: Municipality, centre: Centre, adviser: User
) -> None:
    found = SupportRequestFactory.create(
        municipality=municipality,
        centre=centre,
        submitted_by=None,
        confirmed_at=None,
        guest_name="Kari",
        guest_email="kari@example.org",
        guest_seed=uuid4(),
    )
    writing.write_message(support_request=found, by=adviser, text="Se", files=[upload()])
    url = reverse("requests:guest_file", args=[key_of(found), Attachment.objects.get().pk])
    assert client.get(url).status_code == 404
    SupportRequest.objects.update(confirmed_at=found.submitted_at)
    got = client.get(url)
    assert got.content == PDF
    assert "noindex" in got["X-Robots-Tag"]
    assert client.get(url.replace("/sak/", "/sak/a")).status_code == 404


@pytest.mark.django_db
def test_an_upload_that_says_it_is_something_else_is_served_as_what_it_is(
    as_contact: Client, support_request: SupportRequest
) -> None:
    page = SimpleUploadedFile("side.html", b"<script>alert(1)</script>", "text/html")
    send(as_contact, support_request, page)
    file = Attachment.objects.get()
    assert (file.name, file.content_type) == ("side.html.txt", "text/plain")


@pytest.mark.django_db
def test_the_field_offers_the_types_that_are_taken(
    as_contact: Client, support_request: SupportRequest
) -> None:
    url = reverse("requests:message_new", args=[support_request.case_number])
    page = as_contact.get(url).content.decode()
    assert f'accept="{file_types.ACCEPT}"' in page
    assert "multiple" in page
    assert 'enctype="multipart/form-data"' in page
