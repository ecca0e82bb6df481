"""Demo grants and annual reports: one approved, one that waits for a decision, one being written.

Made by the same actions as people use, so that a demo report has passed every check.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from assignments.plans.models import Assignment, AssignmentYear, Funding, InitiativeYear
from centres.grants.models import (
    ApplicationLine,
    CentreYear,
    Grant,
    GrantItem,
    GrantLine,
    OtherIncome,
)
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.jobs import work
from reporting import frozen
from reporting.actions import approving, deciding, drafting, starting, submitting, unreaching
from reporting.actions.submitting import Signed
from reporting.gathering import gather
from reporting.models import (
    AccountLine,
    AnnualReport,
    Extension,
    NotReached,
    ReportObligation,
    Written,
)

YEARS = (2024, 2025, 2026)
LINES = [("714", "21", 9_000_000), ("765", "74", 5_500_000)]
BUDGET = [
    ("Lønn og sosiale utgifter", 11_200_000, 11_350_000),
    ("Reiser og arrangementer", 1_900_000, 1_780_000),
    ("Drift og lokaler", 1_400_000, 1_370_000),
]
ITEMS = [
    (GrantItem.Kind.GOAL, "1", "Kommunene har kompetanse til å forebygge og hjelpe tidlig."),
    (GrantItem.Kind.CRITERION, "1.1", "Andel kommuner i ansvarsområdet som har brukt tilbudet."),
    (GrantItem.Kind.CRITERION, "1.2", "Andel kommuner som kjenner tilbudet."),
    (GrantItem.Kind.REQUIREMENT, "2.1", "Brukere og pårørende skal ha medvirket."),
    (GrantItem.Kind.REQUIREMENT, "2.2", "Samarbeidet med andre kompetansesentre skal omtales."),
]
DEMO = " (Demotekst.)"
SECTION = "Året gikk i hovedsak som planlagt." + DEMO
EXTENDED = (
    "## Hva vi gjorde\n\nTiltaket ble satt i gang sammen med kommunene, og tilpasset underveis.\n\n"
    "- opplæring i to omganger\n- veiledning mellom samlingene\n\n"
    "## Hva vi lærte\n\nLederforankring var avgjørende." + DEMO
)
ANSWER = "Se tallene i rapporten og omtalen av tiltakene." + DEMO


def make_grants(centre: Centre) -> dict[int, list[GrantLine]]:
    """A letter for each year, with what it asks for and what was applied for."""
    return {year: make_grant(centre, year) for year in YEARS}


def make_grant(centre: Centre, year: int) -> list[GrantLine]:
    grant = Grant.objects.create(
        centre=centre,
        scheme="Driftstilskudd til kompetansesentre (demo)",
        year=year,
        recipient=centre.organisation,
        reference=f"Demobrev {year}",
        applied_on=date(year - 1, 11, 15),
        applied_amount=sum(amount for _name, amount, _actual in BUDGET),
        application_reference=f"Demosøknad {year}",
        letter_on=date(year, 2, 15),
        report_due_on=date(year + 1, 4, 1),
        is_demo=True,
    )
    GrantItem.objects.bulk_create(
        GrantItem(grant=grant, kind=kind, number=number, text=text + " (demo)", position=position)
        for position, (kind, number, text) in enumerate(ITEMS)
    )
    ApplicationLine.objects.bulk_create(
        ApplicationLine(grant=grant, name=name, amount=amount, position=position)
        for position, (name, amount, _actual) in enumerate(BUDGET)
    )
    return [
        GrantLine.objects.create(grant=grant, chapter=chapter, item=item, amount=amount)
        for chapter, item, amount in LINES
    ]


def fund(centre: Centre, lines: dict[int, list[GrantLine]]) -> None:
    """Each tiltak is paid half by each budget line of every year that it ran in."""
    Funding.objects.bulk_create(
        Funding(assignment=assignment, line=line, share=Decimal(50))
        for assignment in Assignment.objects.filter(centre=centre).order_by("pk")
        for year, of_year in lines.items()
        if assignment.starts_on.year <= year
        for line in of_year
    )


def make_reports(nord: Centre, stavanger: Centre, accounts: dict[str, User], today: date) -> None:
    """KORUS Nord: 2024 approved, 2025 opened. KORUS Vest Stavanger: 2024 and 2025 sent in."""
    leader, other = accounts["leader"], accounts["leader-stavanger"]
    office = accounts["directorate"]
    fund(stavanger, make_grants(stavanger))
    for centre, by in ((nord, leader), (stavanger, other)):
        oblige(centre)
        staff(centre, by)
        tell_what_is_new(centre)
    for centre, by in ((nord, leader), (stavanger, other)):
        approve(send_in(draft(centre, 2024, by), by), office)
    send_in(draft(stavanger, 2025, other), other)
    opened = draft(nord, 2025, None)
    extend(opened, leader, office, today)


def oblige(centre: Centre) -> None:
    ReportObligation.objects.bulk_create(
        ReportObligation(
            centre=centre, year=year, opens_on=date(year, 12, 1), due_on=date(year + 1, 4, 1)
        )
        for year in YEARS
    )


def tell_what_is_new(centre: Centre) -> None:
    """A centre's first year in the portal is set by hand (rule 30)."""
    InitiativeYear.objects.bulk_create(
        InitiativeYear(
            centre=centre, initiative=initiative, year=YEARS[0], status=AssignmentYear.Status.NEW
        )
        for initiative in gather(centre, YEARS[0]).initiatives
    )


