"""Tagged PDF (PDF/UA-1), set by typst from templates beside their callers and our own fonts."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings

from korus_portal.design import printable

FONTS = settings.BASE_DIR / "static" / "vendor" / "pdf-fonts"
# For every reader (PDF/UA-1), and for the archive (PDF/A-2a).
STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]


class DocumentError(Exception):
    """The PDF could not be made as it must be; the message is typst's own."""


def typeset(template: Path, data: dict[str, Any], *, at: datetime) -> bytes:
    """Any warning is an error: typst would put another font in place of a missing one."""
    try:
        made, warnings = typst.compile_with_warnings(
            str(template),
            root=str(template.parent),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(printable.everywhere(data))},
            pdf_standards=[*STANDARDS],
            timestamp=at,
        )
    except typst.TypstError as error:
        raise DocumentError(f"{error.message} {error.hints}") from error
    if warnings:
        raise DocumentError("; ".join(warning.message for warning in warnings))
    if not isinstance(made, bytes):
        raise DocumentError("typst gave no document")
    return made


def blocks(text: str) -> list[dict[str, Any]]:
    """Paragraphs as people write them: an empty line between, a dash before each list item."""
    found: list[dict[str, Any]] = []
    for part in printable.text(text).strip().split("\n\n"):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines:
            continue
        is_list = all(line.startswith(("- ", "• ", "* ")) for line in lines)
        items = [line[2:].strip() for line in lines] if is_list else lines
        found.append({"list": is_list, "lines": items})
    return found
