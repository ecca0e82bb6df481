"""Filling an empty portal with synthetic years 2024, 2025 and 2026 to date."""

from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import connection, transaction

from assignments.activities.models import Activity
from assignments.coverage import actions as coverage
from centres import catchments
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from korus_portal.pages.demo import needs as work
from korus_portal.pages.demo import people
from korus_portal.pages.demo.activities import Ground, make_activities
from korus_portal.pages.demo.agreements import make_agreements, make_rounds
from korus_portal.pages.demo.dialogues import make_dialogues
from korus_portal.pages.demo.feedback import make_feedback
from korus_portal.pages.demo.indicators import make_indicators
from korus_portal.pages.demo.mapping import make_mappings
from korus_portal.pages.demo.plans import make_details
from korus_portal.pages.demo.reports import make_reports
from korus_portal.pages.demo.requests import make_requests
from korus_portal.pages.demo.tiltak import Reference, make_assignments
from municipalities.models import Municipality

# Chosen once: the same seed gives the same years on every machine.
SEED = 7140765
PER_SCALE = 2060
REGION_KINDS = [Centre.Kind.KORUS, Centre.Kind.RVTS, Centre.Kind.RKBU]
REGION_DAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Seeded:
    activities: int
    requests: int
    coverage_rows: int


def is_empty() -> bool:
    return not Activity.objects.exists()


@transaction.atomic
def seed(*, scale: int, today: date) -> Seeded:
    """Make accounts, tiltak, activities and requests, and count them."""
    random = Random(SEED)  # noqa: S311 - synthetic data, not secrets
    accounts = people.make_accounts()
    grounds = [
        ground for centre in demo_centres() if (ground := make_ground(centre, accounts, random))
    ]
    activities = make_activities(grounds, PER_SCALE * scale, today, random)
    requests = make_requests(
        asked_centres(grounds, accounts),
        senders=senders(accounts),
        other=people.other_contact(),
        count=60 * scale,
        today=today,
        random=random,
    )
    make_needs_and_figures(accounts, today)
    make_agreed(grounds, accounts, today)
    made = Seeded(activities, requests, coverage.rebuild())
    # What they count is read from the coverage rows.
    make_reports(demo_centre("korus-nord"), demo_centre("korus-vest-stavanger"), accounts, today)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # or the first lists are planned for empty tables
    return made


def make_needs_and_figures(accounts: dict[str, User], today: date) -> None:
    """Drawn apart from the activities, so that these stay as they were."""
    random = Random(SEED)  # noqa: S311 - synthetic data, not secrets
    make_indicators(accounts, today, random)
    make_mappings(accounts, today, random)
    work.make_surveys(accounts, today, random)
    work.make_needs(accounts, today, random)
    work.make_outreach(accounts, today, random)


def make_agreed(grounds: list[Ground], accounts: dict[str, User], today: date) -> None:
    """Tiltak in full at the demo centre, agreements, rounds, shared activities and feedback."""
    random = Random(SEED)  # noqa: S311 - synthetic data, not secrets
    staff = {ground.centre.code: ground.by for ground in grounds}
    nord = next(ground for ground in grounds if ground.centre.code == "korus-nord")
    users = Organisation.objects.get(name=people.USER_ORGANISATION)
    make_details(nord.centre, staff, users, nord.places)
    make_agreements(staff, today)
    make_rounds([(row.centre, row.places, row.by) for row in grounds], today, random)
    make_feedback(nord.centre, nord.by, users, random)
    make_dialogues(staff, today)


def demo_centre(code: str) -> Centre:
    return Centre.objects.select_related("organisation").get(code=code)


def demo_centres() -> list[Centre]:
    found = Centre.objects.filter(kind__in=REGION_KINDS).active(on=REGION_DAY)
    return list(found.select_related("organisation").order_by("code"))


def make_ground(centre: Centre, accounts: dict[str, User], random: Random) -> Ground | None:
    """None for a centre without catchment: nobody knows whom it would serve."""
    places = places_of(centre)
    if not places:
        return None
    random.shuffle(places)
    put_demo_contacts_first(places)
    by = people.staff_of(centre, accounts)
    themes = [row.theme for row in centre.centre_fields.select_related("theme")]
    assignments = make_assignments(centre, themes, by, Reference.load(), random)
    own = {row.pk: [link.theme for link in row.assignment_themes.all()] for row in assignments}
    return Ground(centre, by, assignments, own, places)


def places_of(centre: Centre) -> list[Municipality]:
    """The catchment; for Oslo its districts, which are what KORUS Oslo is shown by."""
    ids = catchments.municipality_ids(centre, on=REGION_DAY)
    found = Municipality.objects.filter(pk__in=ids).order_by("code")
    if found.count() > 1:
        return list(found)
    return list(Municipality.objects.filter(parent__in=ids).order_by("code")) or list(found)


def put_demo_contacts_first(places: list[Municipality]) -> None:
    """Alta is well served and Utsira never reached, so that both stories can be seen."""
    for place in list(places):
        if place.code in ("5601", "1151"):
            places.remove(place)
            places.insert(0 if place.code == "5601" else len(places), place)


def asked_centres(
    grounds: list[Ground], accounts: dict[str, User]
) -> list[tuple[Centre, list[Municipality], User]]:
    """Only a centre with an active leader can be asked."""
    askable = set(Centre.objects.askable().values_list("pk", flat=True))
    return [
        (ground.centre, ground.places, ground.by)
        for ground in grounds
        if ground.centre.pk in askable
    ]


def senders(accounts: dict[str, User]) -> dict[int, User]:
    by_code = {"5601": accounts["contact"], "1151": accounts["contact-utsira"]}
    found = Municipality.objects.filter(code__in=by_code)
    return {place.pk: by_code[place.code] for place in found}
