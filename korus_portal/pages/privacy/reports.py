"""What is kept about who did what with grants and annual reports."""

from django.utils.translation import gettext_lazy as _

from korus_portal.pages.privacy.entry import CENTRE, PUBLIC_TASK, Entry

BOTH = _("Kompetansesenteret, og Helsedirektoratet for avgjørelsen.")
AS_LONG_AS_THE_GRANT = _("Så lenge regelverket for tilskudd krever at rapporten kan etterprøves.")

REPORTS = [
    Entry(
        title=_("Hvem som skriver og godkjenner årsrapporter"),
        contents=_(
            "Hvem som er ansvarlig for en del, skrev den, satte en årsak, lot et varsel stå, førte "
            "regnskapet, ble satt opp som godkjenner og godkjente."
        ),
        purpose=_("Å gjøre greie for bruken av tilskudd, og å hindre at noen avgjør sin egen sak."),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=AS_LONG_AS_THE_GRANT,
        models=(
            "grants.CentreYear",
            "grants.CentreYearHistory",
            "grants.OtherIncome",
            "grants.OtherIncomeHistory",
            "reporting.Account",
            "reporting.AccountHistory",
            "reporting.AnswerLink",
            "reporting.Approver",
            "reporting.ApproverHistory",
            "reporting.CheckWaiver",
            "reporting.CheckWaiverHistory",
            "reporting.NotReached",
            "reporting.NotReachedHistory",
            "reporting.ReportAnswer",
            "reporting.ReportAnswerHistory",
            "reporting.ReportEntry",
            "reporting.ReportEntryHistory",
            "reporting.ReportSection",
            "reporting.ReportSectionHistory",
        ),
    ),
    Entry(
        title=_("Innsending og avgjørelse av årsrapporter"),
        contents=_(
            "Hvem som signerte for tilskuddsmottakeren og med hvilken fullmakt, hvem som leverte i "
            "en annen kanal, søkte om utsettelse, ba om tillegg, svarte, vurderte og avgjorde, og "
            "hvem som har rett til å gjenåpne en godkjent rapport."
        ),
        purpose=_(
            "Å vise at rapporten er levert av en som kan binde mottakeren, og hvem som avgjorde."
        ),
        controller=BOTH,
        legal_basis=PUBLIC_TASK,
        retention=AS_LONG_AS_THE_GRANT,
        models=(
            "reporting.Extension",
            "reporting.ExtensionHistory",
            "reporting.ItemAssessment",
            "reporting.ItemAssessmentHistory",
            "reporting.ReopeningRight",
            "reporting.Submission",
            "reporting.SubmissionHistory",
            "reporting.Supplement",
            "reporting.SupplementHistory",
        ),
    ),
    Entry(
        title=_("Kommentarer og kladder i årsrapporter"),
        contents=_(
            "Hvem som kommenterte en tekst og hvem som kan lese kommentaren, og det du holder på å "
            "skrive."
        ),
        purpose=_("Å skrive sammen uten å miste noe."),
        controller=BOTH,
        legal_basis=PUBLIC_TASK,
        retention=_(
            "Kommentarer så lenge rapporten finnes; lederen kan sladde dem. Kladden slettes når "
            "teksten er lagret, og du kan forkaste den selv."
        ),
        models=(
            "reporting.ReportComment",
            "reporting.ReportCommentHistory",
            "reporting.TypedText",
        ),
    ),
]
