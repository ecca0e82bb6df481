"""What a receiver of a link does: answer as one goes along, and send in."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assignments.mapping import rules
from assignments.mapping.models import Answer, Campaign, Invitation, Question

LEVELS = range(1, 6)


class LinkClosedError(Exception):
    """The mapping is closed, past its deadline or not opened: the link does nothing now."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(invitation.pk)
        self.invitation = invitation


class NotAskedError(Exception):
    """The question is not one of the mapping's, or the answer is none of its answers."""


class NothingAnsweredError(Exception):
    """Sent in without a single answer."""


@transaction.atomic
def save_answers(*, key: UUID, answers: Mapping[int, str]) -> Invitation:
    """Store answers by question: a level, a wish, or empty to take the answer back."""
    invitation = hold(key)
    asked = {row.pk: row for row in invitation.campaign.questions.all()}
    for pk, text in answers.items():
        if pk not in asked:
            raise NotAskedError
        save_answer(invitation, asked[pk], text)
    if invitation.started_at is None:
        invitation.started_at = timezone.now()
        invitation.save(update_fields=["started_at"])
    return invitation


@transaction.atomic
def send_in(*, key: UUID, answers: Mapping[int, str]) -> Invitation:
    """Store the answers and let them count. Sent twice it is sent once."""
    invitation = save_answers(key=key, answers=answers)
    if not invitation.answers.exists():
        raise NothingAnsweredError
    if invitation.submitted_at is None:
        invitation.submitted_at = timezone.now()
        invitation.save(update_fields=["submitted_at"])
    return invitation


def hold(key: UUID) -> Invitation:
    """The invitation, held; what its campaign is, is read after that (see close_campaign)."""
    invitation = Invitation.objects.select_for_update().get(key=key)
    invitation.campaign = Campaign.objects.get(pk=invitation.campaign_id)
    if not rules.is_answerable(invitation, on=timezone.localdate()):
        raise LinkClosedError(invitation)
    return invitation


def save_answer(invitation: Invitation, question: Question, text: str) -> None:
    if text == "":
        invitation.answers.filter(question=question).delete()
        return
    given = read(question, text)
    Answer.objects.update_or_create(
        invitation=invitation,
        question=question,
        defaults={**given, "saved_at": timezone.now()},
    )


def read(question: Question, text: str) -> dict[str, object]:
    """The columns of an answer, from what the form sent."""
    if question.kind == Question.Kind.WISH and text in Answer.Wish:
        return {"level": None, "wish": text}
    if question.kind == Question.Kind.COMPETENCE and text in {str(level) for level in LEVELS}:
        return {"level": int(text), "wish": ""}
    raise NotAskedError
