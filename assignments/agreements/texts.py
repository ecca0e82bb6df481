"""The versions of a written agreement: which one holds, which one waits, and what is signed."""

from assignments.agreements import documents
from assignments.agreements.models import Agreement, AgreementDocument, AgreementText, Signature
from korus_portal.files.models import StoredFile


def waiting_text(agreement: Agreement) -> AgreementText | None:
    """The version that waits for signatures. Nothing waits once the agreement has ended."""
    if agreement.deleted_at or agreement.state in (Agreement.State.DRAFT, Agreement.State.ENDED):
        return None
    return agreement.texts.filter(signed_at=None).order_by("-number").first()


def holding_text(agreement: Agreement) -> AgreementText | None:
    """The version that holds: the last one that both sides signed."""
    return agreement.texts.exclude(signed_at=None).order_by("-number").first()


def signed_papers(text: AgreementText) -> list[AgreementDocument]:
    """The signed documents; one that the virus scan stopped is none."""
    rows = text.documents.filter(kind=AgreementDocument.Kind.SIGNED).select_related("file")
    return list(rows.exclude(file__state=StoredFile.State.INFECTED).order_by("pk"))


def is_whole(text: AgreementText) -> bool:
    """Both sides have signed, and what was signed on paper is here as a document."""
    signatures = list(text.signatures.all())
    if len(signatures) < 2:
        return False
    on_paper = any(row.way == Signature.Way.OUTSIDE for row in signatures)
    return not on_paper or bool(signed_papers(text))


def lacks_paper(text: AgreementText) -> bool:
    """A signature on paper is registered, but the document is not uploaded."""
    on_paper = text.signatures.filter(way=Signature.Way.OUTSIDE).exists()
    return on_paper and not signed_papers(text)


def hash_to_approve(text: AgreementText) -> str:
    """SHA-256 of what is approved: the uploaded paper, or the PDF made from the template."""
    if text.origin == AgreementText.Origin.UPLOADED:
        papers = signed_papers(text)
        return papers[0].file.sha256 if papers else ""
    return documents.pdf_of(text).sha256
