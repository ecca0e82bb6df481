"""Saying something about a text of a report, answering it, and calling it settled."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.notifications.outbox import notify
from reporting import comments, rules, targets
from reporting.actions.locking import lock_report
from reporting.models import AnnualReport, ReportComment
from reporting.targets import Target


@transaction.atomic
def add_comment(
    *, report: AnnualReport, target: Target, audience: str, text: str, by: User
) -> ReportComment:
    """Write beside a text. The same words by the same person about the same text, still open,
    are the same comment."""
    locked = lock_report(report.pk)
    if audience not in comments.audiences_for(by, locked):
        raise PermissionDenied
    told = {"target": target.name, "audience": audience, "text": text, "written_by": by}
    same = locked.comments.filter(**told, answers=None, resolved_at=None).first()
    if same is not None:
        return same
    comment = ReportComment.objects.create(report=locked, **told)
    tell(comment, target, by)
    return comment


@transaction.atomic
def reply(*, comment: ReportComment, target: Target, text: str, by: User) -> ReportComment:
    """Answer for the same readers. Sent twice, it is one answer."""
    locked = lock_report(comment.report_id)
    first = hold(comment, locked, by)
    told = {"target": first.target, "audience": first.audience, "text": text, "written_by": by}
    same = first.replies.filter(**told).first()
    if same is not None:
        return same
    answer = ReportComment.objects.create(report=locked, answers=first, **told)
    tell(answer, target, by)
    return answer


@transaction.atomic
def resolve(*, comment: ReportComment, by: User, is_open: bool = False) -> ReportComment:
    """Settled by somebody who may read and write there; `is_open` takes it up again."""
    held = hold(comment, lock_report(comment.report_id), by)
    if (held.resolved_at is None) == is_open:
        return held
    held.resolved_at, held.resolved_by = (None, None) if is_open else (timezone.now(), by)
    held.save(update_fields=["resolved_at", "resolved_by"])
    return held


def hold(comment: ReportComment, report: AnnualReport, by: User) -> ReportComment:
    """The first comment of the thread, if `by` may write to its readers."""
    if comment.audience not in comments.audiences_for(by, report):
        raise PermissionDenied
    found = ReportComment.objects.select_for_update().get(pk=comment.answers_id or comment.pk)
    found.report = report
    return found


def tell(comment: ReportComment, target: Target, by: User) -> None:
    """Whoever is responsible for the text, whoever spoke there before, and the one who sent the
    report in when the directorate speaks; only those who may read it. The words stay inside."""
    spoke = ReportComment.objects.filter(report=comment.report_id, target=comment.target)
    people = User.objects.filter(
        Q(pk__in=spoke.values("written_by")) | Q(pk=target.owner_id) | Q(pk=sender(comment))
    ).exclude(pk=by.pk)
    readers = [person for person in people if comments.can_read(person, comment)]
    for is_own in (True, False):
        notify(
            [who for who in readers if rules.belongs_to_centre(who, comment.report) == is_own],
            kind="reporting.commented",
            template="reporting/emails/commented",
            about=comment.report,
            path=target.href if is_own else targets.comments_url(comment.report),
            context={"label": target.label, "by": by},
        )


def sender(comment: ReportComment) -> int | None:
    is_to_both = comment.audience == ReportComment.Audience.DIRECTORATE
    return comment.report.submitted_by_id if is_to_both else None
