"""Why something was not done. The texts are for people."""

from django.utils.translation import gettext as _

from reporting.checks.findings import Finding


class NotADraftError(Exception):
    """The report has been submitted: its texts and figures stay as they are."""

    def __str__(self) -> str:
        return _("Rapporten er sendt inn og kan ikke endres.")


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
