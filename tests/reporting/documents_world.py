"""A report with something in every chapter, frozen without going through its checks."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from centres.grants.models import ApplicationLine, Grant, GrantItem, GrantLine, OtherIncome
from centres.models import Initiative
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting import canonical, frozen
from reporting.models import (
    Account,
    AccountLine,
    AnnualReport,
    AnswerLink,
    NotReached,
    ReportAnswer,
    ReportEntry,
    SharedCost,
    SharedCostPart,
    Supplement,
)

INTRODUCTION = """Et år med *mye* arbeid i **hele** regionen.

## Hva vi fikk til
- kurs i Alta
- oppfølging av unge

### Dette gjenstår
1. flere fagdager
2. en ny samling

Les mer på [nettsidene](https://eksempel.no/senter?a=1&b=2) og i [portalen](/senter/).

| Sted | Deltakelser |
| --- | --- |
| Alta | 20 |
| Utsira | 12 |
"""


def filled(report: AnnualReport, leader: User) -> AnnualReport:
    """Texts, an answer, accounts and a satsing, beside what was counted."""
    report.sections.filter(key="introduction").update(body=INTRODUCTION)
    report.sections.filter(key="not_reached").update(body="De fleste hadde ikke kapasitet.")
    report.entries.update(brief="Kurs for kommunene, slik planen sa.")
    initiative = Initiative.objects.create(
        code="barn", name_nb="Satsing på barn", name_nn="Satsing på born"
    )
    ReportEntry.objects.create(
        report=report,
        initiative=initiative,
        status="new",
        brief="En ny satsing.",
        extended="### Hvorfor\n\nBehovet er stort.",
    )
    answer(report, leader)
    accounts(report, leader)
    return AnnualReport.objects.for_content().get(pk=report.pk)


def answer(report: AnnualReport, leader: User) -> ReportAnswer:
    grant = Grant.objects.create(
        centre=report.centre, scheme="Kompetansesentre", year=report.year, reference="25/1234-7"
    )
    GrantLine.objects.create(grant=grant, chapter="765", item="74", amount=900_000)
    item = GrantItem.objects.create(
        grant=grant, kind="goal", number="3.2", text="Kommunene har fått støtte.", position=1
    )
    made = ReportAnswer.objects.create(report=report, item=item, body="Ja, i **Alta**.")
    activity = report.centre.activities.order_by("pk").first()
    AnswerLink.objects.create(answer=made, activity=activity, added_by=leader)
    report.answers.exclude(task=None).update(body="Oppgaven er løst.")
    return made


def accounts(report: AnnualReport, leader: User) -> Account:
    grant = Grant.objects.get(centre=report.centre, year=report.year)
    account = Account.objects.create(report=report, grant=grant, carried=100_000, repaid=0)
    budget: list[tuple[str, int, int, str]] = [
        ("Lønn", 700_000, 650_000, "Én stilling sto ledig."),
        ("Reise", 200_000, 150_000, ""),
    ]
    for position, (name, amount, actual, reason) in enumerate(budget):
        line = ApplicationLine.objects.create(
            grant=grant, name=name, amount=amount, position=position
        )
        AccountLine.objects.create(account=account, line=line, actual=actual, reason=reason)
    income = OtherIncome.objects.create(
        centre=report.centre, year=report.year, source="Kommunen", amount=50_000, changed_by=leader
    )
    cost = SharedCost.objects.create(report=report, name="Konferanse", amount=60_000)
    SharedCostPart.objects.create(cost=cost, grant=grant, amount=40_000)
    SharedCostPart.objects.create(cost=cost, income=income, amount=20_000)
    return account


def not_reached(report: AnnualReport, place: Municipality, by: User) -> NotReached:
    return NotReached.objects.create(
        report=report, municipality=place, reason="no_capacity_there", set_by=by
    )


def freeze(report: AnnualReport, by: User, **values: Any) -> AnnualReport:
    """As a submission leaves it."""
    entries = list(report.entries.all())
    now = timezone.now()
    report.figures = frozen.figures(report, entries)
    report.figures_sha256 = canonical.figures_sha256(report, entries)
    report.status, report.submitted_by, report.submitted_at = "submitted", by, now
    report.received_at = now
    for name, value in values.items():
        setattr(report, name, value)
    report.save()
    return AnnualReport.objects.for_content().get(pk=report.pk)


def supplemented(report: AnnualReport, asked: User, answered: User) -> Supplement:
    return Supplement.objects.create(
        report=report,
        question="Hvor mange fikk veiledning?",
        wanted_by=date(report.year + 1, 5, 1),
        asked_by=asked,
        answer="Tolv kommuner.",
        answered_by=answered,
        answered_at=timezone.now() + timedelta(seconds=1),
    )
