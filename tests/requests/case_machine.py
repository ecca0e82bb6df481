"""Everything that anybody can try with one request, and whether it is to be let through."""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from assignments.plans import years
from assignments.requests.actions import (
    clarifying,
    confirming,
    deciding,
    ending,
    handing_over,
    joint,
    partners,
    redacting,
)
from assignments.requests.actions.errors import OutOfStepError
from assignments.requests.models import HandOver, SupportRequest
from korus_portal.accounts.models import User
from tests.requests.case_checks import (
    check_counts,
    check_row,
    check_timeline,
    name_of,
    sent,
    snapshot,
)
from tests.requests.case_world import (
    AT,
    CENTRES,
    EVERYONE,
    HELPED,
    UNDECIDED,
    Case,
    Offer,
    World,
    leader_of,
)

# Half of the time somebody who may, so that histories come far; else anybody.
RIGHT = "somebody who may"
WHO = st.just(RIGHT) | st.sampled_from(EVERYONE)
WHERE = st.sampled_from(CENTRES)


class CaseMachine(RuleBasedStateMachine):
    world: ClassVar[World]
    case: Case

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.has_changed = False

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @initialize(is_guest=st.booleans())
    def ask(self, is_guest: bool) -> None:
        self.case = sent(self.world, is_guest=is_guest)
        self.has_changed = True

    # The owner decides.

    @rule(who=WHO)
    def take(self, who: str) -> None:
        who = leader_of(self.case.owner) if who == RIGHT else who
        case = self.case
        if self.tries(
            case.owns(who) and case.status == "submitted",
            lambda: deciding.take_request(support_request=self.row, by=self.by(who)),
        ):
            case.status, case.adviser = "in_triage", who

    @rule(who=WHO, to=st.sampled_from(list(AT)))
    def assign(self, who: str, to: str) -> None:
        who = leader_of(self.case.owner) if who == RIGHT else who
        case, adviser = self.case, self.by(to)
        may = case.owns(who) and (who.startswith("leader") or who == case.adviser)
        fits = case.is_open and case.owns(to) and to != case.adviser
        if self.tries(
            may and fits,
            lambda: deciding.assign_request(
                support_request=self.row, adviser=adviser, by=self.by(who)
            ),
        ):
            case.adviser = to
            case.status = "in_triage" if case.status == "submitted" else case.status

    @rule(who=WHO)
    def accept(self, who: str) -> None:
        who = leader_of(self.case.owner) if who == RIGHT else who
        case = self.case
        if self.tries(
            case.owns(who) and case.status in UNDECIDED,
            lambda: deciding.accept_request(support_request=self.row, by=self.by(who)),
        ):
            case.status, case.has_owner_accepted = "accepted", True
            case.adviser = case.adviser or who
            case.helps(case.owner)

    @rule(who=WHO)
    def decline(self, who: str) -> None:
        who = leader_of(self.case.owner) if who == RIGHT else who
        case = self.case
        if self.tries(
            case.owns(who) and case.status in UNDECIDED,
            lambda: deciding.decline_request(
                support_request=self.row, by=self.by(who), reason="Vi har ikke tid."
            ),
            events=1 + len(case.offers),
        ):
            case.adviser = case.adviser or who
            case.end("declined")

    @rule(who=WHO)
    def start(self, who: str) -> None:
        who = leader_of(self.case.owner) if who == RIGHT else who
        if self.tries(
            self.case.owns(who) and self.case.status == "accepted",
            lambda: deciding.start_work(support_request=self.row, by=self.by(who)),
        ):
            self.case.status = "under_way"

    @rule(who=WHO)
    def close(self, who: str) -> None:
        who = leader_of(self.case.owner) if who == RIGHT else who
        case = self.case
        if self.tries(
            case.owns(who) and case.status in HELPED,
            lambda: ending.close_request(
                support_request=self.row, by=self.by(who), outcome="helped"
            ),
            events=1 + len(case.offers),
        ):
            case.end("closed")

    @rule(who=WHO)
    def redact(self, who: str) -> None:
        who = leader_of(self.case.owner) if who == RIGHT else who
        case = self.case
        may = case.owns(who) and who.startswith("leader")
        if self.tries(
            may,
            lambda: redacting.redact_case_texts(
                support_request=self.row, keys=["text"], reason="En person.", by=self.by(who)
            ),
            events=0 if case.redacted else 1,
        ):
            case.redacted = True

    # The two sides talk.

    @rule(who=WHO)
    def ask_back(self, who: str) -> None:
        who = leader_of(self.case.owner) if who == RIGHT else who
        if self.tries(
            self.case.owns(who) and self.case.status == "in_triage",
            lambda: clarifying.ask_clarification(
                support_request=self.row, by=self.by(who), question="Hvor mange?"
            ),
        ):
            self.case.status = "clarifying"

    @rule(who=WHO)
    def answer_back(self, who: str) -> None:
        who = "contact" if who == RIGHT else who
        case = self.case
        speaks = case.speaks(who) or (who == "partner" and case.partner != "left")
        if self.tries(
            speaks and case.status == "clarifying",
            lambda: clarifying.answer_clarification(
                support_request=self.row, by=self.world.people[who], text="Tolv."
            ),
        ):
            case.status = "in_triage"

    @rule(who=WHO)
    def withdraw(self, who: str) -> None:
        who = "contact" if who == RIGHT else who
        case = self.case
        if self.tries(
            case.speaks(who) and case.is_open,
            lambda: ending.withdraw_request(support_request=self.row, by=self.world.people[who]),
            events=1 + len(case.offers),
        ):
            case.end("withdrawn")

    @rule(who=WHO)
    def confirm(self, who: str) -> None:
        who = "contact" if who == RIGHT else who
        case = self.case
        if self.tries(
            who == "contact" and (case.is_confirmed or case.is_open),
            lambda: confirming.confirm_request(support_request=self.row, by=self.by(who)),
            events=0 if case.is_confirmed else 1,
        ):
            self.now_confirmed()

    def now_confirmed(self) -> None:
        case = self.case
        if case.is_confirmed:
            return
        case.is_confirmed = True
        if case.are_years_open:
            case.counted_places |= {"partner"} if case.partner == "confirmed" else set()
        else:
            case.counted_centres = set()
        case.counted_places.add("contact")

    @rule(who=WHO)
    def partner_confirms(self, who: str) -> None:
        who = "partner" if who == RIGHT else who
        case = self.case
        if self.tries(
            who == "partner" and case.partner == "named" and case.is_open,
            lambda: partners.confirm_partner(partner=case.partner_row, by=self.by(who)),
        ):
            case.partner = "confirmed"
            if case.is_confirmed and case.are_years_open:
                case.counted_places.add("partner")

    @rule(who=WHO)
    def partner_leaves(self, who: str) -> None:
        who = "partner" if who == RIGHT else who
        case = self.case
        if self.tries(
            who == "partner" and case.partner != "left" and case.is_open,
            lambda: partners.leave_as_partner(partner=case.partner_row, by=self.by(who)),
        ):
            case.partner = "left"
            if case.are_years_open:
                case.counted_places.discard("partner")

    # Several centres.

    @rule(who=WHO, to=WHERE, kind=st.sampled_from(["share", "transfer", "ask"]))
    def offer(self, who: str, to: str, kind: str) -> None:
        who = leader_of(to if kind == "ask" else self.case.owner) if who == RIGHT else who
        case = self.case
        asks, answers = (to, case.owner) if kind == "ask" else (case.owner, to)
        may = (AT.get(who) == to and case.knows(to)) if kind == "ask" else case.owns(who)
        made: list[HandOver] = []
        if self.tries(
            may and case.is_open and case.can_get(kind, to),
            lambda: made.append(
                handing_over.offer(
                    support_request=self.row,
                    kind=kind,
                    to_centre=self.world.centres[to],
                    reason="De kan dette.",
                    by=self.by(who),
                )
            ),
        ):
            case.offers.append(Offer(made[0], kind, asks, answers, to))

    @rule(who=WHO, number=st.integers(0, 2))
    def say_yes(self, who: str, number: int) -> None:
        found = self.offer_at(number)
        if found is None:
            return
        who = leader_of(found.answers) if who == RIGHT else who
        case = self.case
        may = AT.get(who) == found.answers and found in case.offers
        moves = found.kind != "share"
        if self.tries(
            may,
            lambda: handing_over.accept(hand_over=found.row, by=self.by(who)),
            events=len(case.offers) if moves else 1,
        ):
            case.offers.remove(found)
            if moves:
                asker = name_of(self.world, found.row.asked_by)
                case.move(found.to, asker if found.kind == "ask" else who)
            else:
                case.joint[found.to] = False

    @rule(who=WHO, number=st.integers(0, 2))
    def say_no(self, who: str, number: int) -> None:
        found = self.offer_at(number)
        if found is None:
            return
        who = leader_of(found.answers) if who == RIGHT else who
        if self.tries(
            AT.get(who) == found.answers and found in self.case.offers,
            lambda: handing_over.refuse(
                hand_over=found.row, by=self.by(who), answer="Vi har ikke tid."
            ),
        ):
            self.case.offers.remove(found)

    @rule(who=WHO, number=st.integers(0, 2))
    def take_back(self, who: str, number: int) -> None:
        found = self.offer_at(number)
        if found is None:
            return
        who = leader_of(found.asks) if who == RIGHT else who
        if self.tries(
            AT.get(who) == found.asks and found in self.case.offers,
            lambda: handing_over.take_back(hand_over=found.row, by=self.by(who)),
        ):
            self.case.offers.remove(found)

    @rule()
    def time_runs_out(self) -> None:
        """The day after the last answer was due; then beat."""
        yesterday = timezone.localdate() - timedelta(days=1)
        HandOver.objects.update(answer_due_on=yesterday)
        self.tries(True, handing_over.expire_unanswered, events=len(self.case.offers))  # noqa: FBT003
        self.case.offers = []

    @rule(who=WHO)
    def accept_too(self, who: str) -> None:
        who = leader_of(next(iter(self.case.joint), "north")) if who == RIGHT else who
        case, centre = self.case, AT.get(who, "")
        if self.tries(
            case.joint.get(centre) is False and case.is_open,
            lambda: deciding.accept_jointly(support_request=self.row, by=self.by(who)),
        ):
            case.joint[centre] = True
            case.helps(centre)

    @rule(who=WHO)
    def leave(self, who: str) -> None:
        who = leader_of(next(iter(self.case.joint), "north")) if who == RIGHT else who
        case, centre = self.case, AT.get(who, "")
        asks = [row for row in case.offers if row.kind == "ask" and row.to == centre]
        if self.tries(
            centre in case.joint and case.is_open,
            lambda: joint.leave_case(support_request=self.row, by=self.by(who)),
            events=1 + len(asks),
        ):
            del case.joint[centre]
            case.offers = [row for row in case.offers if row not in asks]

    @rule(centre=WHERE)
    def close_year(self, centre: str) -> None:
        """The centre submits the report: its figures stay from now on."""
        if centre not in self.case.closed_years:
            year = timezone.localdate().year
            years.close(self.world.centres[centre], year, by=self.by("leader"))
            self.case.closed_years.add(centre)

    # How a step is tried.

    @property
    def row(self) -> SupportRequest:
        return SupportRequest.objects.get(pk=self.case.request.pk)

    def by(self, who: str) -> User:
        who = leader_of(self.case.owner) if who == RIGHT else who
        """Who only reads stands for a guest where no guest can act."""
        return self.world.people[who] or self.by("stranger")

    def offer_at(self, number: int) -> Offer | None:
        rows = self.case.offers
        return rows[number] if number < len(rows) else None

    def tries(self, is_allowed: bool, work: Callable[[], object], *, events: int = 1) -> bool:
        """Whether it was done. A refused step leaves no trace."""
        before = None if is_allowed else snapshot(self.case.request)
        refusal = None
        try:
            with transaction.atomic():
                work()
        except (PermissionDenied, OutOfStepError) as refused:
            refusal = refused
        assert (refusal is None) == is_allowed, refusal or "it was let through"
        self.has_changed = refusal is None
        if refusal:
            assert snapshot(self.case.request) == before
        else:
            self.case.events += events
        return self.has_changed

    # What is always true.

    @invariant()
    def it_is_as_it_should_be(self) -> None:
        if self.has_changed:
            self.has_changed = False
            check_row(self.world, self.case, self.row)
            check_timeline(self.case, self.row)
            check_counts(self.world, self.case, self.row)
