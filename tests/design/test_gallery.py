"""The gallery is complete: what is not shown there does not exist."""

import inspect
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from korus_portal.accounts.models import User
from korus_portal.design.templatetags import ui

ROOT = Path(__file__).resolve().parent.parent.parent
GALLERY = "".join(path.read_text() for path in (ROOT / "templates/design").glob("*.html"))
COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))


@pytest.mark.parametrize("tag", sorted(ui.register.tags))
def test_every_component_is_in_the_gallery(tag: str) -> None:
    assert re.search(rf"{{% {tag}\b", GALLERY)


@pytest.mark.parametrize("tag", sorted(ui.register.tags))
def test_every_component_has_a_template_and_says_how_it_is_used(tag: str) -> None:
    assert (ROOT / f"templates/components/{tag}.html").exists()
    assert inspect.getdoc(inspect.unwrap(getattr(ui, tag)))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_template_says_what_it_takes(path: Path) -> None:
    assert re.match(r"(\{% load [^%]+%\})?\{# .+ #\}", path.read_text())


def test_the_gallery_opens_for_who_is_signed_in(client: Client, userorg: User) -> None:
    client.force_login(userorg)
    page = client.get(reverse("design:gallery")).content.decode()
    assert page.count("<h1") == 1
    assert "style=" not in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_gallery_is_not_for_visitors(client: Client, db: None) -> None:
    response = client.get(reverse("design:gallery"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
