"""The text that the portal proposes for a tiltak: plain sentences with figures, nothing invented.

What a person has written about the tiltak comes first, as it stands.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.activities.models import Activity
from assignments.plans.models import Assignment, AssignmentYear
from municipalities.names import sort_key
from reporting import formatting
from reporting.figures import Figures

LONGEST_DESCRIPTION = 1000
MOST_NAMES = 12


def propose_brief(
    assignment: Assignment, status: str, year: int, figures: Figures, names: dict[str, str]
) -> str:
    """A short text in the active language. `names` holds municipality names by code."""
    description = assignment.description.strip()
    lead = description if len(description) <= LONGEST_DESCRIPTION else ""
    told = " ".join(sentences(status, year, figures, names))
    return f"{lead}\n\n{told}".strip()


def sentences(status: str, year: int, figures: Figures, names: dict[str, str]) -> Iterator[str]:
    if status == AssignmentYear.Status.NEW:
        yield _("Tiltaket er nytt i %(year)s.") % {"year": year}
    elif status == AssignmentYear.Status.CHANGED:
        yield _("Tiltaket er videreført med vesentlig dreining i %(year)s.") % {"year": year}
    count = figures["activities"]["value"]
    if not count:
        yield _("Det er ikke ført noen bekreftede aktiviteter på tiltaket i %(year)s.") % {
            "year": year
        }
        return
    yield activity_sentence(year, count, figures)
    yield from effort_sentences(figures)
    yield reach_sentence(figures, names)


def activity_sentence(year: int, count: int, figures: Figures) -> str:
    kinds = [
        f"{Activity.Kind(row['code']).label} ({formatting.number(row['value'])})"
        for row in sorted(figures["kinds"], key=lambda row: (-row["value"], row["code"]))
    ]
    return ngettext(
        "I %(year)s ble det gjennomført %(count)s aktivitet: %(kinds)s.",
        "I %(year)s ble det gjennomført %(count)s aktiviteter: %(kinds)s.",
        count,
    ) % {"year": year, "count": formatting.number(count), "kinds": formatting.listed(kinds)}


def effort_sentences(figures: Figures) -> Iterator[str]:
    """Hours and attendances, and for how many activities they are known (rule 15)."""
    hours, attendances = figures["hours"], figures["attendances"]
    if hours["given"]:
        yield _("Arbeidet tok %(hours)s timer%(given)s.") % {
            "hours": formatting.decimal(hours["value"]),
            "given": given_for(hours),
        }
    if attendances["given"]:
        yield ngettext(
            "Det var %(count)s deltakelse%(given)s.",
            "Det var %(count)s deltakelser%(given)s.",
            attendances["value"],
        ) % {"count": formatting.number(attendances["value"]), "given": given_for(attendances)}


def given_for(figure: Figures) -> str:
    """« (oppgitt for 9 av 12 aktiviteter)», or nothing when it is known for all."""
    if figure["given"] == figure["of"]:
        return ""
    return _(" (oppgitt for %(given)s av %(of)s aktiviteter)") % {
        "given": formatting.number(figure["given"]),
        "of": formatting.number(figure["of"]),
    }


def reach_sentence(figures: Figures, names: dict[str, str]) -> str:
    codes = figures["municipalities"]["codes"]
    if not codes:
        return _("Ingen kommuner er registrert med et tilbud gjennom tiltaket.")
    text = ngettext(
        "%(count)s kommune fikk et tilbud", "%(count)s kommuner fikk et tilbud", len(codes)
    )
    counted = text % {"count": formatting.number(len(codes))}
    if len(codes) > MOST_NAMES:
        return f"{counted}."
    shown = sorted((names.get(code, code) for code in codes), key=sort_key)
    return f"{counted}: {formatting.listed(shown)}."
