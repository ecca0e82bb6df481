"""Answering in a real browser: on a wide screen, on a phone, and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from assignments.mapping.models import Campaign, Invitation, Question
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.fixtures_browser import Visitors
from tests.mapping.factories import answered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def seems_right(page: Page, width: int) -> None:
    """Nothing for axe to find, and nothing to scroll sideways for."""
    hits = Axe().run(page).response["violations"]
    assert [(hit["id"], [node["html"] for node in hit["nodes"]]) for hit in hits] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1280, 320])
def test_an_answer_is_saved_as_it_is_chosen_and_continued_on_another_device(
    browser_context_factory: Visitors, invitation: Invitation, level: Question, width: int
) -> None:
    address = reverse("mapping:answer", args=[invitation.key])
    page = browser_context_factory(None, viewport={"width": width, "height": 900}).new_page()
    page.goto(address)
    seems_right(page, width)
    question = page.get_by_role("group", name=level.text_nb)
    question.get_by_label("Ikke besvart").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".mapping-saved")).to_have_text("Lagret")
    assert invitation.answers.get().level == 5
    other = browser_context_factory(None).new_page()
    other.goto(address)
    group = other.get_by_role("group", name=level.text_nb)
    expect(group.get_by_label("5 – i svært stor grad")).to_be_checked()
    other.get_by_role("button", name="Send inn").click()
    expect(other.get_by_text("Svarene er sendt inn").first).to_be_visible()
    invitation.refresh_from_db()
    assert invitation.submitted_at is not None


def test_what_could_not_be_saved_is_said(
    browser_context_factory: Visitors, opened: Campaign, invitation: Invitation, level: Question
) -> None:
    page = browser_context_factory(None).new_page()
    page.goto(reverse("mapping:answer", args=[invitation.key]))
    page.context.set_offline(True)
    page.get_by_role("group", name=level.text_nb).get_by_label("2 – i liten grad").check()
    expect(page.locator(".mapping-saved")).to_contain_text("Ikke lagret")
    page.context.set_offline(False)
    expect(page.locator(".mapping-saved")).to_have_text("Lagret")
    assert invitation.answers.get().level == 2


def test_it_is_answered_without_scripts(
    browser_context_factory: Visitors, invitation: Invitation, level: Question
) -> None:
    page = browser_context_factory(None, java_script_enabled=False).new_page()
    page.goto(reverse("mapping:answer", args=[invitation.key]))
    page.get_by_role("group", name=level.text_nb).get_by_label("2 – i liten grad").check()
    page.get_by_role("button", name="Lagre og fortsett senere").click()
    expect(page.get_by_text("Svarene er lagret. Bruk den samme lenken")).to_be_visible()
    assert invitation.answers.get().level == 2


@pytest.mark.parametrize("width", [1280, 320])
def test_a_centre_reads_the_results_and_a_municipality_its_own(
    browser_context_factory: Visitors,
    opened: Campaign,
    adviser: User,
    contact: User,
    municipality: Municipality,
    width: int,
) -> None:
    answered(opened, municipality, level=4, wish="course")
    size = {"width": width, "height": 900}
    page = browser_context_factory(adviser, viewport=size).new_page()
    for name in ("campaign_detail", "campaign_invite", "invitation_list", "results"):
        page.goto(reverse(f"mapping:{name}", args=[opened.pk]))
        seems_right(page, width)
    page.get_by_role("link", name="Alta").first.click()
    seems_right(page, width)
    own = browser_context_factory(contact, viewport=size).new_page()
    own.goto(reverse("mapping:municipality_profile", args=["5601"]))
    own.get_by_role("button", name="Del med statsforvalteren").click()
    expect(own.get_by_text("Delt med statsforvalteren.")).to_be_visible()
