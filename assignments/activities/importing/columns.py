"""The columns of a sheet of activities: their names, and what is told about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.activities.models import Activity
from municipalities.indicators.incoming.tables import FileProblemError

REQUIRED = ("dato", "type", "tittel")
USUAL = (
    "dato",
    "sluttdato",
    "type",
    "tittel",
    "tiltak",
    "temaer",
    "kommuner",
    "timer",
    "deltakere",
    "form",
    "notat",
)
OPTIONAL = ("bydeler", "organisasjoner", "partnere", "samfunnsoppgave")
COLUMNS = (*USUAL, *OPTIONAL)
# Texts that stand as they are; every other cell is understood.
FREE_TEXT = ("tittel", "notat")
NAMED_AT_MOST = 5

# Work that is for no municipality: here `kommuner` may be empty.
WITHOUT_MUNICIPALITY: frozenset[str] = frozenset(
    {
        Activity.Kind.DEVELOPMENT_WORK,
        Activity.Kind.ADVICE_TO_AUTHORITIES,
        Activity.Kind.TEACHING,
        Activity.Kind.SUPERVISION,
        Activity.Kind.RESEARCH_SUMMARY,
        Activity.Kind.RESEARCH,
        Activity.Kind.DISSEMINATION,
    }
)
WHOLE_COUNTRY = "hele landet"


@dataclass(frozen=True)
class Column:
    """What the sheet of explanations says about a column."""

    name: str
    is_required: bool
    text: Any


EXPLAINED = {
    "dato": gettext_lazy("Første dag. 2024-03-31 eller 31.3.2024. Ikke fram i tid."),
    "sluttdato": gettext_lazy("Siste dag, bare når aktiviteten gikk over flere dager."),
    "type": gettext_lazy("Navnet på typen, på bokmål eller nynorsk, eller koden. Se listen under."),
    "tittel": gettext_lazy("Høyst 160 tegn. Ikke skriv opplysninger om enkeltpersoner."),
    "tiltak": gettext_lazy(
        "Tittelen på et av senterets tiltak, eller tallet som står sist i adressen til tiltaket. "
        "Tomme temaer og tom samfunnsoppgave blir som i tiltaket."
    ),
    "temaer": gettext_lazy("Navn eller kode. Det første er hovedtemaet, og får timene."),
    "kommuner": gettext_lazy(
        "Nummer eller navn, slik de var den dagen. Deltakelser i én kommune skrives 4601=12. "
        "Skriv «hele landet» for et nasjonalt arrangement. Kan være tom når organisasjoner er "
        "fylt ut, og for typer uten kommune som mottaker (merket i listen under)."
    ),
    "timer": gettext_lazy("Senterets arbeidstimer i alt, uten reise. 7,5 eller 7.5."),
    "deltakere": gettext_lazy("Deltakelser i alt. Også 4601=12;4602=8 for hver kommune."),
    "form": gettext_lazy("fysisk, digitalt eller fysisk og digitalt. Tom betyr fysisk."),
    "notat": gettext_lazy("Bare for senteret. Ikke skriv opplysninger om enkeltpersoner."),
    "bydeler": gettext_lazy("Navn eller nummer på bydeler, som for kommuner."),
    "organisasjoner": gettext_lazy(
        "Andre mottakere som er registrert i portalen: navn eller organisasjonsnummer."
    ),
    "partnere": gettext_lazy("Kode eller kortnavn på sentre som var med. De blir spurt."),
    "samfunnsoppgave": gettext_lazy("Koden for hovedoppgaven i samfunnsoppdraget, som C2."),
}


def explained() -> list[Column]:
    return [Column(name, name in REQUIRED, EXPLAINED[name]) for name in COLUMNS]


def plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def looks_like_headings(cells: Sequence[str]) -> bool:
    """At least two cells are names of columns: a title or a row of values is not."""
    return sum(plain(cell) in COLUMNS for cell in cells) > 1


def checked(cells: Sequence[str]) -> list[str]:
    """The name of each column, empty where there is none. Says what is wrong with the headings."""
    names = [plain(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    given = [name for name in names if name]
    unknown = [name for name in given if name not in COLUMNS]
    if unknown:
        told = " ".join(told_of(name) for name in unknown[:NAMED_AT_MOST])
        raise FileProblemError(
            _("%(unknown)s Kolonnene kan hete: %(names)s.")
            % {"unknown": told, "names": ", ".join(COLUMNS)}
        )
    twice = sorted({name for name in given if given.count(name) > 1})
    if twice:
        raise FileProblemError(_("Kolonnen «%(name)s» står flere ganger.") % {"name": twice[0]})
    missing = [name for name in REQUIRED if name not in given]
    if missing:
        raise FileProblemError(_("Filen mangler kolonnen %(names)s.") % {"names": quoted(missing)})
    return names


def told_of(heading: str) -> str:
    """An unknown heading, with the column that was probably meant."""
    near = get_close_matches(heading, COLUMNS, n=1, cutoff=0.6)
    if near:
        return _("Ukjent kolonne «%(name)s». Mente du «%(near)s»?") % {
            "name": heading[:40],
            "near": near[0],
        }
    return _("Ukjent kolonne «%(name)s». Ta den bort.") % {"name": heading[:40]}


def quoted(names: Sequence[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)
