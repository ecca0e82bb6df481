"""Why something was not done. The texts are for people."""

from django.utils.translation import gettext as _

from reporting.checks.findings import Finding


class NotADraftError(Exception):
    """The report is up for approval or submitted: its texts and figures stay as they are."""

    def __str__(self) -> str:
        return _("Rapporten er ikke lenger et utkast og kan ikke endres.")


class AlreadySubmittedError(Exception):
    """Somebody submitted first: a double click, or a colleague."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return _("Rapporten er allerede sendt inn av %(name)s.") % {"name": self.name}


class AlreadyDecidedError(Exception):
    """The directorate has decided: a double click, or a colleague."""

    def __str__(self) -> str:
        return _("Rapporten er allerede behandlet.")


class NotReadyError(Exception):
    """Something that must be there is missing."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(len(findings))
        self.findings = findings

    def __str__(self) -> str:
        return _("Rapporten kan ikke sendes inn ennå. Se listen over det som mangler.")


class YearCannotBeReportedError(Exception):
    """There is nothing to report, or the year has not begun."""

    def __str__(self) -> str:
        return _("Det kan ikke startes rapport for dette året.")


class FiguresMovedError(NotReadyError):
    """The rows were changed after the figures were taken; nothing was frozen."""

    def __str__(self) -> str:
        return _(
            "Tallene er endret siden de ble hentet. Send rapporten tilbake til utkast, ta inn "
            "de nye tallene og godkjenn den på nytt."
        )


class NotInReviewError(Exception):
    """Only what is up for approval can be approved, sent back or submitted."""

    def __str__(self) -> str:
        return _("Rapporten er ikke til intern godkjenning.")


class NotApprovedError(Exception):
    """Somebody named has not approved, or what was approved has changed."""

    def __str__(self) -> str:
        return _("Alle godkjennerne må godkjenne det som står i rapporten nå, før den sendes inn.")


class OtherContentError(Exception):
    """What was shown is not what the report holds."""

    def __str__(self) -> str:
        return _("Rapporten er endret siden du åpnet siden. Les den på nytt før du godkjenner.")


class NobodyToApproveError(Exception):
    """At least one person at the centre approves."""

    def __str__(self) -> str:
        return _("Velg minst én godkjenner blant senterets rådgivere og ledere.")


class WrongStateError(Exception):
    """The report has moved on: a double click, or a colleague."""

    def __str__(self) -> str:
        return _("Rapporten har fått en annen status. Les siden på nytt.")


class AlreadyAnsweredError(Exception):
    """Somebody answered first."""

    def __str__(self) -> str:
        return _("Spørsmålet er allerede besvart.")
