"""A request as it is sent, and what must always be true of it."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from assignments.coverage.models import Fact
from assignments.requests.actions import partners, submitting
from assignments.requests.facts import facts_of
from assignments.requests.models import Holder, SupportRequest
from assignments.requests.states import STEPS
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from tests.requests.case_world import Case, World


def sent(world: World, *, is_guest: bool) -> Case:
    asked: Any = {
        "municipality": world.places["contact"],
        "centre": world.centres["north"],
        "theme": world.theme,
        "text": "Hjelp oss.",
        "reach": "Ring oss",
        "language": "nb",
    }
    contact = world.people["contact"]
    assert contact is not None
    if is_guest:
        now = timezone.now()
        guest = {"guest_name": "Gjest", "guest_email": "gjest@prove.example"}
        counter = submitting.lock_counter(timezone.localdate(now).year)
        row = submitting.create(counter, {**asked, **guest, "guest_seed": uuid4()})
    else:
        row = submitting.submit_request(by=contact, **asked)
    [partner] = partners.name_partners(
        support_request=row, municipalities=[world.places["partner"]], by=contact
    )
    places = set() if is_guest else {"contact"}
    return Case(row, partner, is_guest, is_confirmed=not is_guest, counted_places=places)


def name_of(world: World, user: User) -> str:
    return next(name for name, row in world.people.items() if row == user)


def snapshot(row: SupportRequest) -> tuple[object, ...]:
    """Everything that a refused step must leave alone."""
    return (
        SupportRequest.objects.filter(pk=row.pk).values().get(),
        list(row.holders.values()),
        list(row.hand_overs.values()),
        list(row.partners.values()),
        list(row.messages.values()),
        row.events.count(),
        Letter.objects.count(),
        sorted(Fact.objects.values_list("centre", "place_then")),
    )


def check_row(world: World, case: Case, row: SupportRequest) -> None:
    assert row.status == case.status
    assert row.centre == world.centres[case.owner]
    assert row.adviser == (world.people[case.adviser] if case.adviser else None)
    assert (row.paused_on is not None) == (case.status == "clarifying")
    current = list(row.holders.current())
    owners = [held for held in current if held.part == Holder.Part.OWNER]
    assert [held.centre_id for held in owners] == [row.centre_id]
    assert (owners[0].accepted_at is not None) == case.has_owner_accepted
    together = {
        world.name_of(held.centre_id): held.accepted_at is not None
        for held in current
        if held.part == Holder.Part.JOINT
    }
    assert together == case.joint
    waiting = set(row.hand_overs.open().values_list("pk", flat=True))
    assert waiting == {found.row.pk for found in case.offers}
    assert case.is_open or not waiting


def check_timeline(case: Case, row: SupportRequest) -> None:
    """No event is lost, and they tell the state and the owner, replayed by the declared steps."""
    events = list(row.events.all())
    assert len(events) == case.events
    status = "submitted"
    for event in events[1:]:
        step = STEPS[event.kind]
        assert status in step.before
        assert event.status == step.leads_to(status)
        status = event.status
    assert status == row.status
    assert events[-1].centre_id == row.centre_id
    owners = [event.centre_id for event in events]
    moved = [now for now, before in zip(owners[1:], owners, strict=False) if now != before]
    assert len(moved) == sum(event.kind == "transferred" for event in events)


def check_counts(world: World, case: Case, row: SupportRequest) -> None:
    kept = set(Fact.objects.values_list("centre", "place_then"))
    assert kept == {(fact.centre_id, fact.place_then_id) for fact in facts_of(row)}
    assert kept == {
        (world.centres[centre].pk, world.places[place].pk)
        for centre in case.counted_centres
        for place in case.counted_places
    }
