"""Pointing from an answer to rows of the centre's year."""

from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from reporting import answers
from reporting.actions.writing import writing
from reporting.models import AnswerLink, ReportAnswer


class NoSuchRowError(Exception):
    """The row is not one of the centre's, or not of the year."""

    def __str__(self) -> str:
        return _("Raden hører ikke til senterets arbeid i året.")


def link_row(*, answer: ReportAnswer, kind: str, row: int, by: User) -> AnswerLink:
    """Point to a row. Done twice, it is done once. Raises NotADraftError, NoSuchRowError."""
    with writing(answer.report, by) as locked:
        if not answers.linkable(locked, kind).filter(pk=row).exists():
            raise NoSuchRowError
        link, _created = AnswerLink.objects.get_or_create(
            answer=answer, **{f"{kind}_id": row}, defaults={"added_by": by}
        )
    return link


def unlink_row(*, answer: ReportAnswer, link: int, by: User) -> None:
    """Point no longer. Raises NotADraftError."""
    with writing(answer.report, by):
        answer.links.filter(pk=link).delete()