def staff(centre: Centre, by: User) -> None:
    for year in YEARS[:2]:
        CentreYear.objects.create(
            centre=centre,
            year=year,
            fte_agreed=Decimal("12.5"),
            fte_filled=Decimal("11.75"),
            changed_by=by,
        )
        OtherIncome.objects.create(
            centre=centre,
            year=year,
            source="Kursavgifter (demo)",
            amount=180_000,
            changed_by=by,
        )


def draft(centre: Centre, year: int, by: User | None) -> AnnualReport:
    """Opened, and drafted at once instead of by a worker."""
    report = starting.open_report(centre=centre, year=year, by=by)
    work.run(str(report.job_id), drafting.draft_report)
    return AnnualReport.objects.get(pk=report.pk)


def send_in(report: AnnualReport, by: User) -> AnnualReport:
    """Written, approved inside the centre and submitted, in the spring after its year."""
    write(report, by)
    unreaching.set_reason_where_none(
        report=report, reason=NotReached.Reason.NO_CAPACITY_THERE, by=by
    )
    approving.send_for_approval(report=report, approvers=[by], by=by)
    shown = frozen.content_sha256(AnnualReport.objects.for_content().get(pk=report.pk))
    approving.approve_content(report=report, sha256=shown, by=by)
    party, day = report.centre.organisation, date(report.year + 1, 3, 20)
    signed = Signed(
        recipient=party,
        recipient_name=party.name,
        recipient_number=party.number,
        signed_by="Direktør ved verten (demo)",
        signed_as="direktør",
        signed_on=day,
    )
    submitting.submit_report(report=report, signed=signed, by=by)
    sent_at = moment(day)
    kept = AnnualReport.objects.filter(pk=report.pk)
    kept.update(drafted_at=sent_at, submitted_at=sent_at, received_at=sent_at)
    return kept.get()


def write(report: AnnualReport, by: User) -> None:
    """Every text, answer and account line that a report must have."""
    ready = {"state": Written.State.READY, "owner": by}
    for section in report.sections.all():
        body = section.body or section.proposed_body or SECTION
        report.sections.filter(pk=section.pk).update(body=body, **ready)
    for entry in report.entries.all():
        extended = EXTENDED if entry.needs_extended else ""
        report.entries.filter(pk=entry.pk).update(extended=extended, **ready)
    report.answers.update(body=ANSWER, **ready)
    spent = {name: actual for name, _amount, actual in BUDGET}
    for line in AccountLine.objects.filter(account__report=report).select_related("line"):
        line.actual = spent[line.line.name]
        line.save(update_fields=["actual"])
    report.accounts.update(
        carried_in=0,
        carried=0,
        repaid=0,
        auditor="Revisjon AS (demo)",
        audited_on=date(report.year + 1, 3, 10),
    )


def approve(report: AnnualReport, office: User) -> None:
    deciding.approve_report(
        report=report,
        attainment=AnnualReport.Attainment.MOSTLY,
        comment="Rapporten svarer på punktene i brevet." + DEMO,
        by=office,
    )
    day = moment(date(report.year + 1, 5, 15))
    AnnualReport.objects.filter(pk=report.pk).update(decided_at=day)


def extend(report: AnnualReport, leader: User, office: User, today: date) -> None:
    """The one that is being written has been given more time."""
    obligation = ReportObligation.objects.get(centre=report.centre, year=report.year)
    granted_to = max(today, obligation.due_on) + timedelta(days=30)
    Extension.objects.create(
        obligation=obligation,
        wanted_on=granted_to,
        reason="Regnskapet er ikke revidert." + DEMO,
        asked_by=leader,
        state=Extension.State.GRANTED,
        granted_to=granted_to,
        decision="Innvilges." + DEMO,
        decided_by=office,
        decided_at=timezone.now(),
    )
    obligation.extended_to = granted_to
    obligation.save(update_fields=["extended_to"])


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
