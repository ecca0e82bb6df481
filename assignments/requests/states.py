"""The states of a request as a declared machine: which step leads from where to where.

Every step stands here once: the states it may start in, the state it leads to, the words it owes,
the event it leaves on the timeline and who is told. `actions.steps.perform` carries it out.
"""

from dataclasses import dataclass
from enum import StrEnum

from assignments.requests.models import RequestEvent, SupportRequest

Status = SupportRequest.Status
Kind = RequestEvent.Kind


class Audience(StrEnum):
    """Who gets a letter about a step."""

    MUNICIPALITY = "municipality"
    """Contacts of the municipality and its partners, and the guest who asked."""
    CENTRE = "centre"
    """Everyone who works with requests at the owner."""
    ADVISER = "adviser"
    """The adviser who has it; everyone at the owner while nobody has."""
    HOLDERS = "holders"
    """The owner's adviser, and everyone at the centres that are in it together with the owner."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be done to a request. An empty `after` leaves the state as it is."""

    event: RequestEvent.Kind
    before: frozenset[str]
    after: str = ""
    # The states that `after` follows on; from the others of `before` the state stays.
    moves: frozenset[str] = frozenset()
    owes_words: bool = False
    tells: tuple[Audience, ...] = ()

    @property
    def letter(self) -> str:
        """The name of its letter, and of the kind of notification."""
        return str(self.event.value)

    def leads_to(self, status: str) -> str:
        """The state after the step, taken in the state `status`."""
        return self.after if status in self.moves else status


UNDECIDED, OPEN = SupportRequest.UNDECIDED, SupportRequest.OPEN
HELPED = frozenset({Status.ACCEPTED, Status.UNDER_WAY})
M, C, A, H = Audience.MUNICIPALITY, Audience.CENTRE, Audience.ADVISER, Audience.HOLDERS


def _step(
    event: RequestEvent.Kind,
    before: frozenset[str] | set[Status],
    after: str = "",
    *tells: Audience,
    owes_words: bool = False,
    only_from: frozenset[str] | set[Status] | None = None,
) -> Step:
    """`only_from`: where the state moves on from some of `before` alone."""
    moves = frozenset(before if only_from is None else only_from) if after else frozenset()
    return Step(event, frozenset(before), after, moves, owes_words, tells)


CONFIRM = _step(Kind.CONFIRMED, OPEN, "", H)
TAKE = _step(Kind.TAKEN, {Status.SUBMITTED}, Status.IN_TRIAGE, M)
# A request that nobody had is thereby taken: then the municipality is told as if it were.
ASSIGN = _step(Kind.ASSIGNED, OPEN, Status.IN_TRIAGE, A, only_from={Status.SUBMITTED})
ASK_CLARIFICATION = _step(
    Kind.CLARIFICATION_ASKED, {Status.IN_TRIAGE}, Status.CLARIFYING, M, owes_words=True
)
CLARIFY = _step(Kind.CLARIFIED, {Status.CLARIFYING}, Status.IN_TRIAGE, H, owes_words=True)
SEND_INTERIM = _step(Kind.INTERIM_SENT, UNDECIDED, "", M, owes_words=True)
ACCEPT = _step(Kind.ACCEPTED, UNDECIDED, Status.ACCEPTED, M, H)
ACCEPT_JOINTLY = _step(Kind.JOINT_ACCEPTED, OPEN, "", M, H)
DECLINE = _step(Kind.DECLINED, UNDECIDED, Status.DECLINED, M, H, owes_words=True)
START = _step(Kind.STARTED, {Status.ACCEPTED}, Status.UNDER_WAY, M)
CLOSE = _step(Kind.CLOSED, HELPED, Status.CLOSED, M, H)
WITHDRAW = _step(Kind.WITHDRAWN, OPEN, Status.WITHDRAWN, H)

# Steps of a hand-over also tell the other centre: `actions.handing_over` writes those letters.
OFFER_SHARE = _step(Kind.SHARE_OFFERED, OPEN, owes_words=True)
OFFER_TRANSFER = _step(Kind.TRANSFER_OFFERED, OPEN, owes_words=True)
ASK_FOR = _step(Kind.ASKED_FOR, OPEN, "", A, owes_words=True)
SHARED = _step(Kind.SHARED, OPEN, "", M, A)
# The new owner looks into what is not decided; what the old one has promised goes on.
TRANSFERRED = _step(Kind.TRANSFERRED, OPEN, Status.IN_TRIAGE, M, H, only_from=UNDECIDED)
REFUSE = _step(Kind.HAND_OVER_REFUSED, OPEN, "", A, owes_words=True)
TAKE_BACK = _step(Kind.HAND_OVER_TAKEN_BACK, OPEN)
EXPIRE = _step(Kind.HAND_OVER_EXPIRED, OPEN, "", A)
LAPSE = _step(Kind.HAND_OVER_LAPSED, frozenset(Status))
LEAVE = _step(Kind.LEFT, OPEN, "", A)

# Its own contacts are told; `actions.partners` writes to them.
NAME_PARTNER = _step(Kind.PARTNER_NAMED, OPEN)
PARTNER_CONFIRMED = _step(Kind.PARTNER_CONFIRMED, OPEN, "", H)
PARTNER_LEFT = _step(Kind.PARTNER_LEFT, OPEN, "", H)
GIVE_FEEDBACK = _step(Kind.FEEDBACK_GIVEN, {Status.CLOSED})
REDACT = _step(Kind.REDACTED, frozenset(Status), owes_words=True)

# Every step by its event; that a request is sent comes before them all.
STEPS: dict[str, Step] = {row.event: row for row in globals().values() if isinstance(row, Step)}
