"""Who may do what with feedback, and when. Pure questions: no writes, no HTTP."""

from datetime import date

from assignments.feedback.models import Answer, FeedbackForm
from assignments.plans.rules import can_lead_centre, works_at
from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds, is_directorate
from korus_portal.accounts.models import Role
from korus_portal.notifications.redaction import is_left

MOST_QUESTIONS = 3


def can_ask(user: Viewer) -> bool:
    """Whether the person is at a centre, and so may make forms."""
    return holds(user, Role.ADVISER, Role.LEADER)


def can_list(user: Viewer) -> bool:
    """Centres their own forms, user organisations those that go through them."""
    return holds(user, Role.ADVISER, Role.LEADER, Role.USER_ORGANISATION)


def can_see_results(user: Viewer) -> bool:
    """A centre its own figures; the directorate those of centres and themes."""
    return can_ask(user) or is_directorate(user)


def can_ask_for(user: Viewer, centre: Centre) -> bool:
    return works_at(user, centre)


def can_manage(user: Viewer, form: FeedbackForm) -> bool:
    """Comments are the centre's alone, so this is also who reads them."""
    return works_at(user, form.centre)


def can_redact(user: Viewer, answer: Answer) -> bool:
    return is_left(answer.comment) and can_lead_centre(user, answer.form.centre)


def is_open(form: FeedbackForm, *, on: date) -> bool:
    """Whether the link takes answers: not closed, not past its last day, and not about something
    that was deleted."""
    about = form.activity or form.assignment
    is_deleted = about is None or about.deleted_at is not None
    return form.closed_at is None and on <= form.closes_on and not is_deleted


def can_be_sent(form: FeedbackForm, *, on: date) -> bool:
    """The link goes by letter to the municipalities of an activity that they are asked about."""
    of_municipality = form.group == FeedbackForm.Group.MUNICIPALITY
    return of_municipality and form.activity is not None and is_open(form, on=on)
