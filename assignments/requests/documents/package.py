"""The case as one ZIP, written piece by piece: at most one attachment is in memory."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from typing import IO

from assignments.requests import noark
from assignments.requests.documents import case_pdf
from assignments.requests.documents.gathering import CaseFile
from assignments.requests.documents.papers import Paper, file_paths, papers_of, paths_of
from assignments.requests.models import AttachmentContent

PDF = "sak.pdf"


def write(file: IO[bytes], case: CaseFile, advance: Callable[[int, int], None]) -> None:
    """`advance` is told how far it has come."""
    paths, papers = file_paths(case), papers_of(case)
    total = len(paths) + 1
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        advance(0, total)
        made = case_pdf.make(case)
        archive.writestr(PDF, made)
        _write_metadata(archive, case, papers, made)
        for paper, path in paths_of(papers):
            archive.writestr(path, paper.content)
        for done, (pk, path) in enumerate(paths.items(), start=1):
            advance(done, total)
            archive.writestr(path, bytes(AttachmentContent.objects.get(pk=pk).content))
        advance(total, total)


def _write_metadata(
    archive: zipfile.ZipFile, case: CaseFile, papers: list[Paper], pdf: bytes
) -> None:
    stored = noark.stored_file(
        PDF,
        "application/pdf",
        key=f"{case.request.pk}-{case.gathered_at.isoformat()}",
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        at=case.gathered_at,
        by="KORUS-portalen",
    )
    found = noark.metadata(case, papers, stored)
    archive.writestr("metadata.xml", noark.as_xml(found))
    archive.writestr("metadata.json", json.dumps({"arkiv": found}, ensure_ascii=False, indent=2))
