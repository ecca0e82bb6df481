"""How the national figures are counted, in plain words. Beside the figures and in the documents.

Follows the rules of counting; where a rule changes, this text changes in the same commit.
"""

from django.utils.translation import gettext as _

from reporting.method import Rule


def rules() -> list[Rule]:
    return [*rules_of_reports(), *rules_of_sums(), *rules_of_the_rest()]


def rules_of_reports() -> list[Rule]:
    return [
        (
            _("Bare mottatte rapporter"),
            _(
                "Tallene er de som ble frosset da rapportene ble sendt inn. Utkast, rapporter som "
                "er sendt tilbake, og rettelser etter innsending er ikke med. Sidene ellers i "
                "portalen viser dagens tall, og kan derfor vise noe annet."
            ),
        ),
        (
            _("Eldre rapporter"),
            _(
                "En rapport som ble frosset før et tall fantes, sier ikke at tallet er null. Da "
                "står det at tallet mangler, og i hvilke rapporter."
            ),
        ),
    ]


def rules_of_sums() -> list[Rule]:
    return [
        (
            _("Samme hendelse i flere rapporter"),
            _(
                "Har flere sentre registrert den samme hendelsen, telles den én gang. Da gjelder "
                "deltakelsene fra den som ledet. Timene er hvert senters egne, og legges sammen."
            ),
        ),
        (
            _("Timer og deltakelser"),
            _(
                "Tomt betyr ukjent, ikke null, og summen sier hvor mange aktiviteter den er "
                "oppgitt for. Deltakelser er ikke personer: den som møter på to samlinger, teller "
                "to ganger."
            ),
        ),
        (
            _("Kommuner"),
            _(
                "En kommune telles én gang, med det høyeste nivået som noen av rapportene gir. "
                "Nevneren er kommunene som fantes 1. januar. Bydeler er ikke med i nevneren, og "
                "har sin egen tabell."
            ),
        ),
    ]


def rules_of_the_rest() -> list[Rule]:
    return [
        (
            _("Temaer og oppgaver"),
            _(
                "Hovedtemaet får timene; flere temaer teller bare aktiviteten. Timene på oppgaver "
                "følger aktivitetens hovedoppgave."
            ),
        ),
        (
            _("Penger"),
            _(
                "Beløpene er de som sto i regnskapet ved innsending, i hele kroner. Ubrukt er "
                "tildelt og overført fra i fjor, minus brukt."
            ),
        ),
        (
            _("Avtaler og behov"),
            _(
                "En avtale eller et behov som står i flere rapporter, telles én gang. Behovene er "
                "de som var åpne 31. desember."
            ),
        ),
    ]
