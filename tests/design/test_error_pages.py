"""Error pages are pages: one heading, plain words, a way on; also without a request."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_no_request(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert page.count("<h1") == 1
    assert 'href="/"' in page
    assert "<title> –" not in page


def test_an_unknown_address_is_answered_in_norwegian(client: Client, db: None) -> None:
    response = client.get("/finnes-ikke/")
    assert response.status_code == 404
    assert "Siden finnes ikke" in response.content.decode()


def test_a_stale_form_is_explained(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("design:theme"), {"theme": "dark"})
    assert response.status_code == 403
    assert "Skjemaet var for gammelt" in response.content.decode()
