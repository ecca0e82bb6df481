"""A small country with all that makes counting hard, and the real actions on it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from assignments.activities import actions as activities
from assignments.activities.actions import correcting
from assignments.activities.actions.answering import answer_partner
from assignments.activities.actions.errors import (
    AlreadyDoneError,
    NotLinkableError,
    NotSharedError,
    ResultMissingError,
)
from assignments.activities.actions.overlapping import decide_overlap, undo_overlap
from assignments.activities.models import Activity, ActivityPartner, ImportRow
from assignments.activities.values import ActivityValues
from assignments.outreach import actions as outreach
from assignments.outreach.models import Approach, Contact
from assignments.outreach.values import ContactValues
from assignments.plans import actions as plans
from assignments.plans.choices import CoursePhase, LifeStage
from assignments.plans.models import Assignment, ClosedYear
from assignments.plans.values import values_of
from assignments.requests.actions import deciding, submitting
from assignments.requests.models import SupportRequest
from centres.models import Centre, Initiative, MandateTask
from korus_portal.accounts.models import Organisation, Role, User
from municipalities.models import Municipality, MunicipalityChange, Theme
from tests.activities import sheets
from tests.factories import (
    AssignmentFactory,
    CentreFactory,
    CountyFactory,
    MandateTaskFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ThemeFactory,
    UserFactory,
)

# One or more of each side of the services, in no order.
KINDS = ["university", "clinic", "ministry", "health_trust", "county_authority", "city_district"]
REPORTED = (2024, 2025)


@dataclass
class World:
    """Two centres with a leader each; places merged, split, cut in districts and left alone."""

    leaders: dict[Centre, User]
    contact: User
    places: list[Municipality]
    themes: list[Theme]
    initiatives: list[Initiative | None]
    tasks: list[MandateTask | None]
    assignments: dict[Centre, Assignment]
    organisations: list[Organisation] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    requests: list[SupportRequest] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)

    @property
    def centres(self) -> list[Centre]:
        return list(self.leaders)


def build_world(leaders: dict[Centre, User], contact: User, own: Municipality) -> World:
    west = CountyFactory.create(code="46", name="Vestland")
    more = CountyFactory.create(code="15", name="Møre og Romsdal")
    city = MunicipalityFactory.create(code="4601", name="Bergen", county=west)
    district = MunicipalityFactory.create(
        code="460101", name="Arna", county=west, kind=Municipality.Kind.DISTRICT, parent=city
    )
    first, second = (expired(code, west, date(2019, 12, 31)) for code in ("1201", "1246"))
    merged = MunicipalityFactory.create(code="4626", name="Øygarden", county=west)
    split = expired("1507", more, date(2023, 12, 31))
    parts = [
        MunicipalityFactory.create(code=code, county=more, valid_from=date(2024, 1, 1))
        for code in ("1508", "1580")
    ]
    change(first, merged, "merge", date(2020, 1, 1))
    change(second, merged, "merge", date(2020, 1, 1))
    for part in parts:
        change(split, part, "split", date(2024, 1, 1))
    initiative = Initiative.objects.create(
        code="tidlig_inn", name_nb="Tidlig inn", name_nn="Tidleg inn", kind="programme"
    )
    return World(
        leaders=leaders,
        contact=contact,
        places=[own, city, district, first, second, merged, split, *parts],
        themes=[ThemeFactory.create() for _number in range(3)],
        initiatives=[None, initiative],
        tasks=[None, MandateTaskFactory.create()],
        assignments={
            centre: AssignmentFactory.create(centre=centre, created_by=leader)
            for centre, leader in leaders.items()
        },
        organisations=[OrganisationFactory.create(kind=kind) for kind in KINDS],
    )


def third_centre() -> dict[Centre, User]:
    """One more, that can have taken part in what the two others did together."""
    centre = CentreFactory.create(code="korus-ost", short_name="KORUS Øst")
    role = (centre.organisation, Role.LEADER)
    return {centre: UserFactory.create(email="leader-ost@prove.example", role=role)}


def expired(code: str, county: Any, last: date) -> Municipality:
    return MunicipalityFactory.create(
        code=code, county=county, valid_from=date(1964, 1, 1), valid_to=last
    )


def change(old: Municipality, new: Municipality, kind: str, on: date) -> None:
    MunicipalityChange.objects.create(
        date=on, change_type=kind, old=old, new=new, old_name=old.name, new_name=new.name
    )


def drawn_values(world: World, draw: Any, centre: Centre) -> ActivityValues:
    """Anything that the form would let through."""
    kinds = list(Activity.Kind)
    places = drawn_places(world, draw)
    # No fewer than are told of the places.
    least = sum(number or 0 for number in places.values())
    return ActivityValues(
        kind=kinds[draw("kind", 0, len(kinds) - 1)],
        title="Noe som ble gjort",
        starts_on=date(2024 + draw("year", 0, 1), 1 + draw("month", 0, 11), 1),
        ends_on=None,
        hours=[None, Decimal("0.01"), Decimal("10.00"), Decimal("7.77")][draw("hours", 0, 3)],
        form=list(Activity.Form)[draw("form", 0, 2)],
        attendances=[None, least, least + 5, least + 40][draw("attendances", 0, 3)],
        is_national_event=draw("national", 0, 3) == 0,
        assignment=[None, world.assignments[centre]][draw("assignment", 0, 1)],
        mandate_task=world.tasks[draw("task", 0, 1)],
        themes=tuple(world.themes[: draw("themes", 0, 3)]),
        municipalities=places,
        note="",
        partners=tuple(world.centres) if draw("partners", 0, 2) == 2 else (),
        organisations=tuple(drawn_organisations(world, draw)),
        course_phase=["", *CoursePhase][draw("phase", 0, len(CoursePhase))],
        life_stage=["", *LifeStage][draw("stage", 0, 2)],
    )


def drawn_places(world: World, draw: Any) -> dict[Municipality, int | None]:
    """Some of them, each with its own attendances or without."""
    first = draw("places", 0, len(world.places))
    return {
        world.places[(first + step) % len(world.places)]: [None, 0, 3, 12][draw("people", 0, 3)]
        for step in range(draw("named", 0, 4))
    }


def drawn_organisations(world: World, draw: Any) -> list[Organisation]:
    """None, some or all, so that any of the sides may be the only one."""
    first = draw("organisation", 0, len(world.organisations) - 1)
    return world.organisations[first : first + draw("organisations", 0, 4)]


def log(world: World, draw: Any) -> None:
    centre = world.centres[draw("centre", 0, len(world.centres) - 1)]
    values = drawn_values(world, draw, centre)
    is_confirmed = draw("confirmed", 0, 2) > 0
    by = world.leaders[centre]
    made = activities.log_activity(centre=centre, values=values, by=by, is_confirmed=is_confirmed)
    world.activities.append(made)


def change_one(world: World, draw: Any) -> None:
    if (activity := chosen(world, draw)) and not is_settled(activity):
        # A confirmed one does not become a meeting that nothing came out of.
        with suppress(ResultMissingError):
            activities.change_activity(
                activity=activity,
                values=drawn_values(world, draw, activity.centre),
                version=activity.version,
                by=world.leaders[activity.centre],
            )


def confirm(world: World, draw: Any) -> None:
    activity = chosen(world, draw)
    if activity and not is_settled(activity) and activity.status == Activity.Status.DRAFT:
        with suppress(ResultMissingError):
            activities.confirm_activity(activity=activity, by=world.leaders[activity.centre])


def delete_or_restore(world: World, draw: Any) -> None:
    if not (activity := chosen(world, draw)):
        return
    by = world.leaders[activity.centre]
    if activity.is_replaced or activity.correction:
        return
    if activity.deleted_at is None:
        activities.delete_activity(activity=activity, reason="Dobbelt", by=by)
    else:
        activities.restore_activity(activity=activity, by=by)


def move_initiative(world: World, draw: Any) -> None:
    centre = world.centres[draw("centre", 0, len(world.centres) - 1)]
    assignment = Assignment.objects.get(pk=world.assignments[centre].pk)
    values = replace(values_of(assignment), initiative=world.initiatives[draw("initiative", 0, 1)])
    plans.change_assignment(
        assignment=assignment, values=values, version=assignment.version, by=world.leaders[centre]
    )
    world.assignments[centre] = Assignment.objects.get(pk=assignment.pk)


def ask(world: World, draw: Any) -> None:
    sent = submitting.submit_request(
        by=world.contact,
        municipality=world.places[0],
        centre=world.centres[0],
        theme=None,
        text="Vi trenger hjelp.",
        reach="Ring oss",
        language="nb",
    )
    world.requests.append(sent)


def answer(world: World, draw: Any) -> None:
    waiting = SupportRequest.objects.filter(status="submitted").first()
    if waiting is None:
        return
    by = world.leaders[world.centres[0]]
    if draw("accepted", 0, 1):
        deciding.accept_request(support_request=waiting, by=by)
    else:
        deciding.decline_request(support_request=waiting, reason="Ingen ledig tid.", by=by)


def reach_out(world: World, draw: Any) -> None:
    """An attempt to reach a municipality, with or without an answer."""
    centre = world.centres[draw("centre", 0, len(world.centres) - 1)]
    by, place = world.leaders[centre], world.places[draw("places", 0, len(world.places) - 1)]
    approach, _made = Approach.objects.get_or_create(
        centre=centre, municipality=place, ended_at=None, defaults={"adviser": by}
    )
    values = drawn_contact(draw, place)
    made = outreach.note_contact(approach=approach, values=values, by=by)
    world.contacts.append(made)


def mend_contact(world: World, draw: Any) -> None:
    """Another day, or another result: an answer may become none, and none an answer."""
    if not world.contacts:
        return
    index = draw("contact", 0, len(world.contacts) - 1)
    contact = Contact.objects.select_related("approach__centre", "approach__municipality").get(
        pk=world.contacts[index].pk
    )
    approach = contact.approach
    outreach.change_contact(
        contact=contact,
        values=drawn_contact(draw, approach.municipality),
        version=contact.version,
        by=world.leaders[approach.centre],
    )


def drawn_contact(draw: Any, place: Municipality) -> ContactValues:
    """On a day when the municipality was there."""
    results = list(Contact.Result)
    day = date(2024 + draw("year", 0, 1), 1 + draw("month", 0, 11), 1)
    return ContactValues(
        day=min(day, place.valid_to or day),
        channel=Contact.Channel.PHONE,
        result=results[draw("result", 0, len(results) - 1)],
    )


def answer_one(world: World, draw: Any) -> None:
    """A partner says yes with hours or without, or no, or says so anew."""
    answer_among(ActivityPartner.objects.all(), world, draw)


def answer_among(rows: QuerySet[ActivityPartner], world: World, draw: Any) -> None:
    if not (found := list(rows.select_related("activity", "centre").order_by("pk"))):
        return
    partner = found[draw("partner", 0, len(found) - 1)]
    with suppress(AlreadyDoneError, NotSharedError):
        answer_partner(
            activity=partner.activity,
            centre=partner.centre,
            accepts=draw("accepts", 0, 2) > 0,
            hours=[None, Decimal("3.33"), Decimal("8.00")][draw("own hours", 0, 2)],
            was=(partner.state, partner.hours),
            by=world.leaders[partner.centre],
        )


def link_or_undo(world: World, draw: Any) -> None:
    """Two rows become the same event, or are no longer."""
    own, other = chosen(world, draw), chosen(world, draw)
    if own is None or other is None:
        return
    by = world.leaders[own.centre]
    with suppress(NotLinkableError, PermissionDenied):
        if draw("undo", 0, 3) == 0:
            undo_overlap(activity=own, other=other, by=by)
        else:
            decide_overlap(activity=own, other=other, outcome="same_event", leads=other, by=by)


def have_one_event(world: World, draw: Any) -> None:
    """Two centres' rows about the same day, linked, in which anybody may have taken part."""
    first = draw("centre", 0, len(world.centres) - 1)
    rows = []
    for step, titles in ((0, "lead"), (1, "linked")):
        centre = world.centres[(first + step) % len(world.centres)]
        values = replace(
            drawn_values(world, draw, centre),
            starts_on=date(2024, 5, 1 + draw("joint day", 0, 1)),
            partners=tuple(world.centres),
            title=titles,
        )
        by = world.leaders[centre]
        rows.append(activities.log_activity(centre=centre, values=values, by=by, is_confirmed=True))
    world.activities += rows
    lead, linked = rows
    for _number in range(draw("answers", 0, 4)):
        answer_among(ActivityPartner.objects.filter(activity__in=rows), world, draw)
    with suppress(NotLinkableError):
        by = world.leaders[linked.centre]
        decide_overlap(activity=linked, other=lead, outcome="same_event", leads=lead, by=by)


