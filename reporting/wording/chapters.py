"""The texts that the portal proposes for the chapters of a report. Pure: data in, text out.

A chapter that nothing was logged for gets no text.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.plans.models import AssignmentYear
from korus_portal.notifications.redaction import REDACTED
from reporting import formatting
from reporting.figures import Figures
from reporting.gathering.rows import GoalRow
from reporting.models import ReportSection

Key = ReportSection.Key
# A chapter holds 20,000 characters.
LONGEST = 15_000


@dataclass(frozen=True)
class Changed:
    """A tiltak or satsing of the report, with what has changed in it."""

    title: str
    status: str
    change_text: str


@dataclass(frozen=True)
class Material:
    """What the chapters are written from."""

    year: int
    figures: Figures
    subjects: list[Changed]
    goals: list[GoalRow]
    # Short names of centres, by code.
    centres: dict[str, str]


def propose_chapters(material: Material) -> dict[str, str]:
    """A text for each chapter that the portal can say something of, in the active language."""
    writers: dict[str, Callable[[Material], Iterable[str]]] = {
        Key.ATTAINMENT: attainment,
        Key.DEVIATIONS: deviations,
        Key.COOPERATION: cooperation,
        Key.USER_PARTICIPATION: user_participation,
        Key.NOT_REACHED: not_reached,
    }
    return {str(key): within_limit(write(material)) for key, write in writers.items()}


def within_limit(lines: Iterable[str]) -> str:
    """As many whole lines as the chapter has room for, with room left to write in."""
    kept: list[str] = []
    left = LONGEST
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            kept += ["", _("Resten står på sidene til tiltakene.")]
            break
        kept.append(line)
    return "\n".join(kept).strip()


def attainment(material: Material) -> Iterator[str]:
    """Each indicator of each goal: from where, to where, and where it stood."""
    tiltak = ""
    for row in material.goals:
        if row.assignment != tiltak:
            tiltak = row.assignment
            yield f"\n### {tiltak}\n"
        yield f"- {indicator(row, material.year)}"


def indicator(row: GoalRow, year: int) -> str:
    parts = [
        _("mål %(value)s innen %(year)s") % {"value": number(row.target), "year": row.due_year}
    ]
    if row.baseline is not None:
        parts.insert(0, _("utgangspunkt %(value)s") % {"value": number(row.baseline)})
    told = {"year": year, "value": "" if row.result is None else number(row.result)}
    is_known = row.result is not None
    parts.append(
        _("resultat i %(year)s: %(value)s") % told
        if is_known
        else _("resultat for %(year)s er ikke registrert") % told
    )
    name = f"{row.indicator} ({row.unit})"
    return f"{row.goal.rstrip('.')} – {name}: {', '.join(parts)}."


def number(value: object) -> str:
    return formatting.decimal(str(value))


def deviations(material: Material) -> Iterator[str]:
    """What was continued with a change, and what the leader says has changed."""
    changed = [row for row in material.subjects if row.status == AssignmentYear.Status.CHANGED]
    if not changed:
        return
    yield ngettext(
        "%(count)s tiltak eller satsing er videreført med vesentlig dreining i %(year)s:",
        "%(count)s tiltak eller satsinger er videreført med vesentlig dreining i %(year)s:",
        len(changed),
    ) % {"count": formatting.number(len(changed)), "year": material.year}
    yield ""
    for row in changed:
        told = "" if row.change_text == REDACTED else " ".join(row.change_text.split())
        yield f"- {row.title}: {told}" if told else f"- {row.title}"


def cooperation(material: Material) -> Iterator[str]:
    """With whom, and in how many activities."""
    found = material.figures.get("cooperation", {})
    named = [
        f"{material.centres.get(row['code'], row['code'])} ({formatting.number(row['value'])})"
        for row in found.get("centres", [])
    ]
    if named:
        yield _("Andre sentre var med på aktiviteter i %(year)s: %(names)s.") % {
            "year": material.year,
            "names": formatting.listed(named),
        }
    labels = {
        "governors": _("Statsforvalteren var med på %(count)s."),
        "county_authorities": _("Fylkeskommunen var med på %(count)s."),
        "user_organisations": _("Bruker- og pårørendeorganisasjoner var med på %(count)s."),
    }
    for key, sentence in labels.items():
        count = found.get(key, {}).get("value", 0)
        if count:
            yield sentence % {"count": activities(count)}


def user_participation(material: Material) -> Iterator[str]:
    found = material.figures.get("user_participation", {})
    if not found.get("value"):
        return
    yield _("Brukere, pårørende eller organisasjonene deres var med på %(count)s i %(year)s.") % {
        "count": activities(found["value"]),
        "year": material.year,
    }
    if found["attendances"]:
        yield ngettext(
            "Brukere og pårørende hadde %(count)s deltakelse.",
            "Brukere og pårørende hadde %(count)s deltakelser.",
            found["attendances"],
        ) % {"count": formatting.number(found["attendances"])}


def not_reached(material: Material) -> Iterator[str]:
    """Of the catchment; «nådd» is brukt (rule 8). A centre without catchment has no share."""
    levels = material.figures.get("levels", {})
    whole = levels.get("denominator")
    if not whole or not levels.get("has_data"):
        return
    left = whole - levels["used"]["inside"]
    counts = {"left": formatting.number(left), "all": formatting.number(whole)}
    if not left:
        yield _("Alle %(all)s kommunene i ansvarsområdet fikk et tilbud.") % counts
        return
    yield _("%(left)s av %(all)s kommuner i ansvarsområdet fikk ikke et tilbud i året.") % counts


def activities(count: int) -> str:
    shown = {"count": formatting.number(count)}
    return ngettext("%(count)s aktivitet", "%(count)s aktiviteter", count) % shown
