"""A report as one archive package: its documents, and what they are in the words of Noark 5.

Centre and directorate put the same package into their archives; each finds its own numbers there.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.agreements.archive import FINISHED, PORTAL, identity
from assignments.agreements.archive import moment as written_moment
from assignments.requests.noark import Element, as_xml, stored_file
from reporting.documents.content import Content
from reporting.documents.kinds import MIME
from reporting.documents.zips import pack
from reporting.models import ReportDocument

# In the order of the package; the first is the main document.
PIECES = [
    ReportDocument.Kind.PDF,
    ReportDocument.Kind.DOCX,
    ReportDocument.Kind.XLSX,
    ReportDocument.Kind.JSON,
    ReportDocument.Kind.CSV,
]
ENDINGS = {ReportDocument.Kind.CSV: "csv.zip"}


@dataclass(frozen=True)
class Piece:
    path: str
    title: str
    mime: str
    content: bytes
    is_main: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def make(content: Content, made: Mapping[str, bytes]) -> bytes:
    """From the other documents, which must be there."""
    pieces = [piece(content, kind, made[kind], number) for number, kind in enumerate(PIECES, 1)]
    found = metadata(content, pieces)
    described = json.dumps({"arkiv": found}, ensure_ascii=False, indent=2).encode()
    return pack(
        [
            ("metadata.xml", as_xml(found)),
            ("metadata.json", described),
            *[(piece.path, piece.content) for piece in pieces],
        ]
    )


def piece(content: Content, kind: ReportDocument.Kind, made: bytes, number: int) -> Piece:
    ending = ENDINGS.get(kind, kind.value)
    return Piece(
        path=f"{number}-arsrapport.{ending}",
        title=f"{content.title} ({kind.label})",
        mime=MIME[kind],
        content=made,
        is_main=number == 1,
    )


def metadata(content: Content, pieces: Sequence[Piece]) -> Element:
    """The `arkiv` with one `mappe` and one `journalpost`: the version that was handed in."""
    case = content.case
    folder = folder_of(content)
    folder["registrering"] = entry_of(content, pieces)
    return {
        "systemID": identity("arkiv", case["party"]),
        "tittel": _("Årsrapporter i KORUS-portalen"),
        "arkivskaper": {
            "arkivskaperID": case["party_number"],
            "arkivskaperNavn": case["party_name"],
        },
        "arkivdel": {
            "systemID": identity("arkivdel-rapporter", case["party"]),
            "tittel": _("Rapporter på tilskudd"),
            "mappe": folder,
        },
    }


def folder_of(content: Content) -> Element:
    case, at = content.case, written_moment(content.made_of)
    return {
        "systemID": identity("rapport-aar", f"{case['party']}-{case['year']}"),
        "mappeID": f"{case['year']}-{case['party']}",
        "tittel": content.title,
        "dokumentmedium": "Elektronisk arkiv",
        "opprettetDato": at,
        "opprettetAv": case["by"],
        "virksomhetsspesifikkeMetadata": own(content),
        "part": [
            {"partNavn": case["centre"], "partRolle": _("Senter")},
            {"partNavn": "Helsedirektoratet", "partRolle": _("Tilskuddsgiver")},
        ],
        "merknad": {
            "merknadstekst": _("Portalen har ikke vurdert om noe er unntatt offentlighet."),
            "merknadsdato": at,
            "merknadRegistrertAv": PORTAL,
        },
        "registrering": {},
        "saksaar": case["year"],
        "saksdato": timezone.localdate(content.made_of).isoformat(),
        "administrativEnhet": case["centre"],
        "saksansvarlig": case["by"],
        "saksstatus": "Avsluttet" if case["is_closed"] else "Under behandling",
    }


def own(content: Content) -> Element:
    """What has no name in Noark: the references of both sides, the state and the hash."""
    case = content.case
    return {
        "tilskuddsbrevReferanse": case["letters"],
        "soknadReferanse": case["applications"],
        "kanalReferanse": case["channel_reference"],
        "signertAv": case["signed_by"],
        "status": case["status"],
        "versjon": case["number"],
        "tallenesSjekksum": content.sha256,
        "maalform": content.language,
        "merking": list(content.marks),
    }


def entry_of(content: Content, pieces: Sequence[Piece]) -> Element:
    case, at = content.case, written_moment(content.made_of)
    day = timezone.localdate(content.made_of).isoformat()
    title = _("%(title)s, versjon %(number)s") % {"title": content.title, "number": case["number"]}
    return {
        "systemID": identity("rapport", f"{case['report']}-{content.language}"),
        "opprettetDato": at,
        "opprettetAv": case["by"],
        "arkivertDato": at,
        "arkivertAv": PORTAL,
        "dokumentbeskrivelse": [
            described(content, piece, number) for number, piece in enumerate(pieces, start=1)
        ],
        "tittel": title,
        "forfatter": case["by"],
        "korrespondansepart": [
            {"korrespondanseparttype": "Avsender", "korrespondansepartNavn": case["centre"]},
            {"korrespondanseparttype": "Mottaker", "korrespondansepartNavn": "Helsedirektoratet"},
        ],
        "journalposttype": "Utgående dokument",
        "journalstatus": "Journalført",
        "journaldato": day,
        "dokumentetsDato": day,
        "antallVedlegg": len(pieces) - 1,
    }


def described(content: Content, piece: Piece, number: int) -> Element:
    case, at = content.case, written_moment(content.made_of)
    key = f"{case['report']}-{content.language}-{number}"
    kept: dict[str, Any] = {
        "size": len(piece.content),
        "sha256": piece.sha256,
        "at": content.made_of,
        "by": case["by"],
    }
    return {
        "systemID": identity("rapport-dokument", key),
        "dokumenttype": "Rapport",
        "dokumentstatus": FINISHED,
        "tittel": piece.title,
        "opprettetDato": at,
        "opprettetAv": case["by"],
        "tilknyttetRegistreringSom": "Hoveddokument" if piece.is_main else "Vedlegg",
        "dokumentnummer": number,
        "tilknyttetDato": at,
        "tilknyttetAv": case["by"],
        "dokumentobjekt": stored_file(piece.path, piece.mime, key=f"rapport-{key}", **kept),
    }
