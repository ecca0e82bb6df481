"""Demo needs, survey rounds and outreach: what municipalities lack, and who has called them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from assignments.coverage.models import Fact
from assignments.needs.models import Evidence, Need, NeedEvent, Side, Verdict
from assignments.outreach.facts import facts_of
from assignments.outreach.models import Approach, Contact, GovernorComment
from assignments.surveys.models import FollowUpTask, SurveyRound
from centres import catchments
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from municipalities.indicators.models import IndicatorValue
from municipalities.models import Municipality, Theme

TEXTS = [
    "Tjenestene er usikre på hvordan de skal snakke med unge om rus.",
    "Få ansatte har videreutdanning, og de som har den, slutter.",
    "Vi mangler faste rutiner for samarbeid med spesialisthelsetjenesten.",
    "Rusmiddelpolitisk handlingsplan er fra før kommunen ble slått sammen.",
    "Ungdata viser mer rusbruk enn sist, og ingen følger det opp.",
    "Barn som pårørende blir ikke fanget opp i tide.",
]
DIALOGUES = ["Tatt opp i dialogmøte om folkehelse (demo).", "Nevnt i ledermøte (demo)."]
THEMES = ["alcohol", "illicit_drugs", "early_intervention", "families", "addiction_treatment"]
DEMO = " (Demotekst.)"
# How many municipalities have had a round at all.
CHANCES = {SurveyRound.Survey.UNGDATA: 0.9, SurveyRound.Survey.BRUKERPLAN: 0.6}


@dataclass(frozen=True)
class Speaker:
    """Who registers, and on whose behalf."""

    side: Side
    user: User
    party: Organisation


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def make_needs(accounts: dict[str, User], today: date, random: Random) -> int:
    """Needs in Finnmark and Troms, as the county governor, the centre and Alta see them."""
    nord = Centre.objects.select_related("organisation").get(code="korus-nord")
    governor = accounts["governor"].memberships.get().organisation
    centre = Speaker(Side.CENTRE, accounts["leader"], nord.organisation)
    office = Speaker(Side.GOVERNOR, accounts["governor"], governor)
    places = Municipality.objects.in_force(on=today).filter(
        county__governors__organisation=governor
    )
    themes = list(Theme.objects.filter(code__in=THEMES).order_by("code"))
    made = 0
    for place in places.select_related("organisation").order_by("code"):
        for _n in range(2 if place.code == "5601" else random.choice([0, 0, 1, 1, 2])):
            speaker = random.choice([centre, office])
            if place.code == "5601" and made % 2 == 0 and place.organisation:
                speaker = Speaker(Side.MUNICIPALITY, accounts["contact"], place.organisation)
            make_need(
                place, random.choice(themes), speaker, (centre, office), today=today, random=random
            )
            made += 1
    return made


def make_need(
    place: Municipality,
    theme: Theme,
    speaker: Speaker,
    judges: tuple[Speaker, Speaker],
    *,
    today: date,
    random: Random,
) -> None:
    at = noon(today - timedelta(days=random.randint(5, 500)))
    need = Need.objects.create(
        municipality=place,
        theme=theme,
        severity=random.choice(Need.Severity.values),
        text=random.choice(TEXTS) + DEMO,
        status=random.choice([Need.Status.OPEN, Need.Status.OPEN, Need.Status.BEING_MET]),
        side=speaker.side,
        registered_for=speaker.party,
        registered_by=speaker.user,
        registered_at=at,
        is_demo=True,
    )
    tell(need, NeedEvent.Kind.REGISTERED, speaker, at)
    add_evidence(need, speaker, at, random)
    for judge in judges:
        give_verdict(need, judge, speaker, at + timedelta(days=random.randint(1, 4)), random)


def tell(need: Need, kind: NeedEvent.Kind, by: Speaker, at: datetime, text: str = "") -> None:
    NeedEvent.objects.create(
        need=need, kind=kind, at=at, by=by.user, organisation=by.party, text=text
    )


def add_evidence(need: Need, by: Speaker, at: datetime, random: Random) -> None:
    """A figure of a source that is open to all, or what was said in a meeting."""
    figures = IndicatorValue.objects.current().filter(
        municipality=need.municipality,
        indicator__themes=need.theme,
        indicator__source__publication="public",
        embargo_until=None,
        mark="",
    )
    figure = figures.order_by("-year", "pk").first()
    if figure is not None and random.random() < 0.7:
        Evidence.objects.create(
            need=need,
            kind="indicator",
            indicator_value=figure,
            organisation=by.party,
            added_by=by.user,
            added_at=at,
        )
        return
    kind = "governor" if by.side == Side.GOVERNOR else "dialogue"
    Evidence.objects.create(
        need=need,
        kind=kind,
        text=random.choice(DIALOGUES),
        day=timezone.localdate(at),
        organisation=by.party,
        added_by=by.user,
        added_at=at,
    )


def give_verdict(
    need: Need, judge: Speaker, speaker: Speaker, at: datetime, random: Random
) -> None:
    """Who registered has confirmed; the other has confirmed, disputed, or not answered yet."""
    is_own = judge.side == speaker.side
    drawn = 1.0 if is_own else random.random()
    if drawn < 0.35:
        return
    agrees = drawn > 0.5
    reason = "" if agrees else "Kommunen har nylig styrket tjenesten." + DEMO
    Verdict.objects.create(
        need=need,
        side=judge.side,
        organisation=judge.party,
        agrees=agrees,
        reason=reason,
        by=judge.user,
        at=at,
    )
    if not is_own:
        kind = NeedEvent.Kind.CONFIRMED if agrees else NeedEvent.Kind.DISPUTED
        tell(need, kind, judge, at, reason)


def make_surveys(accounts: dict[str, User], today: date, random: Random) -> int:
    """Rounds of Ungdata for most municipalities, of BrukerPlan for many; some long ago."""
    by, rounds = accounts["admin"], []
    for place in Municipality.objects.in_force(on=today).order_by("code"):
        for survey, chance in (
            (SurveyRound.Survey.UNGDATA, 0.9),
            (SurveyRound.Survey.BRUKERPLAN, 0.6),
        ):
            if random.random() < chance:
                rounds += rounds_of(place, survey, by, today, random)
    SurveyRound.objects.bulk_create(rounds)
    alta = SurveyRound.objects.filter(municipality__code="5601").exclude(carried_out_on=None)
    for made in alta:
        FollowUpTask.objects.create(
            survey_round=made,
            text="Legge resultatene inn i oversikten over helsetilstanden" + DEMO,
            owner="Folkehelsekoordinator",
            due_on=today + timedelta(days=60),
            added_by=by,
        )
    return len(rounds)


def rounds_of(
    place: Municipality, survey: SurveyRound.Survey, by: User, today: date, random: Random
) -> list[SurveyRound]:
    """The last round, and for some the next."""
    year = today.year - random.choice([0, 1, 1, 2, 2, 3, 4, 5])
    done = min(date(year, random.randint(2, 5), random.randint(1, 28)), today)
    is_presented = random.random() < 0.8
    common = {
        "municipality": place,
        "survey": survey,
        "registered_by": by,
        "is_demo": True,
        "parties": "Kommunen, KORUS og NOVA" if survey == "ungdata" else "Kommunen og KORFOR",
    }
    presented = min(done + timedelta(days=90), today) if is_presented else None
    found = [SurveyRound(**common, year=year, carried_out_on=done, presented_on=presented)]
    if random.random() < 0.4:
        found.append(SurveyRound(**common, year=today.year + 1))
    return found


def make_outreach(accounts: dict[str, User], today: date, random: Random) -> int:
    """What KORUS Nord has done with its list: taken, called, answered or not."""
    nord = Centre.objects.get(code="korus-nord")
    adviser, made = accounts["adviser"], 0
    places = Municipality.objects.filter(pk__in=catchments.municipality_ids(nord, on=today))
    for place in random.sample(list(places.order_by("code")), 12):
        taken = today - timedelta(days=random.randint(20, 300))
        approach = Approach.objects.create(
            centre=nord,
            municipality=place,
            adviser=adviser,
            reasons=[["silence", "Ingen kontakt registrert de siste tre årene."]],
            taken_at=noon(taken),
            is_demo=True,
        )
        call(approach, adviser, taken + timedelta(days=random.randint(1, 15)), random)
        made += 1
    office = accounts["governor"].memberships.get().organisation
    seen = Approach.objects.filter(municipality__county__governors__organisation=office).first()
    if seen is not None:
        GovernorComment.objects.create(
            municipality=seen.municipality,
            centre=nord,
            organisation=office,
            text="Kommunen har ny leder i helse og mestring fra høsten." + DEMO,
            by=accounts["governor"],
        )
    return made


def call(approach: Approach, by: User, day: date, random: Random) -> None:
    contact = Contact.objects.create(
        approach=approach,
        day=min(day, timezone.localdate()),
        channel=random.choice(Contact.Channel.values),
        result=random.choice(Contact.Result.values),
        note="Snakket med enhetsleder." + DEMO,
        by=by,
        at=noon(min(day, timezone.localdate())),
    )
    Fact.objects.bulk_create(facts_of(contact))
