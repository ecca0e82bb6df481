"""Comments beside the texts of a report: who may write to whom, and what each reader sees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from korus_portal.accounts.access import Viewer, is_directorate
from korus_portal.accounts.models import User
from reporting import rules, targets
from reporting.models import AnnualReport, ReportComment
from reporting.targets import Target

Audience = ReportComment.Audience


@dataclass(frozen=True)
class Thread:
    comment: ReportComment
    replies: list[ReportComment]
    label: str
    href: str


def audiences_for(user: Viewer, report: AnnualReport) -> list[Audience]:
    """To whom the person may write about this version; nothing when it is not theirs, or when a
    newer version has taken its place. Who belongs to the centre speaks as the centre."""
    if report.status in AnnualReport.LEFT:
        return []
    if rules.belongs_to_centre(user, report):
        return [Audience.CENTRE, Audience.DIRECTORATE]
    if is_directorate(user) and report.received_at is not None:
        return [Audience.DIRECTORATE, Audience.OFFICE]
    return []


def can_read(user: Viewer, comment: ReportComment) -> bool:
    """The same as `visible_to`, of one person and one comment."""
    if rules.belongs_to_centre(user, comment.report):
        return comment.audience != Audience.OFFICE
    is_theirs = is_directorate(user) and comment.report.received_at is not None
    return is_theirs and comment.audience != Audience.CENTRE


def threads(
    report: AnnualReport, user: User, known: Mapping[str, Target], names: Iterable[str] | None
) -> list[Thread]:
    """Open ones first, each with its answers, in one query. Only the centre opens the forms."""
    is_own = rules.belongs_to_centre(user, report)
    visible = ReportComment.objects.visible_to(user).filter(report=report)
    if names is not None:
        visible = visible.filter(target__in=list(names))
    rows = list(visible.select_related("written_by", "resolved_by"))
    replies: dict[int, list[ReportComment]] = {}
    for row in rows:
        if row.answers_id:
            replies.setdefault(row.answers_id, []).append(row)
    found = []
    for row in rows:
        if row.answers_id is None:
            target = known.get(row.target)
            label = target.label if target else row.target
            href = target.href if target and is_own else ""
            found.append(Thread(row, replies.get(row.pk, []), label, href))
    return sorted(found, key=lambda thread: thread.comment.resolved_at is not None)


def beside(report: AnnualReport, user: User, names: list[str]) -> dict[str, Any]:
    """The comments in the margin of one part, and the choices of a new one."""
    audiences = audiences_for(user, report)
    return {
        "threads": threads(report, user, {}, names),
        "comment_targets": names,
        "audiences": audiences,
        "can_comment": bool(audiences),
    }


def page(report: AnnualReport, user: User, chosen: str, target: str) -> dict[str, Any]:
    """The page with all comments: those still open unless all are asked for, of one text or all."""
    known = targets.targets(report)
    names = [target] if target in known else None
    every = threads(report, user, known, names)
    shown = [row for row in every if chosen == "alle" or row.comment.resolved_at is None]
    audiences = audiences_for(user, report)
    return {
        "threads": shown,
        "hidden": len(every) - len(shown),
        "known": known.values(),
        "chosen": chosen,
        "target": target if target in known else "",
        "can_comment": bool(audiences),
        "audiences": audiences,
    }
