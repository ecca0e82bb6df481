"""Everything that is done with feedback: asking, answering, closing, taking out a text."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assignments.feedback import letters, rules
from assignments.feedback.models import Answer, FeedbackForm
from assignments.feedback.values import FormValues, Given
from assignments.suppression import LEAST
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.redaction import redact


class FormEndedError(Exception):
    """The form is closed, or past its last day."""


class AlreadySentError(Exception):
    """The link has been sent to the municipalities before."""


class NobodyToTellError(Exception):
    """None of the municipalities has a contact in the portal."""


@transaction.atomic
def create_form(
    *, centre: Centre, values: FormValues, by: User, token: UUID | None = None
) -> FeedbackForm:
    """Make a form, open from now on. The same page sent twice makes one."""
    about = values.activity or values.assignment
    if not rules.can_ask_for(by, centre) or about is None or about.centre_id != centre.pk:
        raise PermissionDenied
    form = FeedbackForm(
        centre=centre,
        activity=values.activity,
        assignment=values.assignment,
        group=values.group,
        organisation=values.organisation,
        closes_on=values.closes_on,
        made_by=by,
        form_token=token,
    )
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        first = FeedbackForm.objects.filter(form_token=token, made_by=by).first()
        if token is None or first is None:
            raise
        return first
    form.questions.set(values.questions)
    record("feedback.form_made", form, by=by)
    if form.organisation is not None:
        letters.tell_organisation(form)
    return form


@transaction.atomic
def receive_answer(*, form: FeedbackForm, given: Given) -> None:
    """Store one answer, of nobody. Raises FormEndedError.

    Answers come into sight three at a time: whoever looks after each answer could else subtract
    to the newest. There is no actor, and nothing is returned: nobody is to hold on to the row.
    """
    locked = hold(form)
    if not rules.is_open(locked, on=timezone.localdate()):
        raise FormEndedError
    asked = set(locked.questions.values_list("code", flat=True))
    Answer.objects.create(
        form=locked,
        month=timezone.localdate().replace(day=1),
        useful=given.useful,
        close_to_practice=given.close_to_practice,
        more={code: score for code, score in given.more.items() if code in asked},
        comment=given.comment,
    )
    waiting = locked.answers.filter(is_shown=False)
    if waiting.count() >= LEAST:
        waiting.update(is_shown=True)


@transaction.atomic
def close_form(*, form: FeedbackForm, by: User) -> FeedbackForm:
    """Take no more answers. Closed twice it is closed once."""
    locked = hold(form)
    if not rules.can_manage(by, locked):
        raise PermissionDenied
    if not rules.is_open(locked, on=timezone.localdate()):
        raise FormEndedError
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at"])
    record("feedback.form_closed", locked, by=by)
    return locked


@transaction.atomic
def send_link(*, form: FeedbackForm, by: User) -> int:
    """Write to the municipalities' contacts, once. Returns how many there were."""
    locked = hold(form)
    if not rules.can_manage(by, locked):
        raise PermissionDenied
    if not rules.can_be_sent(locked, on=timezone.localdate()):
        raise FormEndedError
    if letters.is_sent(locked):
        raise AlreadySentError
    count = letters.send_link(locked)
    if not count:
        raise NobodyToTellError
    record("feedback.link_sent", locked, by=by)
    return count


@transaction.atomic
def redact_comment(*, answer: Answer, reason: str, by: User) -> Answer:
    """Take personal details out of a comment. No letter and no history holds it."""
    rows = Answer.objects.select_for_update(of=("self",)).select_related("form__centre")
    locked = rows.get(pk=answer.pk)
    if not rules.can_redact(by, locked):
        raise PermissionDenied
    redact(locked, ["comment"], by=by, reason=reason)
    return locked


def note_export(*, centre: Centre, year: int, by: User) -> None:
    """Tell the trail that the figures were taken out of the portal."""
    if not rules.can_see_results(by):
        raise PermissionDenied
    record("feedback.exported", centre, by=by, details={"year": year})


def hold(form: FeedbackForm) -> FeedbackForm:
    """The row, held until the transaction ends: answers to one form are counted in a row."""
    rows = FeedbackForm.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("centre", "activity", "assignment").get(pk=form.pk)
