"""Demo agreements and information rounds: what binds, and who has been told."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from assignments.agreements.content import content_of
from assignments.agreements.facts import facts_of as agreement_facts
from assignments.agreements.models import (
    Agreement,
    AgreementText,
    Commitment,
    FollowUpMeeting,
    PlanAnchoring,
    Signature,
    Verification,
)
from assignments.coverage.models import Fact
from assignments.rounds.facts import facts_of as round_facts
from assignments.rounds.models import InformationRound, InformationRow
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality

DEMO = " (Demotekst.)"
PURPOSE = (
    "Kommunen og senteret arbeider sammen over tid for at tidlig innsats blir en fast del av "
    "tjenestene, forankret i ledelsen og i planene." + DEMO
)
NEEDS = "Få fagfolk per innbygger, og ingen fast plan for tidlig innsats." + DEMO
COMMITMENTS = [
    (Commitment.Side.MUNICIPALITY, "Sette av tid til opplæring for alle ansatte", "kommunalsjef"),
    (Commitment.Side.CENTRE, "Holde fire samlinger og følge opp mellom dem", "fagleder"),
    (Commitment.Side.MUNICIPALITY, "Ta tiltaket inn i handlingsplanen", "folkehelsekoordinator"),
]
# Code, first day, days until the end, signed?, special needs?
AGREED = [
    ("korus-nord", "5601", date(2025, 3, 1), 1095, True, True),
    ("korus-nord", "5603", date(2024, 2, 1), 1095, True, False),
    ("korus-nord", "5607", date(2026, 9, 1), 1095, False, True),
    ("korus-vest-stavanger", "1101", date(2025, 1, 15), 1095, True, False),
    ("korus-vest-stavanger", "1151", date(2026, 10, 1), 730, False, True),
]
BOUNCES = 0.06


def make_agreements(staff: dict[str, User], today: date) -> int:
    """One in each state, with what hangs on it. Returns how many."""
    facts: list[Fact] = []
    for code, place, first, days, is_signed, has_needs in AGREED:
        centre = Centre.objects.select_related("organisation").get(code=code)
        municipality = Municipality.objects.select_related("county", "parent").get(code=place)
        made = agreement(centre, municipality, first, days, staff[code], has_needs=has_needs)
        if is_signed:
            sign(made, staff[code], today)
            facts += agreement_facts(made)
        else:
            made.state = Agreement.State.OFFERED
            made.save(update_fields=["state"])
    Fact.objects.bulk_create(facts)
    return len(AGREED)


def agreement(
    centre: Centre, place: Municipality, first: date, days: int, by: User, *, has_needs: bool
) -> Agreement:
    """A draft with its rows, and the first written version."""
    made = Agreement.objects.create(
        centre=centre,
        municipality=place,
        title=f"Tidlig innsats i {place.name}",
        purpose=PURPOSE,
        starts_on=first,
        ends_on=first + timedelta(days=days),
        language="nn" if place.code.startswith("11") else "nb",
        political_body="Formannskapet",
        political_case=f"{first.year}/14 (demo)",
        political_on=first - timedelta(days=20),
        has_special_needs=has_needs,
        special_needs=NEEDS if has_needs else "",
        special_needs_evidence="IS 24/8 og egen kartlegging (demo)" if has_needs else "",
        created_by=by,
        created_at=noon(first - timedelta(days=60)),
        is_demo=True,
    )
    promise(made)
    AgreementText.objects.create(
        agreement=made,
        number=1,
        origin=AgreementText.Origin.TEMPLATE,
        content=content_of(made),
        made_by=by,
        made_at=made.created_at,
    )
    return made


def promise(made: Agreement) -> None:
    """Where it is anchored, and what each side will do."""
    first = made.starts_on
    PlanAnchoring.objects.create(
        agreement=made,
        plan="Kommunedelplan for helse og omsorg",
        chapter="4.2",
        first_year=first.year,
        last_year=first.year + 3,
    )
    Commitment.objects.bulk_create(
        Commitment(
            agreement=made,
            side=side,
            text=text,
            owner=owner,
            due_on=first + timedelta(days=120 * (number + 1)),
        )
        for number, (side, text, owner) in enumerate(COMMITMENTS)
    )


def sign(made: Agreement, by: User, today: date) -> None:
    """Both sides have signed on paper; then a meeting, and the first year's verification."""
    text = made.texts.get(number=1)
    day = made.starts_on - timedelta(days=7)
    Signature.objects.bulk_create(
        [
            signature(text, Commitment.Side.CENTRE, Signature.Capacity.SIGNATORY, day, by),
            signature(text, Commitment.Side.MUNICIPALITY, Signature.Capacity.DIRECTOR, day, by),
        ]
    )
    text.signed_at = made.signed_at = noon(day)
    text.save(update_fields=["signed_at"])
    made.state = Agreement.State.SIGNED
    made.save(update_fields=["state", "signed_at"])
    FollowUpMeeting.objects.create(
        agreement=made,
        held_on=made.starts_on + timedelta(days=90),
        present="kommunalsjef, enhetsleder og rådgiver ved senteret",
        summary="Opplæringen er i gang. Neste samling er satt opp." + DEMO,
        registered_by=by,
        registered_at=noon(made.starts_on + timedelta(days=91)),
    )
    for year in range(made.starts_on.year, today.year):
        for side in Commitment.Side.values:
            Verification.objects.create(
                agreement=made, year=year, side=side, result=Verification.Result.KEPT, by=by
            )


def signature(
    text: AgreementText, side: str, capacity: Signature.Capacity, day: date, by: User
) -> Signature:
    who = {Signature.Capacity.SIGNATORY: "Direktør (demo)"}.get(capacity, "Kommunedirektør (demo)")
    return Signature(
        text=text,
        side=side,
        way=Signature.Way.OUTSIDE,
        capacity=capacity,
        signatory=who,
        signed_on=day,
        registered_by=by,
        registered_at=noon(day),
    )


def make_rounds(
    grounds: list[tuple[Centre, list[Municipality], User]], today: date, random: Random
) -> int:
    """A mail to most of the catchment each spring; a few come back. Returns how many rows."""
    facts: list[Fact] = []
    rows = 0
    for centre, places, by in grounds:
        for year in range(2024, today.year + 1):
            told = information_round(centre, date(year, 2, 12), by)
            made = [informed(told, place, random) for place in places if random.random() < 0.85]
            InformationRow.objects.bulk_create(made)
            facts += round_facts(told)
            rows += len(made)
    Fact.objects.bulk_create(facts)
    return rows


def information_round(centre: Centre, day: date, by: User) -> InformationRound:
    return InformationRound.objects.create(
        centre=centre,
        title=f"Dette tilbyr vi i {day.year}",
        channel=InformationRound.Channel.MAIL,
        day=day,
        receiver="kommunedirektør",
        registered_by=by,
        registered_at=noon(day),
        is_demo=True,
    )


def informed(told: InformationRound, place: Municipality, random: Random) -> InformationRow:
    is_bounced = random.random() < BOUNCES
    states = InformationRow.State
    return InformationRow(
        round=told,
        municipality=place,
        state=states.BOUNCED if is_bounced else states.DELIVERED,
        reason="Ukjent adresse (demo)" if is_bounced else "",
    )


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
