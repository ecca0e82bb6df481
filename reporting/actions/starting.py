"""Opening a year's report."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from korus_portal.audit.log import record
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from reporting import rules, years
from reporting.actions.accounting import add_accounts
from reporting.actions.errors import NotADraftError, YearCannotBeReportedError
from reporting.actions.locking import lock_report
from reporting.answers import add_answers
from reporting.models import AnnualReport, ReportSection


@transaction.atomic
def start_report(*, centre: Centre, year: int, by: User) -> AnnualReport:
    """Open the report of a year and let a job draft it. Asked twice, it is the same report."""
    if not rules.can_start_report(by, centre):
        raise PermissionDenied
    if year not in years.startable(centre):
        return living_report(centre, year)
    return open_report(centre=centre, year=year, by=by)


@transaction.atomic
def open_report(*, centre: Centre, year: int, by: User | None = None) -> AnnualReport:
    """The report of a year with its chapters, and a job that drafts it. Opened before, it is the
    same report. `by` is None when the portal opens it itself."""
    report = AnnualReport(centre=centre, year=year, started_by=by, language=language_of(centre, by))
    try:
        with transaction.atomic():
            report.save(force_insert=True)
            add_parts(report)
    except IntegrityError:
        return living_report(centre, year)
    record("reporting.report_started", report, by=by)
    ask_for_draft(report, by=by)
    return report


def language_of(centre: Centre, by: User | None) -> str:
    """That of whoever starts it; else nynorsk where the centre itself writes nynorsk."""
    if by is not None:
        return by.language
    writes_nynorsk = centre.organisation.language == Organisation.Language.NYNORSK
    return User.Language.NYNORSK if writes_nynorsk else User.Language.BOKMAAL


@transaction.atomic
def refresh_report(*, report: AnnualReport, by: User) -> AnnualReport:
    """Let a job count the figures of a draft again. Edited texts stay."""
    locked = lock_report(report.pk)
    if not rules.can_write_report(by, locked):
        raise PermissionDenied
    if not locked.is_draft:
        raise NotADraftError
    ask_for_draft(locked, by=by)
    return locked


def add_parts(report: AnnualReport) -> None:
    """Every report has each of its chapters, answers and accounts from the start."""
    ReportSection.objects.bulk_create(
        ReportSection(report=report, key=key) for key in ReportSection.Key
    )
    add_answers(report)
    add_accounts(report)


def living_report(centre: Centre, year: int) -> AnnualReport:
    """The version that is under way, submitted or approved. A returned one lives on as a new."""
    versions = AnnualReport.objects.for_list().filter(centre=centre, year=year)
    found = versions.living().first()
    if found is None:
        raise YearCannotBeReportedError
    return found


def ask_for_draft(report: AnnualReport, *, by: User | None) -> None:
    report.job = jobs.start(
        "reporting.draft_report",
        key=draft_key(report),
        label=_("Årsrapport %(year)s: henter tall og lager utkast") % {"year": report.year},
        by=by,
        arguments={"report": report.pk},
        return_path=report.get_absolute_url(),
    )
    report.save(update_fields=["job"])


def draft_key(report: AnnualReport) -> str:
    """One draft at most waits. One that runs may have gathered before the rows that are to be
    counted were written, so it stops nobody from asking for another.

    To be called under the lock of the report's row, so that two cannot count the same number.
    """
    base = f"report:{report.pk}:draft"
    drafts = Job.objects.filter(key__startswith=f"{base}:")
    waiting = drafts.filter(state=Job.State.QUEUED).first()
    return waiting.key if waiting else f"{base}:{drafts.count() + 1}"
