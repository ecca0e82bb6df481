"""What stands of the answers, to whom, and what never does."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from assignments.activities.models import Activity
from assignments.feedback import actions, listing
from assignments.feedback.models import Answer, FeedbackForm
from assignments.feedback.results import results_for_report, tree_of
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.models import Municipality, Theme
from tests.factories import ActivityFactory, AssignmentFactory, ThemeFactory
from tests.feedback.factories import FeedbackFormFactory, answer, end

RESULTS = "/tilbakemelding/resultater/"
CSV = "/tilbakemelding/resultater.csv"


def own_page(client: Client, form: FeedbackForm) -> str:
    return client.get(form.get_absolute_url()).content.decode()


def test_two_answers_show_nothing_and_the_third_shows_them(
    as_adviser: Client, form: FeedbackForm
) -> None:
    answer(form, 5, 5, more={"nytt": 5}, comment="Bra dag")
    page = own_page(as_adviser, form)
    assert "færre enn 3" in page
    assert "Bra dag" not in page
    answer(form, 2, more={"nytt": 2})
    page = own_page(as_adviser, form)
    assert "minst 3" in page
    assert "4,0" in page
    assert "67\N{NO-BREAK SPACE}%" in page
    assert "Bra dag" in page


def test_the_newest_answer_cannot_be_found_by_looking_after_each(
    as_adviser: Client, form: FeedbackForm
) -> None:
    answer(form, 5, 5, 5, more={"nytt": 5})
    before = own_page(as_adviser, form)
    answer(form, 1, more={"nytt": 1}, comment="Alene om dette")
    answer(form, 1, more={"nytt": 1})
    assert own_page(as_adviser, form).count("Alene om dette") == 0
    assert "minst 3" in before
    assert "5,0" in own_page(as_adviser, form)
    answer(form, 1, more={"nytt": 1})
    assert "minst 6" in own_page(as_adviser, form)


def test_comments_stand_by_the_alphabet(as_adviser: Client, form: FeedbackForm) -> None:
    for comment in ("Åpent", "bra", "Alt gikk fint"):
        answer(form, 4, more={"nytt": 4}, comment=comment)
    page = own_page(as_adviser, form)
    assert page.index("Alt gikk fint") < page.index("bra</p>") < page.index("Åpent")


def test_small_groups_of_an_activity_stand_together_when_they_are_closed(
    adviser: User, course: Activity, form: FeedbackForm
) -> None:
    other = FeedbackFormFactory.create(activity=course, made_by=adviser, group="municipality")
    answer(form, 5, 5)
    answer(other, 1, 1)
    panel = listing.panel_of(course, adviser)
    assert panel["feedback_cells"][0] == "færre enn 3"
    end(form)
    end(other)
    panel = listing.panel_of(course, adviser)
    assert panel["feedback_cells"][:2] == ["4", "3,0"]
    assert [row.opinion for row in panel["feedback_rows"]] == [None, None]


def test_the_panel_leads_to_the_forms_and_to_a_new_one(
    adviser: User, course: Activity, form: FeedbackForm
) -> None:
    answer(form, 5, 5, 5, more={"nytt": 5})
    shown = render_to_string("feedback/_activity_panel.html", listing.panel_of(course, adviser))
    assert form.get_absolute_url() in shown
    assert f"/tilbakemelding/ny/?aktivitet={course.pk}" in shown
    assert "5,0" in shown
    assert render_to_string("feedback/_activity_panel.html", {}).strip() == ""


def test_the_panel_is_empty_for_others(
    course: Activity, form: FeedbackForm, leader_elsewhere: User, contact: User, userorg: User
) -> None:
    for user in (leader_elsewhere, contact, userorg):
        assert listing.panel_of(course, user) == {}


@pytest.fixture
def year(
    centre: Centre,
    adviser: User,
    leader: User,
    theme: Theme,
    municipality: Municipality,
    form: FeedbackForm,
) -> Centre:
    """Six answers to one course, two each to two others; all of 2025 and closed."""
    tiltak = AssignmentFactory.create(
        centre=centre, created_by=leader, title="=Tidlig inn", with_themes=[theme]
    )
    answer(form, 5, 5, 5, 4, 4, 4)
    end(form)
    for number in (1, 2):
        course = ActivityFactory.create(
            centre=centre,
            registered_by=adviser,
            title=f"Lite kurs {number}",
            assignment=tiltak,
            with_themes=[ThemeFactory.create(code=f"annet_{number}")],
        )
        small = FeedbackFormFactory.create(activity=course, made_by=adviser)
        answer(small, 1, 1)
        end(small)
    return centre


def test_figures_stand_for_activity_tiltak_theme_and_centre(
    as_adviser: Client, year: Centre
) -> None:
    page = as_adviser.get(RESULTS, {"aar": "2025"}).content.decode()
    for caption in ("Senteret", "Etter tema", "Etter tiltak", "Etter aktivitet", "Etter skjema"):
        assert caption in page
    tables = dict(lines_of(as_adviser))
    assert tables["senter:KORUS Nord"] == "10;3,1;60;3,1;60"
    assert tables["tema:Rusmidler"] == "10;3,1;60;3,1;60"
    assert tables["tiltak:'=Tidlig inn"] == "4;1,0;0;1,0;0"
    assert tables["aktivitet:Samtaler om rus"] == "6;4,5;100;4,5;100"
    assert tables["aktivitet:Lite kurs 1"] == ";;;;"


def lines_of(client: Client, **query: str) -> list[tuple[str, str]]:
    """The lines of the file: level and name, and the figures."""
    text = client.get(CSV, {"aar": "2025", **query}).content.decode("utf-8-sig")
    cut = [line.split(";") for line in text.splitlines()[1:]]
    return [(f"{cells[0]}:{cells[1]}", ";".join(cells[2:7])) for cells in cut]


def test_the_file_holds_the_figures_of_the_page_and_no_comment(
    as_adviser: Client, year: Centre, form: FeedbackForm
) -> None:
    Answer.objects.update(comment="Hemmelig")
    text = as_adviser.get(CSV, {"aar": "2025"}).content.decode()
    assert "Hemmelig" not in text
    assert Event.objects.filter(kind="feedback.exported").count() == 1


def test_another_year_is_empty(as_adviser: Client, year: Centre) -> None:
    page = as_adviser.get(RESULTS).content.decode()
    assert "Ingen skjemaer i" in page


@pytest.mark.parametrize("aar", ["x", "1", "99999999999", ""])
def test_a_strange_year_is_this_one(as_adviser: Client, year: Centre, aar: str) -> None:
    assert as_adviser.get(RESULTS, {"aar": aar, "senter": "x"}).status_code == 200


def test_the_directorate_sees_centres_and_themes_and_nothing_below(
    as_directorate: Client, year: Centre
) -> None:
    tables = dict(lines_of(as_directorate))
    assert tables == {
        "senter:KORUS Nord": "10;3,1;60;3,1;60",
        "tema:Rusmidler": "10;3,1;60;3,1;60",
    }
    page = as_directorate.get(RESULTS, {"aar": "2025"}).content.decode()
    assert "Samtaler om rus" not in page


def test_another_centre_sees_none_of_it(leader_elsewhere: User, year: Centre) -> None:
    client = Client()
    client.force_login(leader_elsewhere)
    assert "Samtaler" not in client.get(RESULTS, {"aar": "2025"}).content.decode()
    assert "Samtaler" not in client.get("/tilbakemelding/").content.decode()


def test_the_annual_report_gets_what_the_page_shows(year: Centre, theme: Theme) -> None:
    found = results_for_report(year, 2025)
    assert found["forms"] == 3
    assert found["total"].n == 10
    assert found["themes"][theme.pk].n == 10
    assert found["assignments"][None].n == 6
    assert results_for_report(year, 2024)["total"] is None


def test_a_deleted_activity_counts_no_more(year: Centre, course: Activity, adviser: User) -> None:
    Activity.objects.filter(pk=course.pk).update(
        deleted_at="2025-04-01T12:00Z", deleted_by=adviser, deleted_reason="Feil"
    )
    assert results_for_report(year, 2025)["total"].n == 4


@pytest.mark.parametrize("many", [1, 12])
def test_a_year_costs_the_same_whatever_it_holds(
    adviser: User, centre: Centre, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        course = ActivityFactory.create(centre=centre, registered_by=adviser, title=f"K{number}")
        answer(FeedbackFormFactory.create(activity=course, made_by=adviser), 3, 3, 3)
    with django_assert_num_queries(2):
        tree_of(FeedbackForm.objects.filter(centre=centre).of_year(2025), year=2025)


def test_the_leader_takes_out_a_comment_and_an_adviser_does_not(
    as_leader: Client, adviser: User, leader: User, form: FeedbackForm
) -> None:
    answer(form, 4, 4, 4, more={"nytt": 4}, comment="Kari er syk")
    found = form.answers.first()
    assert found is not None
    with pytest.raises(PermissionDenied):
        actions.redact_comment(answer=found, reason="Navn", by=adviser)
    url = reverse("feedback:comment_redact", args=[form.pk, found.pk])
    assert "Kari er syk" in as_leader.get(url).content.decode()
    assert as_leader.post(url, {"reason": "Navn"}).status_code == 302
    found.refresh_from_db()
    assert found.comment == "[sladdet]"
    event = Event.objects.get(kind="redaction.text_redacted")
    assert (event.by_id, event.reason) == (leader.pk, "Navn")
    assert "Kari" not in str(Event.objects.values())
    with pytest.raises(PermissionDenied):
        actions.redact_comment(answer=found, reason="Navn", by=leader)


def test_a_comment_that_is_not_in_sight_cannot_be_opened(
    as_leader: Client, form: FeedbackForm
) -> None:
    answer(form, 4, comment="Alene om dette")
    found = form.answers.get()
    url = reverse("feedback:comment_redact", args=[form.pk, found.pk])
    assert as_leader.get(url).status_code == 404
