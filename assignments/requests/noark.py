"""A case in the words of Noark 5 (arkivstruktur, version 5), for the archives of both sides.

The elements and their order are those of arkivstruktur.xsd. What an archive decides for itself
is left to it: classification, sequence numbers of the journal, and whether anything is exempt
from public access (`skjerming`): the portal has not judged that, and says so in a remark.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.requests.documents.gathering import CaseFile
from assignments.requests.documents.papers import TEXT, Direction, Paper, file_paths, paths_of
from assignments.requests.models import Attachment

Element = dict[str, Any]
NAMESPACE = "http://www.arkivverket.no/standarder/noark5/arkivstruktur"
FINISHED = "Dokumentet er ferdigstilt"


def metadata(case: CaseFile, papers: list[Paper], pdf: Element) -> Element:
    """The `arkiv` with one `mappe`. `pdf` is the `dokumentobjekt` of the case as one document."""
    maker = case.archive_maker
    folder = _folder(case)
    paths = file_paths(case)
    folder["registrering"] = [
        *(_entry(case, paper, path, paths) for paper, path in paths_of(papers)),
        _whole(case, pdf),
    ]
    return {
        "systemID": _id("arkiv", maker.pk if maker else 0),
        "tittel": _("Henvendelser i KORUS-portalen"),
        "arkivskaper": {
            "arkivskaperID": maker.number if maker else "",
            "arkivskaperNavn": str(maker or ""),
        },
        "arkivdel": {
            "systemID": _id("arkivdel", maker.pk if maker else 0),
            "tittel": _("Henvendelser om støtte"),
            "mappe": folder,
        },
    }


def stored_file(path: str, content_type: str, *, key: str, **found: Any) -> Element:
    """A `dokumentobjekt`: one file of the package, with its `size`, `sha256`, `at` and `by`."""
    return {
        "systemID": _id("fil", key),
        "versjonsnummer": 1,
        "variantformat": "Produksjonsformat",
        "format": path.rsplit(".", 1)[-1].upper(),
        "pronomMIME": content_type,
        "opprettetDato": _at(found["at"]),
        "opprettetAv": found["by"],
        "referanseDokumentfil": path,
        "sjekksum": found["sha256"],
        "sjekksumAlgoritme": "SHA-256",
        "filstoerrelse": found["size"],
    }


def as_xml(found: Element) -> bytes:
    """The same as a document, well-formed whatever people have written."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}arkiv")
    _fill(root, found)
    ElementTree.indent(root)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _fill(parent: ElementTree.Element, found: Element) -> None:
    for name, value in found.items():
        for one in value if isinstance(value, list) else [value]:
            child = ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
            if isinstance(one, dict):
                _fill(child, one)
            else:
                child.text = "".join(sign for sign in str(one) if _is_allowed(sign))


def _is_allowed(sign: str) -> bool:
    """XML 1.0 has no place for most control characters and for halves of surrogate pairs."""
    code = ord(sign)
    return sign in "\t\n\r" or 0x20 <= code < 0xD800 or (code >= 0xE000 and code & 0xFFFE != 0xFFFE)


def _folder(case: CaseFile) -> Element:
    found = case.request
    year, number = found.case_number.split("-")
    closing = {"avsluttetDato": _at(found.ended_at), "avsluttetAv": str(found.ended_by or "")}
    return {
        "systemID": _id("mappe", found.pk),
        "mappeID": found.case_number,
        "tittel": str(found),
        "beskrivelse": str(found.theme or _("Uten tema")),
        "dokumentmedium": "Elektronisk arkiv",
        "opprettetDato": _at(found.submitted_at),
        "opprettetAv": found.sender,
        **(closing if found.ended_at else {}),
        "virksomhetsspesifikkeMetadata": _own(case),
        "part": list(_parties(case)),
        "merknad": {
            "merknadstekst": _("Portalen har ikke vurdert om noe er unntatt offentlighet."),
            "merknadsdato": _at(case.gathered_at),
            "merknadRegistrertAv": "KORUS-portalen",
        },
        "registrering": [],
        "saksaar": int(year),
        "sakssekvensnummer": int(number),
        "saksdato": _day(found.submitted_at),
        "administrativEnhet": str(found.centre),
        "saksansvarlig": str(found.adviser or found.centre),
        "saksstatus": "Under behandling" if found.is_open else "Avsluttet",
    }