def correct(world: World, draw: Any) -> None:
    """A reported year is put right: a row is replaced or withdrawn, or one is added."""
    if not (activity := chosen(world, draw)):
        return
    centre, by, how = activity.centre, world.leaders[activity.centre], draw("how", 0, 2)
    told: dict[str, Any] = {"reason": "Feil i rapporten", "by": by}
    values = drawn_values(world, draw, centre)
    with reported(centre, by), suppress(AlreadyDoneError, PermissionDenied):
        if how == 0:
            new = correcting.add_to_reported_year(centre=centre, values=values, **told)
        elif how == 1:
            new = correcting.withdraw_activity(activity=activity, **told)
        else:
            new = correcting.correct_activity(activity=activity, values=values, **told)
        world.activities.append(new)


@contextmanager
def reported(centre: Centre, by: User) -> Iterator[None]:
    """As if the years were submitted just now, and open again for the rest of the history."""
    ClosedYear.objects.bulk_create(
        ClosedYear(centre=centre, year=year, closed_by=by) for year in REPORTED
    )
    yield
    ClosedYear.objects.all().delete()


def take_in(world: World, draw: Any) -> None:
    """A sheet with some rows, each with a title of its own so that none is known."""
    centre = world.centres[draw("centre", 0, len(world.centres) - 1)]
    standing = [place for place in world.places if place.valid_to is None and not place.parent]
    rows = []
    for number in range(1 + draw("rows", 0, 2)):
        places = standing[: draw("named", 0, 3)]
        names = [row.name for row in drawn_organisations(world, draw)]
        if not (places or names):
            places = standing[:1]
        rows.append(
            [
                date(2024 + draw("year", 0, 1), 1 + draw("month", 0, 11), 2).isoformat(),
                ["kurs", "veiledning"][draw("kind", 0, 1)],
                f"Rad {number} etter {len(world.activities)}",
                ";".join(place.code for place in places),
                ["", "0,01", "7,77"][draw("hours", 0, 2)],
                ";".join(names),
            ]
        )
    headings = [*sheets.HEADINGS, "timer", "organisasjoner"]
    batch = sheets.taken_in(centre, world.leaders[centre], sheets.csv_of(rows, headings, sign="\t"))
    made = ImportRow.objects.filter(batch=batch).values("activity")
    world.activities += Activity.objects.filter(pk__in=made).order_by("pk")


def is_settled(activity: Activity) -> bool:
    """Deleted, put right, or putting right: changed no more."""
    return bool(activity.deleted_at or activity.is_replaced or activity.correction)


def chosen(world: World, draw: Any) -> Activity | None:
    if not world.activities:
        return None
    index = draw("activity", 0, len(world.activities) - 1)
    rows = Activity.objects.select_related("centre", "assignment")
    return rows.get(pk=world.activities[index].pk)


STEPS = [log, log, log, change_one, change_one, confirm, delete_or_restore, move_initiative]
STEPS += [answer_one, answer_one, link_or_undo, link_or_undo, have_one_event]
STEPS += [correct, take_in, correct]
STEPS += [ask, answer, reach_out, reach_out, mend_contact]
