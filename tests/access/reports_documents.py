"""Who may open and send what about documents of annual reports, and check one."""

from collections.abc import Callable
from typing import Any

ALL = [200] * 10
OWN = [302, 404, 404, 200, 200, 404, 404, 404, 404, 404]
RECEIVED = [302, 404, 404, 200, 200, 404, 404, 404, 200, 404]
ASKED = [302, 404, 404, 302, 302, 404, 404, 404, 404, 404]
SENT = [302, 404, 404, 302, 302, 404, 404, 404, 302, 404]

GET: dict[str, list[int]] = {
    "reporting:document_download": OWN,
    "reporting:document_download#submitted": RECEIVED,
    "reporting:report_check": ALL,
    "reporting:report_documents": ASKED,
    "reporting:report_documents#submitted": SENT,
    "reporting:report_schema": ALL,
}

POST: dict[str, list[int]] = {
    "reporting:report_check": ALL,
    "reporting:report_documents": ASKED,
    "reporting:report_documents#submitted": SENT,
}

ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "reporting:report_check": lambda _world: [],
    "reporting:report_schema": lambda _world: [],
}
