"""The logs say which page was asked for, and never the key that opens it."""

import logging
import secrets
from uuid import uuid4

import pytest
from django.core.signing import Signer
from django.urls import reverse

from korus_portal.audit.lines import KeylessFormatter


@pytest.mark.parametrize("name", ["guest_case", "guest_confirm", "guest_write"])
def test_the_key_of_a_personal_link_stands_in_no_line(name: str) -> None:
    signed = Signer(salt="requests.guest", sep=".").sign(uuid4().hex)
    for key in (signed, secrets.token_urlsafe(32)):
        path = reverse(f"requests:{name}", args=[key])
        record = logging.LogRecord("django.request", 30, "x.py", 1, "Gone: %s", (path,), None)
        line = KeylessFormatter("%(message)s").format(record)
        assert line == f"Gone: {reverse(f'requests:{name}', args=['KEY']).replace('KEY', '***')}"


@pytest.mark.parametrize(
    "line",
    [
        "Not Found: /henvendelser/2026-00012/hva-som-er-skrevet-om-kommunen/",
        "GET /static/css/requests.css?v=1234 HTTP/1.1",
        'File "/usr/lib/python3.11/site-packages/django/core/handlers/exception.py", line 55',
        "Not Found: /kommuner/5601-alta/",
    ],
)
def test_other_lines_stand_as_they_are(line: str) -> None:
    record = logging.LogRecord("x", 30, "x.py", 1, line, (), None)
    assert KeylessFormatter("%(message)s").format(record) == line
