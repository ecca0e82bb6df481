"""The text that the portal proposes for a tiltak or a satsing.

What a person has written about the tiltak comes first, as it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.activities.models import Activity
from assignments.plans.models import Assignment, AssignmentYear
from municipalities.names import sort_key
from reporting import formatting
from reporting.figures import Figures

LONGEST_DESCRIPTION = 1000
MOST_NAMES = 12


@dataclass(frozen=True)
class Words:
    """The sentences that differ between a tiltak and a satsing; each holds the year."""

    is_new: str
    is_changed: str
    is_idle: str
    reaches_nobody: str


def of_tiltak() -> Words:
    return Words(
        is_new=_("Tiltaket er nytt i %(year)s."),
        is_changed=_("Tiltaket er videreført med vesentlig dreining i %(year)s."),
        is_idle=_("Det er ikke ført noen bekreftede aktiviteter på tiltaket i %(year)s."),
        reaches_nobody=_("Ingen kommuner er registrert med et tilbud gjennom tiltaket."),
    )


def of_satsing() -> Words:
    return Words(
        is_new=_("Satsingen er ny i %(year)s."),
        is_changed=_("Satsingen er videreført med vesentlig dreining i %(year)s."),
        is_idle=_("Det er ikke ført noen bekreftede aktiviteter på satsingen i %(year)s."),
        reaches_nobody=_("Ingen kommuner er registrert med et tilbud gjennom satsingen."),
    )


def propose_brief(
    assignment: Assignment, status: str, year: int, figures: Figures, names: dict[str, str]
) -> str:
    """A short text in the active language. `names` holds municipality names by code."""
    description = assignment.description.strip()
    lead = description if len(description) <= LONGEST_DESCRIPTION else ""
    told = " ".join(sentences(of_tiltak(), status, year, figures, names))
    return f"{lead}\n\n{told}".strip()


def propose_of_initiative(status: str, year: int, figures: Figures, names: dict[str, str]) -> str:
    return " ".join(sentences(of_satsing(), status, year, figures, names))


def sentences(
    words: Words, status: str, year: int, figures: Figures, names: dict[str, str]
) -> Iterator[str]:
    if status == AssignmentYear.Status.NEW:
        yield words.is_new % {"year": year}
    elif status == AssignmentYear.Status.CHANGED:
        yield words.is_changed % {"year": year}
    count = figures["activities"]["value"]
    if not count:
        yield words.is_idle % {"year": year}
        return
    yield activity_sentence(year, count, figures)
    yield from effort_sentences(figures)
    codes = figures["municipalities"]["codes"]
    yield reach_sentence(codes, names) if codes else words.reaches_nobody


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


def reach_sentence(codes: list[str], names: dict[str, str]) -> str:
    text = ngettext(
        "%(count)s kommune fikk et tilbud", "%(count)s kommuner fikk et tilbud", len(codes)
    )
    counted = text % {"count": formatting.number(len(codes))}
    if len(codes) > MOST_NAMES:
        return f"{counted}."
    shown = sorted((names.get(code, code) for code in codes), key=sort_key)
    return f"{counted}: {formatting.listed(shown)}."
