"""How the figures are counted, in plain words. Shown beside figures and in every document.

Follows the rules of counting; where a rule changes, this text changes in the same commit.
"""

from django.utils.translation import gettext as _

from assignments.coverage.models import Level

Rule = tuple[str, str]


def rules() -> list[Rule]:
    return [*rules_of_rows(), *rules_of_levels(), *rules_of_sums(), *rules_of_shares()]


def rules_of_rows() -> list[Rule]:
    return [
        (
            _("Hva som teller med"),
            _(
                "Bare bekreftede aktiviteter som ikke er slettet, teller. En aktivitet hører med "
                "alle sine timer til året for første dag, en henvendelse til året den ble sendt."
            ),
        ),
        (
            _("Summer"),
            _(
                "Summene teller hver aktivitet én gang, fra aktivitetene selv. De er ikke summen "
                "av radene for kommuner eller temaer, der en aktivitet kan stå flere steder."
            ),
        ),
        (
            _("Tiltak"),
            _(
                "Alle senterets tiltak som var i gang i året, er med. Nye tiltak og tiltak "
                "videreført med vesentlig dreining har utvidet omtale."
            ),
        ),
    ]


def rules_of_levels() -> list[Rule]:
    return [
        (
            _("Kjent, kontakt og brukt"),
            _(
                "Nivåene ligger i hverandre: brukt er også kontakt, og kontakt er også kjent. "
                "Kontakt er en henvendelse, et kontaktmøte eller et dialogmøte. Brukt er en "
                "bekreftet aktivitet som gir kommunen et tilbud. Kjent er også informasjon som er "
                "levert til kommunen i brev, e-post eller møte."
            ),
        ),
        (
            _("Andel av kommunene"),
            _(
                "Nevneren er kommunene i senterets ansvarsområde 1. januar. Bydeler er ikke med i "
                "nevneren. Aktiviteter utenfor ansvarsområdet teller i timer og antall, men ikke i "
                "andelen. Et senter med nasjonal funksjon har ingen andel."
            ),
        ),
    ]


def rules_of_sums() -> list[Rule]:
    return [
        (
            _("Timer"),
            _(
                "Timer er arbeidstimene til senterets ansatte: forberedelse, gjennomføring og "
                "oppfølging, ikke reise. Tomt betyr ukjent, ikke null, og summen sier hvor mange "
                "aktiviteter den er oppgitt for."
            ),
        ),
        (
            _("Deltakelser"),
            _("Deltakelser er ikke personer: den som møter på to samlinger, teller to ganger."),
        ),
    ]


def rules_of_shares() -> list[Rule]:
    return [
        (
            _("Temaer og oppgaver i samfunnsoppdraget"),
            _(
                "Hovedtemaet får timene; flere temaer teller bare aktiviteten. Timene på oppgaver "
                "følger aktivitetens hovedoppgave."
            ),
        ),
        (
            _("Forskningsandel"),
            _(
                "Timer med hovedoppgave C7 eller C8, delt på alle timer i året. Oppsummering av "
                "forskning (C6) vises ved siden av. Over 50 % gir et varsel."
            ),
        ),
        (
            _("Dager til første svar"),
            _(
                "Median av kalenderdager fra henvendelsen ble sendt til første svar fra en person. "
                "Kvitteringen teller ikke. Medianen er for henvendelsene som er besvart."
            ),
        ),
    ]


def level_names() -> dict[int, str]:
    return {level.value: str(level.label) for level in Level}
