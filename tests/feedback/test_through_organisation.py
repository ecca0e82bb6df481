"""Users and next of kin are asked through their organisation."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.activities.models import Activity
from assignments.feedback import actions
from assignments.feedback.models import FeedbackForm
from assignments.feedback.values import FormValues
from korus_portal.accounts.models import Organisation, Role, User
from korus_portal.notifications.models import Letter
from tests.factories import OrganisationFactory, UserFactory
from tests.feedback.conftest import signed_in
from tests.feedback.factories import answer


@pytest.fixture
def through(course: Activity, adviser: User, userorg: User) -> FeedbackForm:
    values = FormValues(
        activity=course,
        group=FeedbackForm.Group.SERVICE_USERS,
        organisation=userorg.memberships.get().organisation,
        closes_on=timezone.localdate() + timedelta(days=7),
    )
    return actions.create_form(centre=course.centre, values=values, by=adviser)


def test_the_organisation_is_told_by_letter(through: FeedbackForm, userorg: User) -> None:
    letter = Letter.objects.get(kind="feedback.organisation_asked")
    assert letter.to == userorg
    assert through.get_absolute_url() in letter.body


def test_it_sees_its_form_and_link_and_figures_and_no_comment(
    as_userorg: Client, through: FeedbackForm
) -> None:
    assert "Samtaler om rus" in as_userorg.get("/tilbakemelding/").content.decode()
    page = as_userorg.get(through.get_absolute_url()).content.decode()
    assert reverse("feedback:answer", args=[through.key]) in page
    assert "færre enn 3" in page
    assert "Avslutt nå" not in page
    answer(through, 5, 5, 4, comment="Dette er hemmelig")
    page = as_userorg.get(through.get_absolute_url()).content.decode()
    assert "minst 3" in page
    assert "4,7" in page
    assert "hemmelig" not in page
    sheet = reverse("feedback:form_sheet", args=[through.pk])
    assert as_userorg.get(sheet).status_code == 200


def test_it_may_not_close_or_redact(as_userorg: Client, through: FeedbackForm) -> None:
    answer(through, 5, 5, 4, comment="Dette er hemmelig")
    one = through.answers.values_list("pk", flat=True)[0]
    assert as_userorg.post(reverse("feedback:form_close", args=[through.pk])).status_code == 403
    assert as_userorg.post(reverse("feedback:form_send", args=[through.pk])).status_code == 403
    redact = reverse("feedback:comment_redact", args=[through.pk, one])
    assert as_userorg.get(redact).status_code == 403


def test_other_forms_and_other_organisations_are_apart(
    as_userorg: Client, through: FeedbackForm, form: FeedbackForm
) -> None:
    assert as_userorg.get(form.get_absolute_url()).status_code == 404
    party = OrganisationFactory.create(kind=Organisation.Kind.USER_ORGANISATION)
    stranger = UserFactory.create(email="annen@prove.example", role=(party, Role.USER_ORGANISATION))
    assert signed_in(stranger).get(through.get_absolute_url()).status_code == 404


def test_the_words_are_about_everyday_life(client: Client, through: FeedbackForm) -> None:
    page = client.get(reverse("feedback:answer", args=[through.key])).content.decode()
    assert "hverdagen din" in page
    assert "praksisen din" not in page


def test_the_database_holds_that_users_have_an_organisation(
    course: Activity, adviser: User
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackForm.objects.create(
            centre=course.centre,
            activity=course,
            group=FeedbackForm.Group.NEXT_OF_KIN,
            closes_on=timezone.localdate(),
            made_by=adviser,
        )
