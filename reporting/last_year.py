"""What the report of the year before said in the same place."""

from reporting.models import AnnualReport, ReportAnswer, ReportEntry, ReportSection
from reporting.targets import Part, Row


def texts_before(report: AnnualReport, part: Part) -> dict[str, str]:
    """By field; empty when the centre handed in no report, or none with this part."""
    before = received_before(report)
    row = before and same_row(before, part.row)
    return {field: getattr(row, field) for field in part.labels} if row else {}


def received_before(report: AnnualReport) -> AnnualReport | None:
    """The centre's latest report of the year before that is in force at the directorate."""
    versions = AnnualReport.objects.received().filter(centre=report.centre_id, year=report.year - 1)
    return versions.defer("figures").order_by("-number").first()


def same_row(before: AnnualReport, row: Row) -> Row | None:
    """The same chapter, tiltak, satsing, point number of the same scheme, or duty."""
    match row:
        case ReportSection():
            return before.sections.filter(key=row.key).first()
        case ReportEntry():
            same = {"assignment": row.assignment_id, "initiative": row.initiative_id}
            return before.entries.filter(**same).first()
        case ReportAnswer():
            return same_answer(before, row)


def same_answer(before: AnnualReport, row: ReportAnswer) -> ReportAnswer | None:
    if row.item is None:
        return before.answers.filter(task=row.task_id).first()
    same = {"item__number": row.item.number, "item__grant__scheme": row.item.grant.scheme}
    return before.answers.filter(**same).first()
