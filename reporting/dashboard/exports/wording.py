"""What the figures are, in the words that follow them out of the portal."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.dashboard import wording
from reporting.dashboard.exports.tables import About
from reporting.dashboard.figures import Coverage

TITLES: dict[str, Promise] = {
    "kommuner": gettext_lazy("Dekning i kommunene"),
    "nokkeltall": gettext_lazy("Nøkkeltall for dekning"),
    "fylker": gettext_lazy("Kommuner nådd i hvert fylke"),
    "nivaer": gettext_lazy("Kommuner etter nivå"),
    "ikke-nadd": gettext_lazy("Kommuner som ikke er nådd"),
    "bydeler": gettext_lazy("Dekning i bydelene"),
    "kart": gettext_lazy("Kart over kommunene etter nivå"),
    "over-tid": gettext_lazy("Kommuner nådd, år for år"),
    "nadd-i-arene": gettext_lazy("Kommuner nådd minst én gang i flere år"),
    "fordeling-aktiviteter": gettext_lazy("Kommuner etter antall aktiviteter"),
    "fordeling-timer": gettext_lazy("Kommuner etter timer"),
    "likhet-sentralitet": gettext_lazy("Nådd etter sentralitet"),
    "likhet-storrelse": gettext_lazy("Nådd etter kommunestørrelse"),
    "likhet-samisk": gettext_lazy("Nådd i samisk forvaltningsområde"),
    "likhet-sprak": gettext_lazy("Nådd etter språkform"),
    "oppgaver": gettext_lazy("Oppgaver i samfunnsoppdraget og sentre"),
    "funksjoner": gettext_lazy("Nasjonalt og regionalt nivå"),
    "sider": gettext_lazy("Timer etter side av tjenestene"),
    "forlop": gettext_lazy("Plass i forløpet og livsløpet"),
    "metoder": gettext_lazy("Kommuner etter fase i innføringen av metoder"),
    "overlapp": gettext_lazy("Kommuner og temaer med flere sentre"),
    "hull": gettext_lazy("Fylker og temaer uten aktivitet"),
    "innsatskommuner": gettext_lazy("Innsatskommuner i fylkene"),
    "midler": gettext_lazy("Midler og årsverk"),
}
LEVELS = gettext_lazy(
    "Brukt: minst én bekreftet aktivitet som ble levert til kommunen. Kontakt: en henvendelse, "
    "et svar da senteret tok kontakt, et kontaktmøte, et dialogmøte eller brukt. Gjort kjent: "
    "informasjon som er levert til kommunen, eller kontakt. Det høyeste nivået i året gjelder."
)
NESTED = gettext_lazy(
    "Brukt: minst én bekreftet aktivitet som ble levert til kommunen. Kontakt: en henvendelse, "
    "et svar da senteret tok kontakt, et kontaktmøte, et dialogmøte eller brukt. Gjort kjent: "
    "informasjon som er levert til kommunen, eller kontakt. Hvert nivå har med dem på nivåene over."
)
SHARE = gettext_lazy(
    "Nådd betyr brukt: minst én bekreftet aktivitet som ble levert til kommunen i året. Andelen "
    "regnes av kommunene som lå i ansvarsområdet 1. januar i året for kommuneinndelingen. "
    "Bydeler er ikke med."
)
SPREAD = gettext_lazy(
    "Her teller en aktivitet i hver kommune den er registrert på. Derfor blir summen større enn "
    "antall aktiviteter i alt. Timer for flere kommuner er delt likt. Tomme timer er ikke oppgitt."
)
WORK = gettext_lazy(
    "Timer er arbeidstimer for senterets ansatte, ikke reise. En aktivitet står på hovedoppgaven "
    "sin. Rader som er knyttet sammen som samme arrangement, står hos begge sentrene, men telles "
    "én gang når alle sentrene vises samlet. Et senter uten data i året har tomme felt, ikke 0."
)
DEFINITIONS: dict[str, Promise] = {
    "kommuner": LEVELS,
    "nokkeltall": gettext_lazy(
        "Hver aktivitet, henvendelse og avtale telles én gang, også når den gjelder flere "
        "kommuner. Deltakelser er oppmøter, ikke personer. Tomme timer er ikke oppgitt. Brukt, "
        "kontakt og kjent er kommuner på nivået eller et høyere nivå."
    ),
    "fylker": SHARE,
    "nivaer": NESTED,
    "ikke-nadd": gettext_lazy(
        "Kommuner som er med når andelen regnes, men som ikke fikk levert noen bekreftet aktivitet "
        "i året. De som aldri har hatt kontakt, står først. Siste kontakt er regnet over alle år."
    ),
    "bydeler": gettext_lazy(
        "Bydeler er ikke med når andelen av kommuner regnes. Det som er gjort for en bydel, teller "
        "også for kommunen, én gang. Nivået er det høyeste i året."
    ),
    "kart": LEVELS,
    "over-tid": gettext_lazy(
        "Brukt, kontakt og kjent er kommuner på nivået eller et høyere nivå i året. Andelen regnes "
        "av kommunene som lå i ansvarsområdet 1. januar. Et år uten bekreftede aktiviteter er "
        "ingen data, ikke 0 %."
    ),
    "nadd-i-arene": gettext_lazy(
        "Nådd betyr minst én bekreftet aktivitet som ble levert i minst ett av årene. En kommune "
        "teller én gang. Er kommuner slått sammen, teller den nye når en av de gamle er nådd. Et "
        "flertall er mer enn halvparten av kommunene i året som vises."
    ),
    "fordeling-aktiviteter": SPREAD,
    "fordeling-timer": SPREAD,
    "likhet-sentralitet": SHARE,
    "likhet-storrelse": SHARE,
    "likhet-samisk": SHARE,
    "likhet-sprak": SHARE,
    "oppgaver": WORK,
    "sider": gettext_lazy(
        "Timene til en aktivitet for flere sider er delt likt mellom sidene. Aktiviteten teller på "
        "hver side, så summen av aktiviteter kan bli større enn antallet i alt."
    ),
    "forlop": gettext_lazy(
        "Hver aktivitet står ett sted. Der det står 0, er det ikke registrert noe i året. "
        "ikke_oppgitt er aktiviteter der ingen har sagt hvor de hører til."
    ),
    "metoder": gettext_lazy(
        "Hver kommune står i den siste fasen som er registrert for metoden til og med året."
    ),
    "overlapp": gettext_lazy(
        "To eller flere sentre har bekreftede aktiviteter på samme tema i samme kommune i året. "
        "Felles er ja når alle sentrene har aktiviteter sammen, delvis når noen har det. En "
        "aktivitet som to sentre har sammen, teller hos begge."
    ),
    "hull": gettext_lazy(
        "Temaer som minst ett senter har som fagfelt i fylket, men der ingen av kommunene i "
        "utvalget har brukt et tilbud på temaet i året, fra noe senter."
    ),
    "innsatskommuner": gettext_lazy(
        "Innsatskommuner har avtale som er i kraft minst én dag i året. Særskilte behov og åpne "
        "behov er talt der du har tilgang. Tomt betyr at du ikke har tilgang."
    ),
    "midler": gettext_lazy(
        "Tall for hele senteret og hele året. Tilskudd er det tilskuddsbrevene gir. Tomt er "
        "ukjent, ikke 0. Sentrene har ulike oppdrag og områder, så tallene kan ikke "
        "sammenlignes direkte."
    ),
    "funksjoner": gettext_lazy(
        "Tabellen gjelder sentre av alle typer. Samme kommune kan være nådd på flere nivåer. En "
        "nasjonal funksjon har antall, men ingen andel, fordi den ikke har et ansvarsområde."
    ),
}


def about(code: str, found: Coverage) -> About:
    return About(
        title=marked(str(TITLES[code])),
        choice=wording.heading(found.choice),
        definition=str(DEFINITIONS[code]),
        source=source(),
        at=timezone.localtime(),
        notes=tuple(notes(found)),
        year=found.choice.year,
    )


def marked(title: str) -> str:
    """Made-up figures say so wherever they end up."""
    return f"{_('DEMO: oppdiktede tall')} – {title}" if settings.DEMO_MODE else title


def source() -> str:
    return _("KORUS-portalen: det sentrene har registrert")


def moment(at: datetime) -> str:
    return _("regnet %(day)s kl. %(time)s") % {
        "day": date_format(at, "j. F Y"),
        "time": date_format(at, "H:i"),
    }


def structure(found: Coverage) -> str:
    day = date_format(found.choice.structure_day, "j. F Y")
    return _("Kommuneinndelingen er den som gjaldt %(day)s.") % {"day": day}


def notes(found: Coverage) -> Iterator[str]:
    if found.reach.no_share == "no_data":
        yield no_data()
    elif found.reach.no_share:
        yield wording.reach_sentence(found)
    yield structure(found)
    if found.missing:
        names = ", ".join(centre.short_name for centre in found.missing)
        yield _("Uten registrerte aktiviteter i året: %(names)s.") % {"names": names}


def no_data() -> str:
    """Rule 14: nothing registered is not 0 %."""
    return _("Ingen data: ingen aktivitet er bekreftet i året. Det er ikke det samme som 0 %.")
