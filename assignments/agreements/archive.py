"""An agreement as one archive package: its documents, and what they are in the words of Noark 5.

Both sides put the same package into their archives; each finds its own case number there.
"""

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.agreements import documents
from assignments.agreements.models import Agreement, AgreementDocument, AgreementText
from assignments.requests.noark import Element, as_xml, stored_file
from korus_portal.files.models import StoredContent, StoredFile

FINISHED = "Dokumentet er ferdigstilt"
PORTAL = "KORUS-portalen"


@dataclass(frozen=True)
class Piece:
    """One file of the package."""

    path: str
    title: str
    file: StoredFile
    is_main: bool


def write(file: IO[bytes], agreement: Agreement, texts: Sequence[AgreementText]) -> None:
    """Every version with its documents, one at a time in memory, and the metadata."""
    pieces = {text.pk: pieces_of(text) for text in texts}
    found = metadata(agreement, texts, pieces)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("metadata.xml", as_xml(found))
        archive.writestr(
            "metadata.json", json.dumps({"arkiv": found}, ensure_ascii=False, indent=2)
        )
        for piece in (one for some in pieces.values() for one in some):
            if piece.file.is_readable:
                content = StoredContent.objects.get(file=piece.file)
                archive.writestr(piece.path, bytes(content.content))


def pieces_of(text: AgreementText) -> list[Piece]:
    """The signed papers and what was made of the template; the PDF is made where it was not."""
    if text.origin == AgreementText.Origin.TEMPLATE:
        documents.pdf_of(text)
    rows = text.documents.select_related("file").order_by("pk")
    order = {AgreementDocument.Kind.SIGNED: 0, AgreementDocument.Kind.PDF: 1}
    ordered = sorted(rows, key=lambda row: order.get(AgreementDocument.Kind(row.kind), 2))
    return [
        Piece(
            path=f"versjon-{text.number}/{at}-{name_in_archive(row)}",
            title=row.file.name,
            file=row.file,
            is_main=at == 1,
        )
        for at, row in enumerate(ordered, start=1)
    ]


def name_in_archive(row: AgreementDocument) -> str:
    """A name of letters that every system can hold, with the file's own ending."""
    ending = row.file.name.rpartition(".")[2].lower() if "." in row.file.name else "bin"
    usual = ending if ending.isalnum() and ending.isascii() else "bin"
    return f"{'signert' if row.kind == AgreementDocument.Kind.SIGNED else 'avtale'}.{usual}"


def metadata(
    agreement: Agreement, texts: Sequence[AgreementText], pieces: dict[int, list[Piece]]
) -> Element:
    """The `arkiv` with one `mappe`, and one `journalpost` for each version."""
    maker = agreement.centre.organisation
    folder = folder_of(agreement)
    folder["registrering"] = [entry_of(agreement, text, pieces[text.pk]) for text in texts]
    return {
        "systemID": identity("arkiv", maker.pk),
        "tittel": _("Avtaler i KORUS-portalen"),
        "arkivskaper": {"arkivskaperID": maker.number, "arkivskaperNavn": str(maker)},
        "arkivdel": {
            "systemID": identity("arkivdel-avtaler", maker.pk),
            "tittel": _("Avtaler med innsatskommuner"),
            "mappe": folder,
        },
    }


def folder_of(agreement: Agreement) -> Element:
    closing = {"avsluttetDato": agreement.ended_on.isoformat()} if agreement.ended_on else {}
    is_open = agreement.state in (Agreement.State.OFFERED, Agreement.State.SIGNED)
    return {
        "systemID": identity("avtale", agreement.pk),
        "mappeID": agreement.centre_case_number or str(agreement.pk),
        "tittel": agreement.title,
        "dokumentmedium": "Elektronisk arkiv",
        "opprettetDato": moment(agreement.created_at),
        "opprettetAv": str(agreement.created_by),
        **closing,
        "virksomhetsspesifikkeMetadata": own(agreement),
        "part": [
            {"partNavn": str(agreement.centre), "partRolle": _("Senter")},
            {"partNavn": str(agreement.municipality), "partRolle": _("Kommune")},
        ],
        "merknad": {
            "merknadstekst": _("Portalen har ikke vurdert om noe er unntatt offentlighet."),
            "merknadsdato": moment(timezone.now()),
            "merknadRegistrertAv": PORTAL,
        },
        "registrering": [],
        "saksaar": agreement.starts_on.year,
        "saksdato": timezone.localdate(agreement.created_at).isoformat(),
        "administrativEnhet": str(agreement.centre),
        "saksansvarlig": str(agreement.centre),
        "saksstatus": "Under behandling" if is_open else "Avsluttet",
    }


