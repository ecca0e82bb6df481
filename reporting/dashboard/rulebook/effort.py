"""Hours, people and centres that work together (rules 15 to 22)."""

from django.utils.translation import gettext_lazy as _

from reporting.dashboard.rulebook.rule import Rule

EFFORT = (
    Rule(
        15,
        "timer",
        _("Timer"),
        _(
            "Timer er arbeidstiden til senterets ansatte: forberedelse, gjennomføring og "
            "oppfølging, ikke reise. Hver aktivitet har én sum. Tomt betyr ukjent, ikke null, og "
            "en samlet sum sier hvor mange aktiviteter den er oppgitt for."
        ),
        (
            "reporting.dashboard.counting.Numbers.lacks_hours",
            "reporting.dashboard.wording.hours",
            "reporting.figures.sums.hours_sum",
        ),
    ),
    Rule(
        16,
        "delte-timer",
        _("Timer for flere kommuner"),
        _(
            "Gjelder en aktivitet flere kommuner, deles timene likt, med to desimaler. Det som "
            "blir til overs, står på kommunen med lavest nummer, slik at radene blir like mye som "
            "summen."
        ),
        ("assignments.activities.facts.hour_shares",),
    ),
    Rule(
        17,
        "deltakelser",
        _("Deltakelser"),
        _(
            "Deltakelser er oppmøter, ikke personer: den som kommer på to samlinger, teller to "
            "ganger. Med én kommune er alle dens egne. Med flere står bare det som er ført per "
            "kommune, på kommunens rad; resten er «ufordelt»."
        ),
        (
            "assignments.activities.facts.attendances_by_row",
            "assignments.activities.facts.undistributed",
            "reporting.figures.sums.attendances_sum",
        ),
    ),
    Rule(
        18,
        "samarbeid",
        _("Flere sentre i én aktivitet"),
        _(
            "Senteret som leder, og hvert senter som har sagt ja, får det samme nivået. Timer "
            "hører til senteret som førte dem for seg selv, ellers til det som leder. Et senter "
            "som ikke har sagt ja, får ingenting."
        ),
        ("assignments.activities.facts.as_partners",),
    ),
    Rule(
        19,
        "samme-arrangement",
        _("Samme arrangement ført to ganger"),
        _(
            "Rader som er knyttet sammen som samme arrangement, teller én gang når flere sentre "
            "vises samlet, både som aktivitet og i deltakelsene. Timene legges sammen."
        ),
        ("assignments.coverage.keys.Totals.add", "reporting.dashboard.counting.sums"),
    ),
    Rule(
        20,
        "aapne-arrangementer",
        _("Arrangementer for hele landet og digitale"),
        _(
            "Et digitalt arrangement, eller ett for hele landet, gir brukt bare for kommuner der "
            "minst én deltok. «Hele landet» gir ingen kommune brukt. Veiledning på video til en "
            "bestemt kommune er ikke et arrangement."
        ),
        ("assignments.activities.facts.is_taken_part_in",),
    ),
    Rule(
        21,
        "hovedtema",
        _("Hovedtemaet får timene"),
        _(
            "Det første temaet er hovedtemaet, og timene og deltakelsene står der. Andre temaer "
            "teller bare aktiviteten, så timene deres er ikke oppgitt. Slik er det også med "
            "hovedoppgaven i samfunnsoppdraget."
        ),
        (
            "assignments.activities.facts.facts_at",
            "reporting.figures.work.by_theme",
            "reporting.figures.sums.grouped",
        ),
    ),
    Rule(
        22,
        "forskning",
        _("Andel forskning"),
        _(
            "Forskningsandelen er timer med hovedoppgave C7 eller C8, delt på alle timer i året. "
            "Kunnskapsoppsummering (C6) vises ved siden av. Over halvparten gir et varsel."
        ),
        (
            "reporting.figures.work.research",
            "reporting.checks.research_is_not_the_main_task.check",
        ),
    ),
)
