"""Where each part of a report is mended: the addresses that findings point to."""

from django.urls import reverse

from reporting.models import Account, AnnualReport, ReportAnswer, ReportEntry


def of_entry(entry: ReportEntry) -> str:
    return reverse("reporting:entry_edit", args=[entry.report_id, entry.pk])


def of_initiative_status(entry: ReportEntry) -> str:
    return reverse("reporting:initiative_status", args=[entry.report_id, entry.pk])


def of_section(report: AnnualReport, key: str) -> str:
    return reverse("reporting:section_edit", args=[report.pk, key])


def of_answer(report: AnnualReport, answer: ReportAnswer | None) -> str:
    """An answer that has no place yet has no page: then where all of them stand."""
    if answer is None:
        return reverse("reporting:report_answers", args=[report.pk])
    return reverse("reporting:answer_edit", args=[report.pk, answer.pk])


def of_figures(report: AnnualReport) -> str:
    return reverse("reporting:report_figures", args=[report.pk])


def of_figure(report: AnnualReport, group: str, key: str) -> str:
    """The rows behind one figure."""
    return reverse("reporting:report_rows", args=[report.pk, group, key])


def of_comments(report: AnnualReport) -> str:
    return reverse("reporting:report_comments", args=[report.pk])


def of_accounts(report: AnnualReport) -> str:
    return reverse("reporting:accounts", args=[report.pk])


def of_account(account: Account) -> str:
    return reverse("reporting:account_edit", args=[account.report_id, account.pk])


def of_costs(report: AnnualReport) -> str:
    return f"{of_accounts(report)}#delte-kostnader"


def of_unreached(report: AnnualReport) -> str:
    return reverse("reporting:unreached", args=[report.pk])
