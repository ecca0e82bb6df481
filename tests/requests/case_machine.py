"""Everything that anybody can try with one request, and whether it is to be let through."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

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
from assignments.requests.models import HandOver
from tests.requests.case_checks import name_of
from tests.requests.case_tries import Tries
from tests.requests.case_world import (
    AT,
    CENTRES,
    EVERYONE,
    HELPED,
    RIGHT,
    UNDECIDED,
    Case,
    Offer,
    leader_of,
)

WHO = st.sampled_from([*[RIGHT] * 20, *EVERYONE])
WHERE = st.sampled_from(CENTRES)


def when(fits: Callable[[Case], object]) -> Callable[[Any], Any]:
    """The rule is taken where it fits, and now and then where it does not."""
    return precondition(lambda self: bool(fits(self.case)) or self.case.events % 8 == 0)


# Most offers are to be accepted: that leads on.
otherwise = precondition(lambda self: bool(self.case.offers) and self.case.events % 3 == 0)


class CaseMachine(Tries):
    """The rules. What is not to be let through is tried as well, by anybody and at any time."""

    # The owner decides.

    @when(lambda case: case.status == "submitted")
    @rule(who=WHO)
    def take(self, who: str) -> None:
        who = leader_of(self.case.owner) if who == RIGHT else who
        case = self.case
        if self.tries(
            case.owns(who) and case.status == "submitted",
            lambda: deciding.take_request(support_request=self.row, by=self.by(who)),
        ):
            case.status, case.adviser = "in_triage", who

    @when(lambda case: case.is_open)
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

    @when(lambda case: case.status in UNDECIDED)
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

    @when(lambda case: case.status in UNDECIDED and case.is_late)
    @rule(who=WHO)
    def decline(self, who: str) -> None:
        who = leader_of(self.case.owner) if who == RIGHT else who
        case = self.case
        if self.tries(
            case.owns(who) and case.status in UNDECIDED and True not in case.joint.values(),
            lambda: deciding.decline_request(
                support_request=self.row, by=self.by(who), reason="Vi har ikke tid."
            ),
            events=1 + len(case.offers),
        ):
            case.adviser = case.adviser or who
            case.end("declined")

    @when(lambda case: case.status == "accepted")
    @rule(who=WHO)
    def start(self, who: str) -> None:
        who = leader_of(self.case.owner) if who == RIGHT else who
        if self.tries(
            self.case.owns(who) and self.case.status == "accepted",
            lambda: deciding.start_work(support_request=self.row, by=self.by(who)),
        ):
            self.case.status = "under_way"

    @when(lambda case: case.status in HELPED and case.is_late)
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

    @when(lambda case: not case.redacted)
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

    @when(lambda case: case.status == "in_triage")
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

    @when(lambda case: case.status == "clarifying")
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

    @when(lambda case: case.is_open and case.is_late)
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

    @when(lambda case: not case.is_confirmed)
    @rule(who=WHO)
    def confirm(self, who: str) -> None:
        who = "contact" if who == RIGHT else who
        case = self.case
        if self.tries(
            who == "contact" and (case.is_confirmed or case.is_open),
            lambda: confirming.confirm_request(support_request=self.row, by=self.by(who)),
            events=0 if case.is_confirmed else 1,
        ):
            case.confirm()

    @when(lambda case: case.partner == "named")
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

    @when(lambda case: case.partner != "left" and case.is_late)
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

    @when(lambda case: case.is_open)
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

    @precondition(lambda self: bool(self.case.offers))
    @rule(who=WHO, number=st.integers(0, 2))
    def say_yes(self, who: str, number: int) -> None:
        found = self.offer_at(number)
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

    @otherwise
    @rule(who=WHO, number=st.integers(0, 2))
    def say_no(self, who: str, number: int) -> None:
        found = self.offer_at(number)
        who = leader_of(found.answers) if who == RIGHT else who
        if self.tries(
            AT.get(who) == found.answers and found in self.case.offers,
            lambda: handing_over.refuse(
                hand_over=found.row, by=self.by(who), answer="Vi har ikke tid."
            ),
        ):
            self.case.offers.remove(found)

    @otherwise
    @rule(who=WHO, number=st.integers(0, 2))
    def take_back(self, who: str, number: int) -> None:
        found = self.offer_at(number)
        who = leader_of(found.asks) if who == RIGHT else who
        if self.tries(
            AT.get(who) == found.asks and found in self.case.offers,
            lambda: handing_over.take_back(hand_over=found.row, by=self.by(who)),
        ):
            self.case.offers.remove(found)

    @otherwise
    @rule()
    def time_runs_out(self) -> None:
        """The day after the last answer was due; then beat."""
        yesterday = timezone.localdate() - timedelta(days=1)
        HandOver.objects.update(answer_due_on=yesterday)
        self.tries(True, handing_over.expire_unanswered, events=len(self.case.offers))  # noqa: FBT003
        self.case.offers = []

    @when(lambda case: False in case.joint.values())
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

    @when(lambda case: case.joint and case.is_late)
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
        if self.case.is_late and centre not in self.case.closed_years:
            year = timezone.localdate().year
            years.close(self.world.centres[centre], year, by=self.by("leader"))
            self.case.closed_years.add(centre)
