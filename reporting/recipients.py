"""For whom a report is signed, and where it must be handed in: as the grant letters say."""

from stdnum.no import orgnr

from centres.grants.models import Grant
from korus_portal.accounts.models import Organisation
from reporting.models import AnnualReport


def offered(report: AnnualReport) -> list[Organisation]:
    """The recipients of the year's grants, each once; without any, the centre's own party."""
    grants = Grant.objects.of_year(report.centre, report.year).select_related("recipient")
    found = {grant.recipient.pk: grant.recipient for grant in grants if grant.recipient}
    own = sorted(found.values(), key=lambda party: (party.name, party.pk))
    return own or [report.centre.organisation]


def channel(report: AnnualReport) -> Grant.Channel:
    """The formal channel: any other than the portal goes before it, Altinn before the rest."""
    grants = Grant.objects.of_year(report.centre, report.year)
    wanted = set(grants.values_list("report_channel", flat=True))
    for one in (Grant.Channel.ALTINN, Grant.Channel.OTHER):
        if one in wanted:
            return one
    return Grant.Channel.PORTAL


def is_number(text: str) -> bool:
    return bool(orgnr.is_valid(text))
