"""Demo mappings: one of services that has ended, and one of employees under way."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from assignments.mapping.models import (
    Answer,
    Campaign,
    CampaignQuestion,
    Invitation,
    Question,
    Sharing,
)
from centres import catchments
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality

SERVICES = ["Helsestasjon", "Psykisk helse og rus", "Nav", "Barnevern"]
INTRODUCTION = (
    "Vi vil vite hva tjenestene kan og hva dere ønsker støtte til, så tilbudet vårt treffer bedre. "
    "(Demotekst.)"
)


def make_mappings(accounts: dict[str, User], today: date, random: Random) -> int:
    nord = Centre.objects.get(code="korus-nord")
    places = list(
        Municipality.objects.filter(pk__in=catchments.municipality_ids(nord, on=today)).order_by(
            "code"
        )
    )
    done = make_campaign(nord, Campaign.Respondent.SERVICE, accounts["leader"], today, closed=True)
    invite(done, places, random, per_place=3, answered=0.75)
    ongoing = make_campaign(
        nord, Campaign.Respondent.EMPLOYEE, accounts["leader"], today, closed=False
    )
    invite(ongoing, places[:20], random, per_place=5, answered=0.5)
    alta = next(place for place in places if place.code == "5601")
    Sharing.objects.create(campaign=done, municipality=alta, by=accounts["contact"])
    return Invitation.objects.count()


def make_campaign(
    centre: Centre, respondent: str, by: User, today: date, *, closed: bool
) -> Campaign:
    opened = today - timedelta(days=120 if closed else 14)
    ends = opened + timedelta(days=40)
    campaign = Campaign.objects.create(
        centre=centre,
        title="Kompetanse i tjenestene" if closed else "Kompetanse blant ansatte",
        introduction=INTRODUCTION,
        respondent=respondent,
        closes_on=ends,
        status=Campaign.Status.CLOSED if closed else Campaign.Status.OPEN,
        created_by=by,
        created_at=morning(opened),
        opened_at=morning(opened),
        closed_at=morning(ends) if closed else None,
        is_demo=True,
    )
    bank = Question.objects.filter(
        centre=None, theme__code__in=["substance_use", "early_intervention", "addiction_treatment"]
    )
    CampaignQuestion.objects.bulk_create(
        CampaignQuestion(campaign=campaign, question=question, position=position)
        for position, question in enumerate(bank)
    )
    return campaign


def invite(
    campaign: Campaign,
    places: list[Municipality],
    random: Random,
    *,
    per_place: int,
    answered: float,
) -> None:
    """Some in each municipality; those who have answered have answered everything."""
    questions = list(Question.objects.filter(pk__in=campaign.asked.values("question")))
    sent = campaign.opened_at or timezone.now()
    invitations = Invitation.objects.bulk_create(
        invitation(campaign, place, n, sent, has_answered=random.random() < answered)
        for place in places
        for n in range(per_place)
    )
    Answer.objects.bulk_create(
        answer(asked, question, random)
        for asked in invitations
        if asked.submitted_at
        for question in questions
    )


def invitation(
    campaign: Campaign, place: Municipality, n: int, sent: datetime, *, has_answered: bool
) -> Invitation:
    """Addresses go when a mapping has ended; until then these lead nowhere."""
    return Invitation(
        campaign=campaign,
        municipality=place,
        service=SERVICES[n % len(SERVICES)],
        email="" if campaign.closed_at else f"ansatt-{place.code}-{n}@demo.example",
        sent_at=sent,
        started_at=sent if has_answered else None,
        submitted_at=sent + timedelta(days=3) if has_answered else None,
    )


def answer(asked: Invitation, question: Question, random: Random) -> Answer:
    if question.kind == Question.Kind.WISH:
        return Answer(invitation=asked, question=question, wish=random.choice(Answer.Wish.values))
    level = min(5, max(1, round(random.gauss(3, 1))))
    return Answer(invitation=asked, question=question, level=level)


def morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8)))
