"""What came after the submission: more that was asked for, and what the directorate holds of it."""

from django.utils.translation import gettext as _

from reporting import formatting
from reporting.documents.chapters.work import question_of
from reporting.documents.chapters.written import text
from reporting.documents.parts import Chapter, Fact, Facts, Heading, Part
from reporting.documents.source import Source, moment


def chapters(source: Source) -> list[Chapter]:
    return [
        Chapter(_("Tillegg til rapporten"), supplements(source)),
        Chapter(_("Helsedirektoratets vurdering"), assessment(source)),
    ]


def supplements(source: Source) -> list[Part]:
    """Only what has an answer belongs to the report."""
    found: list[Part] = []
    answered = [row for row in source.supplements if row.answered_at]
    for number, row in enumerate(answered, start=1):
        facts: list[Fact] = [
            (_("Spurt"), moment(row.asked_at)),
            (_("Svarfrist"), formatting.day(row.wanted_by)),
            (_("Besvart"), moment(row.answered_at)),
        ]
        found += [
            Heading(_("Tillegg %(number)s") % {"number": number}),
            *text(source, row, "question", under=2),
            Facts(facts),
            *text(source, row, "answer", under=2),
        ]
    return found


def assessment(source: Source) -> list[Part]:
    """Nothing before the directorate has decided: its working notes are its own."""
    report = source.report
    if report.decided_at is None:
        return []
    held = [(_("Måloppnåelse"), str(report.get_attainment_display()))] if report.attainment else []
    facts: list[Fact] = [(_("Avgjort"), moment(report.decided_at)), *held]
    return [Facts(facts), *text(source, report, "comment"), *items(source)]


def items(source: Source) -> list[Part]:
    found: list[Part] = []
    for answer in source.answers:
        row = getattr(answer, "assessment", None)
        if row is None:
            continue
        number, question, kind = question_of(answer)
        found += [
            Heading(_("Punkt %(number)s") % {"number": number}),
            Facts([(kind, question), *attainment_of(str(row.get_attainment_display() or ""))]),
            *text(source, row, "comment", under=2),
        ]
    return found


def attainment_of(label: str) -> list[Fact]:
    return [(_("Måloppnåelse"), label)] if label else []