def _own(case: CaseFile) -> Element:
    """What has no name in Noark: the portal's state, and both sides' own numbers."""
    found = case.request
    return {
        "status": found.get_status_display(),
        "kommunenummer": found.municipality.code,
        "kommunensSaksnummer": found.municipality_case_number,
        "senter": [
            {
                "navn": str(holder.centre),
                "rolle": holder.get_part_display(),
                "fra": _at(holder.since),
                "til": _at(holder.until) if holder.until else "",
                "senteretsSaksnummer": holder.own_case_number,
            }
            for holder in case.holders
        ],
    }


def _parties(case: CaseFile) -> Iterator[Element]:
    yield {"partNavn": str(case.request.municipality), "partRolle": _("Kommunen som spør")}
    for partner in case.partners:
        if partner.left_at is None:
            yield {"partNavn": str(partner.municipality), "partRolle": _("Kommune som er med")}
    for holder in case.holders:
        yield {"partNavn": str(holder.centre), "partRolle": holder.get_part_display()}


def _entry(case: CaseFile, paper: Paper, path: str, paths: dict[int, str]) -> Element:
    """A `journalpost`, or of an internal note an `arkivnotat`."""
    made = {"size": len(paper.content), "sha256": paper.sha256, "at": paper.at}
    text = stored_file(path, TEXT, key=paper.source, by=paper.author, **made)
    documents = [_document(paper, paper.title, 1, text)]
    for number, file in enumerate(paper.files, start=2):
        documents.append(_document(paper, file.name, number, _attached(file, paper, paths)))
    is_note = paper.direction == Direction.NOTE
    return {
        **_dated(paper.source, paper.at, paper.author),
        "dokumentbeskrivelse": documents,
        "tittel": paper.title,
        "forfatter": paper.author,
        "korrespondansepart": list(_correspondents(paper)),
        **({} if is_note else {"journalposttype": paper.direction.value}),
        **({} if is_note else {"journalstatus": "Journalført", "journaldato": _day(paper.at)}),
        "dokumentetsDato": _day(paper.at),
        "antallVedlegg": len(paper.files),
    }


def _whole(case: CaseFile, pdf: Element) -> Element:
    paper = Paper(
        key="sak",
        source=f"case-{case.request.pk}-{case.gathered_at.isoformat()}",
        title=_("Hele saken som ett dokument"),
        text="",
        at=case.gathered_at,
        author="KORUS-portalen",
        sender="KORUS-portalen",
        receiver="",
        direction=Direction.NOTE,
    )
    return {
        **_dated(f"{case.request.pk}-sak", paper.at, paper.author),
        "dokumentbeskrivelse": [_document(paper, paper.title, 1, pdf)],
        "tittel": paper.title,
        "forfatter": paper.author,
        "korrespondansepart": list(_correspondents(paper)),
        "dokumentetsDato": _day(paper.at),
        "antallVedlegg": 0,
    }


def _dated(key: str, at: datetime, by: str) -> Element:
    return {
        "systemID": _id("registrering", key),
        "opprettetDato": _at(at),
        "opprettetAv": by,
        "arkivertDato": _at(at),
        "arkivertAv": "KORUS-portalen",
    }


def _document(paper: Paper, title: str, number: int, stored: Element | None) -> Element:
    described = {
        "systemID": _id("dokument", f"{paper.source}-{number}"),
        "dokumenttype": "Brev" if number == 1 else "Vedlegg",
        "dokumentstatus": FINISHED,
        "tittel": title,
        "opprettetDato": _at(paper.at),
        "opprettetAv": paper.author,
        "tilknyttetRegistreringSom": "Hoveddokument" if number == 1 else "Vedlegg",
        "dokumentnummer": number,
        "tilknyttetDato": _at(paper.at),
        "tilknyttetAv": paper.author,
    }
    return described | ({"dokumentobjekt": stored} if stored else {})


def _attached(file: Attachment, paper: Paper, paths: dict[int, str]) -> Element | None:
    """None for a file that cannot be read: its name is kept, the file is not in the package."""
    if file.pk not in paths:
        return None
    made = {"size": file.size, "sha256": file.sha256, "at": file.uploaded_at, "by": paper.author}
    return stored_file(paths[file.pk], file.content_type, key=f"vedlegg-{file.pk}", **made)


def _correspondents(paper: Paper) -> Iterable[Element]:
    yield _correspondent("Avsender", paper.sender, paper.author)
    if paper.receiver:
        yield _correspondent("Mottaker", paper.receiver, "")


def _correspondent(kind: str, name: str, person: str) -> Element:
    found: Element = {"korrespondanseparttype": kind, "korrespondansepartNavn": name}
    return found | ({"kontaktperson": person} if person else {})


def _id(kind: str, key: object) -> str:
    """The same thing has the same id in every export."""
    return str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/arkiv/{kind}/{key}"))


def _at(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def _day(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()
