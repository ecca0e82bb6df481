"""A small country for long histories of one request: three centres, two municipalities."""

from dataclasses import dataclass, field

from assignments.requests.models import HandOver, PartnerMunicipality, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality, Theme
from tests.factories import CentreFactory, CentreFieldFactory, UserFactory

# Who works where. The guest has no account, and the stranger no part in anything.
CENTRES = ["north", "west", "national"]
AT = {
    "adviser": "north",
    "leader": "north",
    "adviser west": "west",
    "leader west": "west",
    "leader national": "national",
}
EVERYONE = [*AT, "contact", "partner", "stranger", "guest"]
# Mostly somebody who may, so that histories come far.
RIGHT = "somebody who may"
UNDECIDED = {"submitted", "in_triage", "clarifying"}
HELPED = {"accepted", "under_way"}


Beginning = list[tuple[str, dict[str, object]]]
# Where histories begin: what has happened already, by name of the rule and what it is given.
BEGINNINGS: list[Beginning] = [
    [],
    [("take", {}), ("ask_back", {})],
    [("take", {}), ("offer", {"to": "west", "kind": "transfer"})],
    [("accept", {}), ("offer", {"to": "west", "kind": "transfer"})],
    [("offer", {"to": "national", "kind": "share"}), ("say_yes", {"number": 0})],
    [("accept", {}), ("offer", {"to": "west", "kind": "ask"})],
    [("partner_confirms", {}), ("offer", {"to": "national", "kind": "share"})],
]


def leader_of(centre: str) -> str:
    return next(who for who, at in AT.items() if at == centre and who.startswith("leader"))


@dataclass
class World:
    centres: dict[str, Centre]
    people: dict[str, User | None]
    places: dict[str, Municipality]
    theme: Theme

    def name_of(self, centre_id: int) -> str:
        return next(name for name, row in self.centres.items() if row.pk == centre_id)


def build_world(
    centres: dict[str, Centre],
    people: dict[str, User],
    places: dict[str, Municipality],
    theme: Theme,
) -> World:
    """`centres` and `people` are those of the north and the west; the rest is made here."""
    national = CentreFactory.create(code="nasjonalt", function=Centre.Function.NATIONAL)
    CentreFieldFactory.create(centre=national, theme=theme)
    made: dict[str, User | None] = {
        "adviser west": UserFactory.create(role=(centres["west"].organisation, Role.ADVISER)),
        "leader national": UserFactory.create(role=(national.organisation, Role.LEADER)),
        "stranger": UserFactory.create(),
        "guest": None,
    }
    return World({**centres, "national": national}, {**people, **made}, places, theme)


@dataclass
class Offer:
    row: HandOver
    kind: str
    asks: str
    answers: str
    to: str


@dataclass
class Case:
    """What is to be true of the request by now, worked out without the code under test."""

    request: SupportRequest
    partner_row: PartnerMunicipality
    is_guest: bool
    status: str = "submitted"
    owner: str = "north"
    has_owner_accepted: bool = False
    adviser: str = ""
    # Centre → whether it has said that it helps.
    joint: dict[str, bool] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    partner: str = "named"
    is_confirmed: bool = True
    events: int = 2
    redacted: bool = False
    closed_years: set[str] = field(default_factory=set)
    counted_centres: set[str] = field(default_factory=lambda: {"north"})
    counted_places: set[str] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        return self.status in UNDECIDED | HELPED

    @property
    def is_late(self) -> bool:
        """What ends a history, or much of it, comes when something has happened."""
        return self.events > 6

    @property
    def are_years_open(self) -> bool:
        return not self.counted_centres & self.closed_years

    def owns(self, who: str) -> bool:
        return AT.get(who) == self.owner

    def speaks(self, who: str) -> bool:
        """For the municipality that asked."""
        return who == "contact" or (who == "guest" and self.is_guest)

    def knows(self, centre: str) -> bool:
        """Whose people know of the request. The partner lies in the west's catchment."""
        offered = any(row.to == centre and row.kind != "ask" for row in self.offers)
        named = centre == "west" and self.partner != "left"
        return centre in (self.owner, "north") or centre in self.joint or offered or named

    def can_get(self, kind: str, centre: str) -> bool:
        """Whether an offer to the centre, or an ask of it, has room beside the others."""
        if centre == self.owner or any(row.to == centre for row in self.offers):
            return False
        if kind == "share":
            return centre not in self.joint
        return all(row.kind == "share" for row in self.offers)

    def end(self, status: str) -> int:
        """The events that ending gives: its own, and one for each offer that lapses."""
        self.status = status
        return 1 + self.drop_offers()

    def drop_offers(self) -> int:
        lapsed = len(self.offers)
        self.offers = []
        return lapsed

    def confirm(self) -> None:
        """Once: what it counts for from then on, if no centre has submitted its report."""
        if self.is_confirmed:
            return
        self.is_confirmed = True
        if not self.are_years_open:
            self.counted_centres = set()
        elif self.partner == "confirmed":
            self.counted_places.add("partner")
        self.counted_places.add("contact")

    def helps(self, centre: str) -> None:
        if centre not in self.closed_years:
            self.counted_centres.add(centre)

    def move(self, centre: str, adviser: str) -> int:
        was_joint_helper = self.joint.pop(centre, False)
        is_helped = self.status in HELPED
        if is_helped and not was_joint_helper:
            self.helps(centre)
        self.has_owner_accepted = was_joint_helper or is_helped
        self.owner, self.adviser = centre, adviser
        self.status = self.status if is_helped else "in_triage"
        return 1 + self.drop_offers()
