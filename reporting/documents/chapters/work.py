"""What was done for the money: each tiltak and satsing, and the answers to the letter."""

from django.utils.translation import gettext as _

from reporting import formatting
from reporting.documents import listings
from reporting.documents.chapters.written import headed, name_of, section, text
from reporting.documents.parts import Chapter, Fact, Facts, Heading, Note, Part, Rows
from reporting.documents.source import Source
from reporting.models import ReportAnswer, ReportEntry


def chapters(source: Source) -> list[Chapter]:
    tiltak = [entry for entry in source.entries if entry.assignment_id]
    efforts = [entry for entry in source.entries if entry.initiative_id]
    none = [Note(_("Senteret hadde ingen tiltak i året."))]
    return [
        Chapter(name_of("attainment"), attainment(source)),
        Chapter(_("Tiltak"), described(source, tiltak) or none, is_long=True),
        Chapter(_("Satsinger"), described(source, efforts)),
    ]


def attainment(source: Source) -> list[Part]:
    """The section, then every point of the letters and every duty with its answer."""
    found = section(source, "attainment")
    heading = ""
    for answer in source.answers:
        title = points_of(answer)
        if title != heading:
            heading = title
            found.append(Heading(title))
        found += answered(source, answer)
    return found


def points_of(answer: ReportAnswer) -> str:
    if answer.item is None:
        return _("Faste oppgaver i samfunnsoppdraget")
    return _("Punkter i brevet: %(scheme)s") % {"scheme": answer.item.grant.scheme}


def answered(source: Source, answer: ReportAnswer) -> list[Part]:
    number, question, kind = question_of(answer)
    facts: list[Fact] = [(kind, question), *links_of(source, answer)]
    return [
        Heading(_("Punkt %(number)s") % {"number": number}, 3),
        Facts(facts),
        *(text(source, answer, "body", under=3) or [Note(_("Ikke besvart."))]),
    ]


def question_of(answer: ReportAnswer) -> tuple[str, str, str]:
    """Number, text and kind of what is answered."""
    if answer.item is not None:
        kind = str(answer.item.get_kind_display()).capitalize()
        return answer.item.number, answer.item.text, kind
    if answer.task is None:
        return "", "", ""
    return answer.task.code, answer.task.name, _("Oppgave")


def links_of(source: Source, answer: ReportAnswer) -> list[Fact]:
    """What the answer points to, as it was when the report was frozen."""
    kinds = {"activity": _("Aktivitet"), "assignment": _("Tiltak"), "agreement": _("Avtale")}
    frozen = {row["id"]: row["links"] for row in source.figures.get("answers", [])}
    return [
        (kinds.get(link["kind"], link["kind"]), source.titles.get((link["kind"], link["id"]), "–"))
        for link in frozen.get(answer.pk, [])
    ]


def described(source: Source, entries: list[ReportEntry]) -> list[Part]:
    return [part for entry in entries for part in one(source, entry)]


def one(source: Source, entry: ReportEntry) -> list[Part]:
    figures = listings.entry_figures(entry)
    brief = text(source, entry, "brief", under=3) or [Note(_("Ikke skrevet."))]
    return [
        Heading(entry.title),
        Facts(facts_of(entry)),
        *([Rows(figures)] if figures.rows else []),
        *headed(_("Kort omtale"), brief, level=3),
        *headed(_("Hva er endret"), text(source, entry, "change_text", under=3), level=3),
        *headed(_("Utvidet omtale"), text(source, entry, "extended", under=3), level=3),
    ]


def facts_of(entry: ReportEntry) -> list[Fact]:
    status = str(entry.get_status_display()) or _("ikke satt")
    found: list[Fact] = [(_("Status i året"), status), *period_of(entry)]
    paid = [f"{row['code']} ({formatting.share(row['share'])})" for row in funding_of(entry)]
    return [*found, *([(_("Betalt av"), ", ".join(paid))] if paid else [])]


def funding_of(entry: ReportEntry) -> list[dict[str, str]]:
    """Chapter and item with the share each pays; older reports have none."""
    found: list[dict[str, str]] = entry.figures.get("funding", [])
    return [row for row in found if row["code"] and row["share"] is not None]


def period_of(entry: ReportEntry) -> list[Fact]:
    tiltak = entry.assignment
    if tiltak is None:
        return []
    ends = formatting.day(tiltak.ends_on) if tiltak.ends_on else _("ikke satt")
    own = [(_("Satsing"), tiltak.initiative.name)] if tiltak.initiative else []
    return [*own, (_("Fra"), formatting.day(tiltak.starts_on)), (_("Til"), ends)]
