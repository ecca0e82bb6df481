"""How the figures are counted, in plain words. Shown beside figures and in every document.

Follows the rules of counting; where a rule changes, this text changes in the same commit.
"""

from django.utils.translation import gettext as _

from assignments.coverage.models import Level

Rule = tuple[str, str]


def rules() -> list[Rule]:
    return [
        *rules_of_rows(),
        *rules_of_levels(),
        *rules_of_sums(),
        *rules_of_shares(),
        *rules_of_money(),
        *rules_of_roles(),
        *rules_of_partners(),
        *rules_of_needs(),
    ]


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
                "Tiltak som var i gang i året og har finansiering fra årets tilskudd, er med, og "
                "satsingene som tiltakene eller årets aktiviteter hører til. Er ingen "
                "finansiering registrert for året, er alle tiltak med. Det som er nytt eller "
                "videreført med vesentlig dreining, har utvidet omtale."
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


def rules_of_money() -> list[Rule]:
    return [
        (
            _("Nytt og videreført"),
            _(
                "Nytt er det som ikke sto i senterets forrige rapport. Lederen sier hva som er "
                "videreført med vesentlig dreining. I senterets første år i portalen settes "
                "status for hånd."
            ),
        ),
        (
            _("Finansiering"),
            _(
                "Et tiltak står på hver budsjettlinje som betaler en del av det. Timene på linjen "
                "er tiltakets timer ganget med andelen linjen betaler."
            ),
        ),
    ]


def rules_of_roles() -> list[Rule]:
    return [
        (
            _("Senterets rolle"),
            _(
                "Timer etter rollen som er ført på aktiviteten, i året og de to før. Andelen er "
                "av alle timer i samme år. De tidligere årene telles fra radene slik de er i dag."
            ),
        ),
        (
            _("Forløp og livsløp"),
            _(
                "Aktiviteter og timer etter plass i forløpet og i livsløpet, slik det er ført på "
                "aktiviteten."
            ),
        ),
    ]


def rules_of_partners() -> list[Rule]:
    return [
        (
            _("Avtaler"),
            _(
                "En avtale teller i året når begge har signert og den var i kraft minst én dag. "
                "Den slutter med kommunen som signerte."
            ),
        ),
        (
            _("Samarbeid"),
            _(
                "Aktiviteter som et annet senter ledet eller har bekreftet at det var med på, og "
                "aktiviteter der statsforvalter, fylkeskommune eller en bruker- eller "
                "pårørendeorganisasjon er ført som mottaker."
            ),
        ),
        (
            _("Brukermedvirkning"),
            _(
                "Aktiviteter der brukere eller pårørende er talt blant dem som var til stede, "
                "eller der en bruker- eller pårørendeorganisasjon var med. Er brukere og pårørende "
                "færre enn tre, vises ikke antallet."
            ),
        ),
    ]


def rules_of_needs() -> list[Rule]:
    return [
        (
            _("Tilbakemeldinger"),
            _(
                "Svar fra dem som har deltatt, slik de står på senterets side for "
                "tilbakemeldinger. Svar vises bare når minst tre har svart."
            ),
        ),
        (
            _("Informasjonsrunder"),
            _(
                "Runder med dato i året, og kommunene som fikk brevet, e-posten eller møtet. Det "
                "som kom i retur, teller ikke."
            ),
        ),
        (
            _("Åpne behov"),
            _(
                "Behov i kommunene i ansvarsområdet som ikke var dekket eller avsluttet 31. "
                "desember. Før den dagen vises behovene som er åpne nå."
            ),
        ),
    ]


def level_names() -> dict[int, str]:
    return {level.value: str(level.label) for level in Level}
