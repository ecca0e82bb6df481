"""Who may open and send what among the documents, the check page and the spread of agreements."""

from collections.abc import Callable
from typing import Any

GET: dict[str, list[int]] = {
    "agreements:agreement_check": [200, 200, 200, 200, 200, 200, 200, 200, 200, 200],
    "agreements:agreement_package": [302, 200, 404, 200, 200, 404, 403, 404, 403, 403],
    "agreements:agreement_spread": [302, 403, 403, 200, 200, 200, 200, 403, 200, 200],
    "agreements:agreement_spread_file": [302, 403, 403, 200, 200, 200, 200, 403, 200, 200],
    "agreements:document_made": [302, 200, 404, 200, 200, 404, 200, 404, 200, 200],
    "agreements:document_signed": [302, 200, 404, 200, 200, 404, 200, 404, 200, 200],
}

POST: dict[str, list[int]] = {
    "agreements:agreement_check": [200, 200, 200, 200, 200, 200, 200, 200, 200, 200],
}


def signed_text(world: Any) -> Any:
    """A signed version made from the template, with a signed paper."""
    from assignments.agreements.models import AgreementDocument, AgreementText  # noqa: PLC0415
    from korus_portal.files.actions import keep_made  # noqa: PLC0415 - needs Django
    from tests.agreements.factories import AgreementFactory  # noqa: PLC0415 - needs Django

    made = AgreementFactory.create(
        signed=True,
        centre=world.centre,
        municipality=world.municipality,
        created_by=world.draft.registered_by,
    )
    text = made.texts.get()
    text.origin = AgreementText.Origin.TEMPLATE
    text.save()
    file = keep_made(name="signert.pdf", content_type="application/pdf", content=b"%PDF-1.7")
    AgreementDocument.objects.create(text=text, kind="signed", file=file)
    return text


def package(world: Any) -> list[Any]:
    return [signed_text(world).agreement_id]


def document_made(world: Any) -> list[Any]:
    text = signed_text(world)
    return [text.agreement_id, text.number, "pdf"]


def document_signed(world: Any) -> list[Any]:
    text = signed_text(world)
    return [text.agreement_id, text.documents.get(kind="signed").pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "agreements:agreement_package": package,
    "agreements:agreement_spread": lambda _world: [],
    "agreements:agreement_spread_file": lambda _world: [],
    "agreements:agreement_check": lambda _world: [],
    "agreements:document_made": document_made,
    "agreements:document_signed": document_signed,
}
