"""The form, its code and its figures in a real browser: wide, on a phone, and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from assignments.feedback.models import BankQuestion, FeedbackForm
from korus_portal.accounts.models import User
from tests.feedback.factories import answer
from tests.fixtures_browser import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def seems_right(page: Page, width: int) -> None:
    """Nothing for axe to find, and nothing to scroll sideways for."""
    hits = Axe().run(page).response["violations"]
    assert [(hit["id"], [node["html"] for node in hit["nodes"]]) for hit in hits] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1280, 320])
def test_it_is_answered_with_the_keyboard_and_leaves_no_cookie(
    browser_context_factory: Visitors, form: FeedbackForm, question: BankQuestion, width: int
) -> None:
    scheme = "dark" if width == 320 else "light"
    context = browser_context_factory(
        None, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(reverse("feedback:answer", args=[form.key]))
    seems_right(page, width)
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_text("Velg et svar.").first).to_be_visible()
    seems_right(page, width)
    for group in page.locator("fieldset").all():
        group.get_by_role("radio").first.focus()
        page.keyboard.press("ArrowUp")
    page.get_by_label("Kommentar").fill("En god dag")
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Takk for svaret")
    seems_right(page, width)
    assert context.cookies() == []
    given = form.answers.get()
    assert (given.useful, given.close_to_practice, given.more) == (5, 5, {"nytt": 5})


def test_it_is_answered_without_scripts_in_nynorsk(
    browser_context_factory: Visitors, form: FeedbackForm, question: BankQuestion
) -> None:
    page = browser_context_factory(None, java_script_enabled=False).new_page()
    page.goto(reverse("feedback:answer", args=[form.key]))
    page.get_by_role("link", name="Nynorsk").click()
    expect(page.get_by_role("group", name=question.name_nn)).to_be_visible()
    for group in page.locator("fieldset").all():
        group.get_by_role("radio").nth(3).check()
    page.locator("form button[type=submit]").click()
    expect(page).to_have_url(page.url.split("?")[0] + "?maalform=nn")
    assert form.answers.get().useful == 4


@pytest.mark.parametrize("width", [1280, 320])
def test_the_centre_shares_the_form_and_reads_its_figures(
    browser_context_factory: Visitors, form: FeedbackForm, leader: User, width: int
) -> None:
    answer(form, 5, 4, 2, more={"nytt": 3}, comment="En god dag")
    page = browser_context_factory(leader, viewport={"width": width, "height": 900}).new_page()
    sheet = reverse("feedback:form_sheet", args=[form.pk])
    for path in (
        form.get_absolute_url(),
        sheet,
        "/tilbakemelding/",
        f"/tilbakemelding/ny/?aktivitet={form.activity_id}",
        "/tilbakemelding/resultater/?aar=2025",
    ):
        page.goto(path)
        seems_right(page, width)
