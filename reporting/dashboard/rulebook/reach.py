"""Which rows count, what level they give, and what a share is a share of (rules 1 to 14)."""

from django.utils.translation import gettext_lazy as _

from reporting.dashboard.rulebook.rule import Rule

ROWS = (
    Rule(
        1,
        "bekreftet",
        _("Bare bekreftede rader teller"),
        _(
            "En rad teller når den er bekreftet og ikke slettet. Utkast teller aldri. Ingenting "
            "kan bekreftes før sin første dag, og dagene følger norsk tid."
        ),
        (
            "assignments.activities.models.activity.ActivityQuerySet.counting",
            "assignments.activities.models.Activity.is_counting",
            "assignments.activities.rules.can_count_from",
            "assignments.rounds.actions.keeping.check_day",
        ),
    ),
    Rule(
        2,
        "aar",
        _("Hvilket år noe hører til"),
        _(
            "En aktivitet hører med alle timene sine til året den begynte. En henvendelse hører "
            "til året den ble sendt, og informasjon til året den ble gitt."
        ),
        (
            "assignments.activities.models.Activity.year",
            "assignments.requests.counting.year_of",
            "assignments.requests.facts.facts_of",
        ),
    ),
    Rule(
        3,
        "summer",
        _("Hver aktivitet teller én gang"),
        _(
            "En sum teller hver aktivitet én gang, fra aktivitetene selv. Den er aldri summen av "
            "radene for kommuner, temaer, sentre eller tilskudd, for der kan den samme "
            "aktiviteten stå flere steder."
        ),
        ("reporting.dashboard.figures.total_of", "assignments.coverage.keys.Totals"),
    ),
)
LEVELS = (
    Rule(
        4,
        "nivaaer",
        _("Nivåene ligger i hverandre"),
        _(
            "Den som har brukt et senter, har også hatt kontakt, og den som har hatt kontakt, "
            "kjenner det. Nivået er det høyeste som en rad i perioden gir. Det som skjedde før "
            "perioden, teller ikke videre."
        ),
        ("assignments.coverage.models.Level", "reporting.dashboard.figures.reach_of"),
    ),
    Rule(
        5,
        "kjent",
        _("Kjent"),
        _(
            "Kommunen er gjort kjent med tilbudet når et brev, en e-post eller et møte er levert, "
            "og det er ført hvem som fikk det. Det som kom i retur, nettsider, nyhetsbrev og åpne "
            "innlegg er ikke bevis. Kontakt og brukt er også kjent."
        ),
        (
            "assignments.rounds.facts.facts_of",
            "assignments.rounds.models.InformationRowQuerySet.delivered",
        ),
    ),
    Rule(
        6,
        "kontakt",
        _("Kontakt"),
        _(
            "Kontakt er en sendt henvendelse (også en som ble trukket, eller som senteret ikke "
            "kunne bistå med), et svar da senteret tok kontakt, et kontaktmøte eller et "
            "dialogmøte. En ubekreftet henvendelse, og et forsøk som ingen svarte på, er ikke "
            "kontakt. Henvendelsen teller for senteret som ble spurt, og for hvert senter som sa "
            "ja."
        ),
        (
            "assignments.requests.facts.facts_of",
            "assignments.outreach.facts.facts_of",
            "assignments.activities.facts.level_at",
        ),
    ),
    Rule(
        7,
        "brukt",
        _("Brukt"),
        _(
            "Kommunen har brukt et senter når en bekreftet aktivitet som ble levert, nevner "
            "kommunen. Forskning, kunnskapsoppsummering, utviklingsarbeid, formidling, "
            "kontaktmøter og dialogmøter er ikke levering. En avtale alene er heller ikke bruk."
        ),
        (
            "assignments.activities.models.Activity.is_delivering",
            "assignments.activities.facts.level_at",
        ),
    ),
    Rule(
        8,
        "naadd",
        _("Nådd"),
        _(
            "«Nådd» og «fått et tilbud» betyr brukt, på alle sider, i alle filer og i alle "
            "rapporter."
        ),
        ("assignments.coverage.models.is_reached", "reporting.dashboard.figures.Reach.share"),
    ),
    Rule(
        9,
        "alle-sentre",
        _("Når ingen er valgt"),
        _(
            "Uten valgt senter eller type teller alle sentrene, og hver kommune teller én gang. "
            "Dekningen åpner med KORUS valgt, og valget står i adressen."
        ),
        (
            "assignments.coverage.models.CoverageRowQuerySet.by",
            "reporting.dashboard.choice.opening_query",
        ),
    ),
)
DENOMINATORS = (
    Rule(
        10,
        "nevner",
        _("Hva andelen er en andel av"),
        _(
            "Andelen regnes av kommunene som fantes og lå i ansvarsområdet 1. januar i året for "
            "kommuneinndelingen. I hele landet var det 357 i 2024. Bydeler er aldri med."
        ),
        (
            "reporting.dashboard.choice.Choice.structure_day",
            "reporting.dashboard.figures.catchment_of",
            "centres.catchments.municipality_ids",
        ),
    ),
    Rule(
        11,
        "bydeler",
        _("Bydeler"),
        _(
            "En rad på en bydel gir kommunen det samme nivået, én gang. Bydelene har sin egen "
            "tabell. De 15 i Oslo er nådd eller ikke, slik kommuner er; i Bergen, Stavanger og "
            "Trondheim er bydelene en tilleggsopplysning."
        ),
        (
            "municipalities.models.Municipality.counts_as_id",
            "reporting.dashboard.figures.districts",
        ),
    ),
    Rule(
        12,
        "nasjonal",
        _("Nasjonale funksjoner har ingen andel"),
        _(
            "Et senter med nasjonal funksjon, eller uten ansvarsområde, har tall, men ingen "
            "andel. Målet om at alle kommuner skal kjenne tilbudet, gjelder KORUS."
        ),
        (
            "reporting.dashboard.choice.Choice.is_national",
            "reporting.dashboard.figures.no_share",
            "assignments.rounds.progress.Progress.is_goal",
        ),
    ),
    Rule(
        13,
        "utenfor",
        _("Utenfor ansvarsområdet"),
        _(
            "En aktivitet utenfor ansvarsområdet teller i landet, på kommunens side og i "
            "senterets timer, men aldri i senterets andel. Den som fører aktiviteten, får en "
            "beskjed, ikke en feil."
        ),
        (
            "reporting.dashboard.figures.Summary.outside",
            "assignments.activities.notices.outside_catchment",
        ),
    ),
    Rule(
        14,
        "ingen-data",
        _("Ikke kjent og ingen data"),
        _(
            "Er ansvarsområdet for et år ikke registrert, er andelen «ikke kjent». Et senter uten "
            "noen bekreftet aktivitet i året har «ingen data», aldri null prosent. Summer nevner "
            "sentrene som mangler."
        ),
        (
            "reporting.dashboard.figures.no_share",
            "reporting.dashboard.figures.why_no_share",
            "reporting.dashboard.figures.centres_without_data",
        ),
    ),
)
