"""The figures must have been gathered, and should be no older than the last change."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.checks.findings import Finding, Subject, error, warning


def check(subject: Subject) -> Iterator[Finding]:
    drafted_at = subject.report.drafted_at
    if drafted_at is None:
        yield error(_("Tallene er ikke hentet ennå."))
    elif subject.last_change and subject.last_change > drafted_at:
        # No error: submission counts again under lock. But texts may tell older figures.
        yield warning(
            _(
                "Det er ført endringer etter at tallene ble hentet. Hent tallene på nytt og se at "
                "tekstene stemmer. Ved innsending telles alt en siste gang."
            ),
            key=subject.last_change.isoformat(),
        )
