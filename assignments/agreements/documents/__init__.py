"""The documents of a version: made once from what it says, and kept with their hash.

`pdf_of` and `docx_of` give the file, and make it when nobody has asked before. The bytes never
change: what is approved is what can be checked years later.
"""

from django.db import transaction
from django.utils import translation
from django.utils.text import slugify

from assignments.agreements.documents import pdf, word
from assignments.agreements.documents.wording import wording_of
from assignments.agreements.models import AgreementDocument, AgreementText
from korus_portal.files.actions import keep_made
from korus_portal.files.models import StoredFile

Kind = AgreementDocument.Kind
MAKERS = {Kind.PDF: pdf, Kind.DOCX: word}


class NotFromTemplateError(Exception):
    """The version was written elsewhere: the uploaded paper is all there is."""


def pdf_of(text: AgreementText) -> StoredFile:
    return document_of(text, Kind.PDF)


def docx_of(text: AgreementText) -> StoredFile:
    return document_of(text, Kind.DOCX)


@transaction.atomic
def document_of(text: AgreementText, kind: AgreementDocument.Kind) -> StoredFile:
    """The file of the version. Two who ask at once get the same one."""
    if text.origin != AgreementText.Origin.TEMPLATE:
        raise NotFromTemplateError
    AgreementText.objects.select_for_update(no_key=True, of=("self",)).get(pk=text.pk)
    found = AgreementDocument.objects.filter(text=text, kind=kind).select_related("file").first()
    if found is not None:
        return found.file
    kept = keep_made(
        name=name_of(text, kind), content_type=MAKERS[kind].CONTENT_TYPE, content=made(text, kind)
    )
    AgreementDocument.objects.create(text=text, kind=kind, file=kept)
    return kept


def made(text: AgreementText, kind: AgreementDocument.Kind, *, is_redacted: bool = False) -> bytes:
    """The bytes, in the agreement's language. The same content gives the same bytes."""
    with translation.override(text.content["language"]):
        content: bytes = MAKERS[kind].make(
            wording_of(text, is_redacted=is_redacted), at=text.made_at.replace(microsecond=0)
        )
        return content


def name_of(text: AgreementText, kind: AgreementDocument.Kind) -> str:
    """«avtale-alta-12-v1.pdf»."""
    place = slugify(text.content["municipality"]["name"].translate(NORWEGIAN)) or "kommune"
    return f"avtale-{place}-{text.agreement_id}-v{text.number}.{kind.value}"


NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"})
