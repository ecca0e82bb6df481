"""The agreement as tagged PDF (PDF/UA-1, PDF/A-2a), set from `agreement.typ`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from assignments.agreements.documents.wording import Section, Wording
from korus_portal.design.typesetting import blocks, typeset

TEMPLATE = Path(__file__).with_name("agreement.typ")
CONTENT_TYPE = "application/pdf"


def make(wording: Wording, *, at: datetime) -> bytes:
    return typeset(TEMPLATE, payload(wording), at=at)


def payload(wording: Wording) -> dict[str, Any]:
    return {**vars(wording), "sections": [section(found) for found in wording.sections]}


def section(found: Section) -> dict[str, Any]:
    return {**vars(found), "blocks": blocks(found.text)}
