"""What the source of a centre's row does not vouch for, read from its English remarks.

A remark names cells and then doubts them: "host and home municipality: unverified",
"gambling theme: unverified", "current host not verified, left empty", "later status not checked".
"""

import re

COLUMNS = {
    "host": "host_organisation",
    "home municipality": "home_municipality",
    "website": "website",
    "status": "status",
    "name": "name",
    "name of the new centre": "successor",
}
DOUBT = r"(?:unverified|not verified|not re-checked|not checked|left empty)"
CELL = r"name of the new centre|home municipality|host|website|status|name|[a-z_]+ theme"
REMARK = re.compile(
    rf"\b(?P<cells>(?:{CELL})(?:(?:, | and )(?:{CELL}))*)(?: from the host)?:? {DOUBT}"
)


def columns(source: str) -> set[str]:
    """The columns that the source leaves in doubt; `fields` when it doubts a theme."""
    cells = _cells(source)
    return {COLUMNS[cell] for cell in cells if cell in COLUMNS} | (
        {"fields"} if themes(source) else set()
    )


def themes(source: str) -> set[str]:
    """Codes of the themes that the source leaves in doubt."""
    return {cell.removesuffix(" theme") for cell in _cells(source) if cell.endswith(" theme")}


def unreadable(source: str) -> str:
    """The first part of the source that doubts something we cannot name, else ''."""
    for part in re.split(r"[;()]", source):
        if re.search(DOUBT, part) and not REMARK.search(part):
            return part.strip()
    return ""


def _cells(source: str) -> list[str]:
    found = [remark["cells"] for remark in REMARK.finditer(source)]
    return [cell for cells in found for cell in re.split(r", | and ", cells)]