def own(agreement: Agreement) -> Element:
    """What has no name in Noark: both sides' own numbers, the period and the state."""
    return {
        "senteretsSaksnummer": agreement.centre_case_number,
        "kommunensSaksnummer": agreement.municipality_case_number,
        "kommunenummer": agreement.municipality.code,
        "fra": agreement.starts_on.isoformat(),
        "til": agreement.ends_on.isoformat(),
        "status": agreement.get_state_display(),
        "avsluttetGrunn": agreement.ended_reason,
        "politiskOrgan": agreement.political_body,
        "politiskSak": agreement.political_case,
        "politiskVedtatt": agreement.political_on.isoformat() if agreement.political_on else "",
    }


def entry_of(agreement: Agreement, text: AgreementText, pieces: Sequence[Piece]) -> Element:
    """One version as a `journalpost`: the first paper is the main document."""
    at, by = moment(text.made_at), str(text.made_by)
    title = _("%(title)s, versjon %(number)s") % {"title": agreement.title, "number": text.number}
    day = timezone.localdate(text.made_at).isoformat()
    return {
        "systemID": identity("avtale-versjon", text.pk),
        "opprettetDato": at,
        "opprettetAv": by,
        "arkivertDato": at,
        "arkivertAv": PORTAL,
        "dokumentbeskrivelse": [
            described(text, piece, number) for number, piece in enumerate(pieces, start=1)
        ],
        "tittel": title,
        "forfatter": by,
        "korrespondansepart": [
            {"korrespondanseparttype": "Avsender", "korrespondansepartNavn": str(agreement.centre)},
            {
                "korrespondanseparttype": "Mottaker",
                "korrespondansepartNavn": str(agreement.municipality),
            },
        ],
        "virksomhetsspesifikkeMetadata": {"underskrift": list(signatures_of(text))},
        "journalposttype": "Utgående dokument",
        "journalstatus": "Journalført",
        "journaldato": day,
        "dokumentetsDato": day,
        "antallVedlegg": max(len(pieces) - 1, 0),
    }


def signatures_of(text: AgreementText) -> Iterator[Element]:
    for row in text.signatures.all():
        yield {
            "side": row.get_side_display(),
            "hvem": row.signatory,
            "rolle": row.get_capacity_display(),
            "delegasjonsvedtak": row.delegation,
            "dato": row.signed_on.isoformat(),
            "maate": row.get_way_display(),
            "sjekksum": row.sha256,
        }


def described(text: AgreementText, piece: Piece, number: int) -> Element:
    at, by = moment(text.made_at), str(text.made_by)
    found: dict[str, Any] = {
        "systemID": identity("avtale-dokument", piece.file.pk),
        "dokumenttype": "Avtale",
        "dokumentstatus": FINISHED,
        "tittel": piece.title,
        "opprettetDato": at,
        "opprettetAv": by,
        "tilknyttetRegistreringSom": "Hoveddokument" if piece.is_main else "Vedlegg",
        "dokumentnummer": number,
        "tilknyttetDato": at,
        "tilknyttetAv": by,
    }
    if piece.file.is_readable:
        file = piece.file
        kept = {"size": file.size, "sha256": file.sha256, "at": file.uploaded_at}
        key = f"avtale-{file.pk}"
        stored = stored_file(piece.path, file.content_type, key=key, by=by, **kept)
        found["dokumentobjekt"] = stored
    return found


def identity(kind: str, key: object) -> str:
    """The same thing has the same id in every package."""
    return str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/arkiv/{kind}/{key}"))


def moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def name_of(agreement: Agreement) -> str:
    return f"avtale-{agreement.pk}.zip"
