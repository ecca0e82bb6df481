"""Where a report stands, and what comes next, in words for whoever opens it."""

from django.utils.translation import gettext as _

from reporting.models import AnnualReport

Status = AnnualReport.Status


def what_comes_next(report: AnnualReport) -> str:
    """One or two sentences for whoever opens the report."""
    return {
        Status.DRAFT: _(
            "Senteret skriver. Når alt er på plass, sender lederen rapporten til intern "
            "godkjenning."
        ),
        Status.REVIEW: _(
            "De som er valgt, leser og godkjenner. Tekster og tall står stille så lenge. "
            "Når alle har godkjent, sender lederen inn rapporten."
        ),
        Status.READY: _(
            "Tallene er frosset og året er lukket. Rapporten skal leveres i en annen kanal. "
            "Den er levert når lederen har skrevet inn referansen og datoen."
        ),
        Status.SUBMITTED: _(
            "Helsedirektoratet leser rapporten. Direktoratet kan be om mer, sende den tilbake "
            "med merknader eller godkjenne den."
        ),
        Status.RETURNED: _("Senteret arbeider videre i en ny versjon."),
        Status.APPROVED: _("Rapporten er ferdig behandlet."),
        Status.WITHDRAWN: _("Senteret trakk rapporten tilbake og arbeider i en ny versjon."),
        Status.REOPENED: _("Rapporten er gjenåpnet. Senteret arbeider videre i en ny versjon."),
    }[Status(report.status)]
