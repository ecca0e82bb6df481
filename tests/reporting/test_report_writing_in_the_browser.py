"""Writing a report in Chromium: kept while it is typed, previewed, and never over a colleague's."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from korus_portal.accounts.models import User
from reporting.actions import writing
from reporting.models import AnnualReport, ReportSection, TypedText
from tests.fixtures_browser import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(report: AnnualReport) -> str:
    return reverse("reporting:section_edit", args=[report.pk, "introduction"])


def seems_right(page: Page, width: int) -> None:
    """Nothing for axe to find, and nothing to scroll sideways for."""
    hits = Axe().run(page).response["violations"]
    assert [(hit["id"], [node["html"] for node in hit["nodes"]]) for hit in hits] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_typed_text_is_kept_previewed_and_put_beside_a_colleagues(
    browser_context_factory: Visitors, address: str, adviser: User, leader: User
) -> None:
    context = browser_context_factory(
        adviser, viewport={"width": 320, "height": 800}, color_scheme="dark"
    )
    page = context.new_page()
    page.goto(address)
    text = page.get_by_role("textbox", name="Om året")
    text.fill("Et godt år")
    page.get_by_role("group", name="Utforming av teksten").get_by_role(
        "button", name="Overskrift"
    ).click()
    expect(text).to_have_value("## Et godt år")
    expect(page.get_by_text("3 ord")).to_be_visible()
    expect(page.get_by_text("Teksten er tatt vare på")).to_be_visible()
    assert TypedText.objects.get().fields == {"body": "## Et godt år"}
    page.get_by_role("button", name="Forhåndsvis").click()
    expect(
        page.locator("#forhandsvisning").get_by_role("heading", name="Et godt år")
    ).to_be_visible()
    expect(text).to_have_value("## Et godt år")
    page.goto(address)
    expect(page.get_by_text("som ikke er lagret")).to_be_visible()
    seems_right(page, 320)
    section = ReportSection.objects.get(key="introduction")
    writing.write_section(section=section, body="Deres tekst", version=section.version, by=leader)
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("heading", name="Noen andre lagret før deg")).to_be_visible()
    expect(page.get_by_text("Deres tekst")).to_be_visible()
    seems_right(page, 320)
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Lagret.", exact=True)).to_be_visible()
    section.refresh_from_db()
    assert section.body == "## Et godt år"
    assert not TypedText.objects.exists()


def test_without_javascript_one_previews_saves_and_comments(
    browser_context_factory: Visitors, address: str, adviser: User
) -> None:
    context = browser_context_factory(adviser, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("textbox", name="Om året").fill("- Først\n- Så")
    page.get_by_role("button", name="Forhåndsvis").click()
    expect(page.locator("#forhandsvisning li")).to_have_count(2)
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("heading", name="Deler av rapporten")).to_be_visible()
    page.goto(address)
    page.get_by_role("textbox", name="Ny kommentar").fill("Kort ned.")
    page.get_by_role("button", name="Legg til kommentar").click()
    expect(page.get_by_text("Kort ned.")).to_be_visible()
    assert ReportSection.objects.get(key="introduction").body == "- Først\n- Så"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_pages_hold_on_every_width(
    browser_context_factory: Visitors,
    report: AnnualReport,
    address: str,
    adviser: User,
    width: int,
    scheme: str,
) -> None:
    context = browser_context_factory(
        adviser, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    page = context.new_page()
    entry = report.entries.all()[0]
    for url in [
        report.get_absolute_url(),
        address,
        reverse("reporting:entry_edit", args=[report.pk, entry.pk]),
        reverse("reporting:report_texts", args=[report.pk]),
        reverse("reporting:report_answers", args=[report.pk]),
        reverse("reporting:report_comments", args=[report.pk]),
    ]:
        page.goto(url)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        seems_right(page, width)
