"""A website is stored as people write it, and is a link everywhere."""

import pytest
from django.template.loader import render_to_string

from centres.models import Centre
from korus_portal.pages import directory


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("korus.no", "https://korus.no"),
        ("https://korus.no", "https://korus.no"),
        ("http://korus.no/nord", "http://korus.no/nord"),
        ("httpbin.example", "https://httpbin.example"),
    ],
)
def test_a_website_is_the_same_link_everywhere(written: str, link: str) -> None:
    centre = Centre(code="prove", website=written)
    for template in ("requests/_reach.html", "pages/_reach_centre.html"):
        assert f'href="{link}"' in render_to_string(template, {"centre": centre})
    [fact] = [fact for fact in directory.facts(centre) if fact.value == written]
    assert fact.href == link


def test_no_website_is_no_link() -> None:
    assert Centre(code="prove").website_url == ""
