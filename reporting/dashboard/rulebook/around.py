"""Over time, requests and reports, and what is never told (rules 23 to 31)."""

from django.utils.translation import gettext_lazy as _

from reporting.dashboard.rulebook.rule import Rule

OVER_TIME = (
    Rule(
        23,
        "kommuneendringer",
        _("Når kommuner slås sammen eller deles"),
        _(
            "Etter en sammenslåing har kommunen alt det de gamle hadde: aktiviteter én gang, "
            "timer lagt sammen, høyeste nivå og siste kontakt. Etter en deling står det gamle "
            "«ufordelt» på det gamle nummeret til noen med rett til det fordeler det. Bakover "
            "føres bare det som er én til én, og grensejusteringer flytter ingenting."
        ),
        (
            "municipalities.structure.place_ids",
            "reporting.dashboard.figures.undistributed",
            "reporting.dashboard.overtime.over_time",
        ),
    ),
    Rule(
        24,
        "over-tid",
        _("Over tid, og flertall"),
        _(
            "Over tid er tre kalenderår til og med året som vises, når ikke et annet antall er "
            "valgt. Antallet står ved tallet. Flertall er mer enn halvparten av kommunene i året "
            "som vises."
        ),
        (
            "assignments.coverage.periods.years_until",
            "assignments.coverage.periods.is_majority",
        ),
    ),
    Rule(
        25,
        "smaa-og-usentrale",
        _("Små og usentrale kommuner"),
        _(
            "En liten kommune har under 5 000 innbyggere 1. januar i året. Folketallet er det fra "
            "nærmeste kjente dato, og siden sier hvilken. En usentral kommune er i "
            "sentralitetsklasse 5 eller 6."
        ),
        ("municipalities.size.is_small", "municipalities.size.is_remote"),
    ),
    Rule(
        26,
        "avtaler",
        _("Når en avtale teller"),
        _(
            "En avtale teller i et år når begge parter har signert og den er i kraft minst én dag "
            "av året, også når den begynner senere i året vi er i. Den slutter med kommunen som "
            "signerte, og kommunen som tok over, får en oppgave om å fornye."
        ),
        (
            "assignments.agreements.facts.facts_of",
            "assignments.agreements.models.agreement.AgreementQuerySet.counting_in",
        ),
    ),
    Rule(
        27,
        "frosne-tall",
        _("Tall i dag og frosne tall"),
        _(
            "Sidene viser radene slik de er i dag. En innsendt rapport viser tallene den ble "
            "sendt inn med, og den nasjonale oversikten bygger bare på slike. Der de er ulike, "
            "sier en lenke fra."
        ),
        (
            "reporting.models.AnnualReport.is_frozen",
            "reporting.national.reading.received",
            "reporting.comparing.today.context",
        ),
    ),
)
REQUESTS = (
    Rule(
        28,
        "forste-svar",
        _("Første svar"),
        _(
            "Første svar er den første meldingen eller avgjørelsen fra et menneske som kommunen "
            "kan se. Kvittering og foreløpig svar er ikke det. En pause flytter fristen med like "
            "mange virkedager."
        ),
        (
            "assignments.requests.models.SupportRequest.first_answer",
            "assignments.requests.actions.clarifying.ended_pause",
        ),
    ),
    Rule(
        29,
        "ansvarlig-senter",
        _("Hvilket senter som foreslås"),
        _(
            "Portalen foreslår regionale sentre som har ansvar for kommunen og arbeider med "
            "temaet, hovedfeltet først; uten tema er det KORUS. Nasjonale tjenester gir bare råd. "
            "Bare et senter med en leder i portalen kan spørres her, og for de andre står det "
            "hvordan de nås."
        ),
        ("centres.routing.responsible_centres",),
    ),
    Rule(
        30,
        "nytt-og-lukkede-aar",
        _("Nytt, endret og lukket"),
        _(
            "Nytt er tiltak og satsinger som ikke sto i senterets forrige rapport; i det første "
            "året i portalen settes det for hånd. Lederen sier fra om vesentlig dreining, og hva "
            "som er endret. Et innsendt år er lukket også når rapporten er sendt tilbake: "
            "rettelser er nye rader med en grunn."
        ),
        (
            "reporting.newness.derived",
            "assignments.plans.rules.suggest_status",
            "assignments.plans.years.hold_open",
        ),
    ),
)
SUPPRESSION = (
    Rule(
        31,
        "skjerming",
        _("Hva som ikke vises"),
        _(
            "Svar fra færre enn tre personer, og færre enn tre brukere eller pårørende, vises "
            "ikke, og kan heller ikke regnes ut av andre tall. Tall som er hentet utenfra, følger "
            "kildens egen regel. Aktiviteter, kommuner, timer og ansattes deltakelser skjules "
            "aldri."
        ),
        (
            "assignments.suppression.is_too_few",
            "assignments.activities.page.roles_for_others",
            "assignments.mapping.suppression.shown",
            "assignments.feedback.pooling.standing",
            "reporting.figures.around.user_participation",
        ),
    ),
)
