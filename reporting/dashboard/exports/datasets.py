"""The open data sets, for the page and for the catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.coverage.models import CoverageRow
from assignments.plans.models import ImplementationStep
from reporting.dashboard import wording
from reporting.dashboard.choice import GEOGRAPHIC, Choice
from reporting.dashboard.exports import files
from reporting.dashboard.exports.csv_file import EXCEL
from reporting.dashboard.exports.wording import DEFINITIONS, TITLES, source
from reporting.dashboard.forms import years_with_data

LICENCE = "NLOD 2.0"
LICENCE_PAGE = "https://data.norge.no/nlod/no/2.0"
FORM_NAMES: dict[str, str | Promise] = {
    "csv": "CSV",
    "xlsx": "Excel",
    "json": "JSON-stat",
    "svg": "SVG",
    "png": "PNG",
}
STRUCTURES = gettext_lazy(
    "År for kommuneinndelingen: året selv eller i dag. Filene om kommuner, fylker, nivåer og "
    "kommuner som ikke er nådd, kan fås i alle inndelinger fra 2017."
)
# What may stand in the address of every file, and what it chooses.
PARAMETERS: list[tuple[str, str | Promise, str]] = [
    ("aar", gettext_lazy("År. Uten år gjelder året vi er i."), "2025"),
    ("senter", gettext_lazy("Koden til ett senter. Uten senter er alle med."), "korus-nord"),
    ("type", gettext_lazy("Type senter."), "korus"),
    ("fylke", gettext_lazy("Fylkesnummer. Kan stå flere ganger."), "55"),
    ("tema", gettext_lazy("Koden til et tema."), ""),
    ("satsing", gettext_lazy("Koden til en satsing."), ""),
    ("oppgave", gettext_lazy("Koden til en oppgave i samfunnsoppdraget."), "C1"),
    ("storrelse", gettext_lazy("Kommunestørrelse: liten, middels eller stor."), "liten"),
    ("sentralitet", gettext_lazy("Sentralitetsklasse 1–6. Kan stå flere ganger."), "6"),
    ("funksjon", gettext_lazy("Sentrenes funksjon"), "regional"),
    ("n", gettext_lazy("Over tid: antall kalenderår, 3 uten valg."), "5"),
    ("struktur", STRUCTURES, "2024"),
    ("kart", gettext_lazy("Kart"), GEOGRAPHIC),
    ("variant", gettext_lazy("Bare CSV: «excel» gir semikolon og desimalkomma."), "excel"),
]
# What stands in each column, by its name in the files.
COLUMNS: list[tuple[str, str | Promise]] = [
    ("kommunenummer", gettext_lazy("Nummeret i kommuneinndelingen som er valgt. Tomt: ufordelt.")),
    ("bydelsnummer, bydel", gettext_lazy("Bydelen. Bydeler er ikke med når andelen regnes.")),
    ("avtaler", gettext_lazy("Avtaler i kraft minst én dag i året. Tomt uten innlogging.")),
    ("kommune", gettext_lazy("Navnet. «ufordelt» er det en deling av kommuner ikke har plassert.")),
    ("fylkesnummer, fylke", gettext_lazy("Fylket i samme inndeling. Raden uten nummer er i alt.")),
    ("i_ansvarsomraade", gettext_lazy("ja eller nei. Tomt når ansvarsområdet ikke er kjent.")),
    ("aktiviteter", gettext_lazy("Bekreftede aktiviteter av alle typer. Hver telles én gang.")),
    ("timer", gettext_lazy("Arbeidstimer for senterets ansatte, ikke reise. Tomt er ukjent.")),
    ("deltakere", gettext_lazy("Deltakelser, ikke personer. Hver samling teller.")),
    ("henvendelser", gettext_lazy("Henvendelser sendt i året. Tomt uten innlogging.")),
    ("avtale", gettext_lazy("ja eller nei: i kraft minst én dag i året. Tomt uten innlogging.")),
    (
        "siste_kontakt",
        gettext_lazy("Siste dag med kontakt eller brukt, over alle år til og med året."),
    ),
    ("status", gettext_lazy("Nivået i året: ikke_kjent, kjent, kontakt eller brukt.")),
    ("andel_nadd, andel", gettext_lazy("Prosent av kommunene, med én desimal. Tomt: ingen andel.")),
    ("niva, navn", gettext_lazy("Koden og navnet til nivået. i_alt er alle kommunene.")),
    ("brukt, kontakt, kjent", gettext_lazy("Kommuner på nivået eller et høyere nivå.")),
    ("aar", gettext_lazy("Kalenderår.")),
    (
        "uten_andel",
        gettext_lazy(
            "Hvorfor året ikke har noen andel: nasjonal_funksjon, ukjent_ansvarsomraade eller "
            "ingen_data."
        ),
    ),
    ("gruppe", gettext_lazy("Koden til gruppen av kommuner. ukjent er ikke oppgitt.")),
    (
        "landet_andel_nadd, landet_brukt, landet_kommuner",
        gettext_lazy("Det samme i hele landet, for alle sentrene av samme type."),
    ),
    ("oppgave, oppgavenavn", gettext_lazy("Oppgaven i samfunnsoppdraget. i_alt er alt arbeidet.")),
    ("senter, senternavn", gettext_lazy("Senteret. alle er alle sentrene i utvalget samlet.")),
    ("funksjon", gettext_lazy("Sentrenes funksjon.")),
    ("side", gettext_lazy("Siden av tjenestene. ikke_oppgitt: ingen mottaker er oppgitt.")),
    ("forlop, forlopsnavn", gettext_lazy("Plass i forløpet.")),
    ("livslop, livslopsnavn", gettext_lazy("Plass i livsløpet.")),
    ("metode, metodenavn", gettext_lazy("Metoden som innføres.")),
    (", ".join(ImplementationStep.Stage.values), gettext_lazy("Kommuner i denne fasen.")),
    ("tema, temanavn", gettext_lazy("Temaet.")),
    ("sentre, antall_sentre", gettext_lazy("Sentrene som er i arbeid, eller har fagfeltet.")),
    ("felles", gettext_lazy("ja, delvis eller nei: om sentrene har aktiviteter sammen.")),
    ("aktiviteter_med_timer", gettext_lazy("Så mange av aktivitetene har oppgitte timer.")),
    ("andel_timer", gettext_lazy("Prosent av timene, med én desimal.")),
    ("kommuner", gettext_lazy("Kommuner som er med når andelen regnes, eller som er på nivået.")),
]


@dataclass(frozen=True)
class File:
    code: str
    name: str
    url: str


@dataclass(frozen=True)
class Dataset:
    code: str
    title: str
    definition: str
    files: list[File]


def page(choice: Choice | None) -> dict[str, Any]:
    """Without a choice the addresses are the stable ones: this year, every centre."""
    query = choice.query() if choice is not None else ""
    years = years_with_data(timezone.localdate())
    return {
        "datasets": list(described(query)),
        "heading": wording.heading(choice) if choice is not None else "",
        "query": query,
        "years": years,
        "parameters": PARAMETERS,
        "columns": COLUMNS,
        "licence": LICENCE,
        "licence_page": LICENCE_PAGE,
        "source": source(),
        "site": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
    }


def described(query: str = "") -> Iterator[Dataset]:
    for code in [*files.TABLES, files.MAP]:
        yield Dataset(
            code=code,
            title=str(TITLES[code]),
            definition=str(DEFINITIONS[code]),
            files=list(files_of(code, query)),
        )


def files_of(code: str, query: str = "") -> Iterator[File]:
    for form in files.forms_of(code):
        path = address(code, form)
        yield File(form, str(FORM_NAMES[form]), f"{path}?{query}" if query else path)
        if form == "csv":
            more = f"{query}&variant={EXCEL}" if query else f"variant={EXCEL}"
            yield File("csv-excel", _("CSV for Excel"), f"{path}?{more}")


def address(code: str, form: str) -> str:
    """The municipalities as CSV have the address that others have built on."""
    if (code, form) == (files.MUNICIPALITIES, "csv"):
        return reverse("reporting:coverage_export")
    return reverse("reporting:coverage_file", args=[code, form])


def period() -> tuple[date, date]:
    """From the first counted year until today."""
    today = timezone.localdate()
    years = CoverageRow.objects.order_by("year").values_list("year", flat=True)
    return date(min(years.first() or today.year, today.year), 1, 1), today
