"""What the words on the pages of coverage mean, in the order that a reader meets them."""

from django.utils.translation import gettext_lazy as _

from reporting.dashboard.rulebook.rule import Text

# The word, what it means, and the number of the rule that decides it; 0 for none.
WORDS: list[tuple[Text, Text, int]] = [
    (_("ikke kjent"), _("Ingenting i perioden sier at kommunen kjenner tilbudet."), 4),
    (_("kjent"), _("Kommunen har fått vite om tilbudet, i brev, e-post eller møte."), 5),
    (_("kontakt"), _("Kommunen og senteret har vært i kontakt: spurt, svart eller møttes."), 6),
    (_("brukt"), _("Kommunen har fått noe fra et senter: kurs, veiledning eller annet."), 7),
    (_("nådd"), _("Det samme som brukt."), 8),
    (
        _("aktivitet"),
        _("Noe et senter har gjort og bekreftet. Alle typer er med i antallet."),
        1,
    ),
    (_("timer"), _("Arbeidstid for senterets ansatte, uten reise."), 15),
    (_("deltakelser"), _("Oppmøter, ikke personer."), 17),
    (_("ufordelt"), _("Hører til, men ikke til én bestemt kommune."), 17),
    (_("ansvarsområde"), _("Kommunene som et senter skal hjelpe."), 10),
    (_("utenfor ansvarsområdet"), _("Kommuner som et annet senter skal hjelpe."), 13),
    (_("andel"), _("Kommuner som er nådd, av alle i ansvarsområdet eller i landet."), 10),
    (
        _("ingen data"),
        _("Senteret har ikke bekreftet noe i året; det er ikke 0."),
        14,
    ),
    (_("satsing"), _("Et nasjonalt program eller oppdrag som flere sentre kan arbeide med."), 0),
    (_("tiltak"), _("Det et senter har planlagt å gjøre, med mål og varighet."), 0),
    (_("samfunnsoppdrag"), _("Oppgavene staten har gitt sentrene, nummerert C1, C2 og videre."), 0),
    (_("hovedtema"), _("Det første temaet på en aktivitet."), 21),
    (_("forløp"), _("Når i et problem hjelpen kommer: fra å forebygge til å følge opp."), 0),
    (_("livsløp"), _("Når i livet de er, som tilbudet til slutt er til for."), 0),
    (_("side"), _("Hvem arbeidet var for: kommunen, spesialisthelsetjenesten eller andre."), 0),
    (_("innsatskommune"), _("En kommune som har en avtale med et senter."), 26),
]
