"""Titles as people write them: a few words in most of them, most words in a few."""

from __future__ import annotations

from itertools import accumulate, product
from random import Random

OPENINGS = {
    "course": ["Kurs i", "Grunnkurs i", "Oppfølgingskurs i", "Opplæring i"],
    "professional_day": ["Fagdag om", "Regional fagdag om", "Temadag om"],
    "seminar": ["Seminar om", "Dagsseminar om"],
    "conference": ["Konferanse om", "Erfaringskonferanse om"],
    "guidance": ["Veiledning om", "Veiledning i", "Gruppeveiledning om"],
    "consultation": ["Konsultasjon om", "Drøfting av"],
    "network_meeting": ["Nettverksmøte om", "Nettverk for", "Nettverkssamling om"],
    "implementation_support": ["Støtte til", "Innføring av", "Implementering av"],
    "mapping": ["Kartlegging av", "Ungdata og"],
    "presentation": ["Foredrag om", "Innlegg om"],
    "contact_meeting": ["Kontaktmøte om", "Møte om"],
    "dialogue_meeting": ["Dialogmøte om"],
    "development_work": ["Utvikling av", "Arbeidsgruppe for"],
    "research": ["Studie av", "Forskning på"],
}
HOW_OFTEN = {
    "course": 22,
    "guidance": 20,
    "network_meeting": 12,
    "professional_day": 10,
    "consultation": 9,
    "presentation": 7,
    "implementation_support": 6,
    "seminar": 5,
    "mapping": 3,
    "contact_meeting": 2,
    "dialogue_meeting": 1,
    "development_work": 1,
    "conference": 1,
    "research": 1,
}
# The commonest subjects first.
SUBJECTS = [
    "rus",
    "psykisk helse",
    "vold",
    "traumer",
    "selvmord",
    "barn og unge",
    "ettervern",
    "pårørende",
    "overdose",
    "foreldrestøtte",
    "samtalemetodikk",
    "brukermedvirkning",
    "samordning",
    "tidlig innsats",
    "skolefravær",
    "spillproblemer",
    "migrasjonshelse",
    "selvskading",
    "cannabis",
    "bosetting",
    "kriseteam",
    "motiverende intervju",
    "gravide og rus",
    "seksuelle overgrep",
    "negativ sosial kontroll",
    "medikamenter",
    "lavterskeltilbud",
    "ungdomsteam",
    "nettvett",
    "individuell plan",
    "alkohol i arbeidslivet",
    "eldre og alkohol",
    "taushetsplikt",
    "krigstraumer",
    "tvang",
    "hasjavvenning",
    "fosterhjem",
    "erfaringskonsulenter",
    "ACT-team",
    "recovery",
    "boligsosialt arbeid",
    "sorg",
    "spiseforstyrrelser",
    "ensomhet",
]
FIRST_PARTS = [
    "barne",
    "ungdoms",
    "familie",
    "kommune",
    "skole",
    "helse",
    "bolig",
    "arbeids",
    "natt",
    "rus",
    "vold",
    "traume",
    "krise",
    "livs",
    "sorg",
    "pårørende",
    "mestrings",
    "samhandlings",
    "forebyggings",
    "kartleggings",
    "oppfølgings",
    "bruker",
    "nettverks",
    "nærmiljø",
    "fritids",
    "barnehage",
    "flyktning",
    "fengsels",
    "lærings",
    "ettervern",
    "avrusnings",
    "akutt",
    "foreldre",
    "søsken",
    "besteforeldre",
    "lærling",
    "lakse",
    "fiske",
    "fjell",
    "kyst",
    "same",
    "nordlys",
    "skipper",
]
LAST_PARTS = [
    "arbeid",
    "team",
    "plan",
    "tilbud",
    "modell",
    "prosjekt",
    "tjeneste",
    "veileder",
    "samtale",
    "gruppe",
    "møte",
    "kompetanse",
    "metodikk",
    "opplæring",
    "behandling",
    "omsorg",
    "støtte",
    "utvikling",
    "kartlegging",
    "utfordring",
    "rutine",
    "nettverk",
    "senter",
    "sikkerhet",
    "program",
    "perspektiv",
    "innsats",
    "medvirkning",
    "forløp",
    "vakt",
]
ENDINGS = [
    "",
    "for ansatte i kommunen",
    "i skole og barnehage",
    "for ledere",
    "for nyansatte",
    "i barnevernet",
    "på legevakten",
    "hjemme hos familien",
    "i NAV",
    "i rus- og psykisk helsetjeneste",
    "digitalt",
    "del 1",
    "del 2",
    "del 3",
    "for helsesykepleiere",
    "i interkommunalt samarbeid",
    "med erfaringskonsulent",
    "etter sommeren",
    "over to dager",
]
# Said in so many titles out of ten thousand; what a search for something rare finds.
RARE_WORDS, RARE_OF_10_000 = ["sommerskole", "reindrift", "lystgass", "hundeterapi"], 4
COMMON, PHRASE, RARE, ABSENT = "rus", "psykisk helse", "lystgass", "havforskning"


class Titles:
    """The nth commonest word is said about 1/n as often as the commonest (Zipf)."""

    def __init__(self, random: Random) -> None:
        self.random = random
        pairs = product(FIRST_PARTS, LAST_PARTS)
        compounds = [first + last for first, last in pairs]
        Random(7).shuffle(compounds)  # noqa: S311 - no secret
        self.subjects = [*SUBJECTS, *compounds]
        self.subject_weights = zipf(len(self.subjects))
        self.ending_weights = zipf(len(ENDINGS))

    def title(self, kind: str) -> str:
        choices = self.random.choices
        opening = self.random.choice(OPENINGS[kind])
        one, other = choices(self.subjects, cum_weights=self.subject_weights, k=2)
        subject = one if one == other or self.random.random() < 0.6 else f"{one} og {other}"
        (ending,) = choices(ENDINGS, cum_weights=self.ending_weights)
        if self.random.random() * 10_000 < RARE_OF_10_000:
            ending = self.random.choice(RARE_WORDS)
        return f"{opening} {subject} {ending}".rstrip()


def zipf(number: int) -> list[float]:
    return list(accumulate(1 / (place + 1) for place in range(number)))
