"""The agreement as DOCX, filled into the portal's own template (`agreement.docx`).

The template has real heading styles, tables with header rows and its own fonts and colours. It can
be opened and changed in Word; `template.py` makes it anew from nothing.
"""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from assignments.agreements.documents.wording import Section, Wording
from korus_portal.design import printable
from korus_portal.design.typesetting import blocks

TEMPLATE = Path(__file__).with_name("agreement.docx")
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The first moment that a ZIP can tell.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def make(wording: Wording, *, at: datetime) -> bytes:
    template = DocxTemplate(TEMPLATE)
    template.render(payload(wording), autoescape=True)
    document = template.docx
    properties = document.core_properties
    properties.title, properties.subject = wording.title[:255], wording.subject[:255]
    properties.author = properties.last_modified_by = "KORUS-portalen"
    properties.language = f"{wording.language}-NO"
    moment = at.replace(tzinfo=None)
    properties.created = properties.modified = moment
    made = io.BytesIO()
    template.save(made)
    return steady(made.getvalue(), language=wording.language)


def payload(wording: Wording) -> dict[str, Any]:
    """Nothing is evaluated: values go into the template as text, and only what XML can hold."""
    data = {**vars(wording), "sections": [section(found) for found in wording.sections]}
    shown: dict[str, Any] = printable.everywhere(data)
    return shown


def section(found: Section) -> dict[str, Any]:
    parts = [
        {"is_item": block["list"], "text": line}
        for block in blocks(found.text)
        for line in block["lines"]
    ]
    return {**vars(found), "parts": parts}


def steady(content: bytes, *, language: str) -> bytes:
    """The same bytes for the same agreement: no clock in the archive. The language of the
    spelling is the agreement's own."""
    made = io.BytesIO()
    spelling = b'w:lang w:val="%s-NO"'
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        # The list of contents stands first, as Word writes it.
        for name in sorted(before.namelist(), key=lambda name: (name[0] != "[", name)):
            part = before.read(name)
            if name == "word/styles.xml":
                part = part.replace(spelling % b"nb", spelling % language.encode())
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(info, part)
    return made.getvalue()
