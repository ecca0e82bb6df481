"""The written agreement as PDF and DOCX, and who may fetch them."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from assignments.agreements import actions, documents
from assignments.agreements.models import Agreement, AgreementDocument, AgreementText
from assignments.agreements.redaction import redact_texts
from korus_portal.accounts.models import User
from korus_portal.files.models import StoredFile
from tests.agreements.conftest import Draft

Kind = AgreementDocument.Kind
HEADINGS = ["Formål", "Forankring", "Forankring i planer", "Hva partene forplikter seg til"]


@pytest.fixture
def text(draft: Draft, leader: User) -> Callable[..., AgreementText]:
    """Version 1, frozen from the portal's template."""

    def make(**changes: Any) -> AgreementText:
        row = draft(**changes)
        actions.offer(agreement=row, version=row.version, by=leader)
        return AgreementText.objects.get(agreement=row)

    return make


def address(text: AgreementText, kind: str = "pdf") -> str:
    return reverse("agreements:document_made", args=[text.agreement_id, text.number, kind])


def words_of(file: StoredFile) -> list[str]:
    document = Document(io.BytesIO(bytes(file.content.content)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def test_the_pdf_is_made_once_and_its_hash_is_kept(text: Callable[..., AgreementText]) -> None:
    version = text()
    first = documents.pdf_of(version)
    assert documents.pdf_of(version) == first
    assert first.sha256 == hashlib.sha256(bytes(first.content.content)).hexdigest()
    assert first.name == f"avtale-alta-{version.agreement_id}-v1.pdf"
    assert AgreementDocument.objects.filter(kind=Kind.PDF).count() == 1


def test_the_same_content_gives_the_same_bytes(text: Callable[..., AgreementText]) -> None:
    version = text()
    for kind in (Kind.PDF, Kind.DOCX):
        assert documents.made(version, kind) == documents.made(version, kind)


def test_the_pdf_is_tagged_and_tells_its_language(text: Callable[..., AgreementText]) -> None:
    content = bytes(documents.pdf_of(text(language="nn")).content.content)
    with pikepdf.open(io.BytesIO(content)) as found:
        assert found.Root.MarkInfo.Marked
        assert str(found.Root.Lang).startswith("nn")
        assert found.docinfo["/Title"] == "Avtale om tidlig innsats"


def test_the_docx_has_headings_a_table_with_header_row_and_the_texts(
    text: Callable[..., AgreementText],
) -> None:
    file = documents.docx_of(text(purpose="Først dette.\n\n- ett\n- to & {{ tre }} <b>"))
    content = bytes(file.content.content)
    document = Document(io.BytesIO(content))
    styles = {row.text: row.style.name for row in document.paragraphs if row.style}
    for heading in HEADINGS:
        assert styles[heading] == "Heading 1"
    assert styles["to & {{ tre }} <b>"] == "List Bullet"
    assert "Sette av tid til opplæring" in words_of(file)
    assert not [word for word in words_of(file) if "{%" in word]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"w:tblHeader" in archive.read("word/document.xml")
        assert b'w:lang w:val="nb-NO"' in archive.read("word/styles.xml")
        assert "versjon 1" in archive.read("word/footer1.xml").decode()


def test_both_sides_fetch_what_waits_and_nobody_else_does(
    text: Callable[..., AgreementText],
    client: Client,
    contact: User,
    adviser: User,
    governor: User,
    directorate: User,
) -> None:
    version = text()
    for person, status in ((contact, 200), (adviser, 200), (governor, 404), (directorate, 404)):
        client.force_login(person)
        assert client.get(address(version)).status_code == status
    client.force_login(adviser)
    assert client.get(address(version, "docx")).status_code == 200
    assert client.get(address(version, "exe")).status_code == 404


def test_the_directorate_does_not_read_special_needs_in_a_document(
    signed: Draft, client: Client, directorate: User, governor: User
) -> None:
    plain = signed()
    special = signed(
        has_special_needs=True, special_needs="Mange unge", special_needs_evidence="Ungdata"
    )
    for agreement, person, status in (
        (plain, directorate, 200),
        (special, directorate, 403),
        (special, governor, 200),
    ):
        client.force_login(person)
        paper = AgreementDocument.objects.get(text__agreement=agreement, kind=Kind.SIGNED)
        url = reverse("agreements:document_signed", args=[agreement.pk, paper.pk])
        assert client.get(url).status_code == status


def test_a_version_that_was_written_elsewhere_has_no_made_document(
    offered: Draft, client: Client, adviser: User
) -> None:
    version = AgreementText.objects.get(agreement=offered())
    with pytest.raises(documents.NotFromTemplateError):
        documents.pdf_of(version)
    client.force_login(adviser)
    assert client.get(address(version)).status_code == 404


def test_a_paper_of_one_agreement_is_not_fetched_through_another(
    offered: Draft, client: Client, adviser: User
) -> None:
    one, other = offered(), offered()
    paper = AgreementDocument.objects.get(text__agreement=other)
    client.force_login(adviser)
    url = reverse("agreements:document_signed", args=[one.pk, paper.pk])
    assert client.get(url).status_code == 404


def test_after_redaction_a_copy_without_the_text_is_given_and_the_hash_stays(
    text: Callable[..., AgreementText], client: Client, leader: User
) -> None:
    version = text(purpose="Kari Nordmann skal få hjelp.")
    before = documents.docx_of(version).sha256
    agreement = Agreement.objects.get(pk=version.agreement_id)
    redact_texts(agreement=agreement, keys=["purpose"], reason="Et navn", by=leader)
    client.force_login(leader)
    response = client.get(address(version, "docx"))
    words = [row.text for row in Document(io.BytesIO(response.content)).paragraphs]
    assert "[sladdet]" in words
    assert any("Sladdet kopi" in word for word in words)
    assert not any("Kari" in word for word in words)
    assert AgreementDocument.objects.get(kind=Kind.DOCX).file.sha256 == before
