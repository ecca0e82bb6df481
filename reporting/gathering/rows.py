"""What a year is counted from, as plain rows: small, so that 5,000 of them are little."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assignments.activities.corrections import CorrectionRow
from assignments.plans.models import Assignment
from centres.models import Centre, Initiative
from reporting.newness import Previous


@dataclass(frozen=True, slots=True)
class Place:
    """Where an activity counts: a district stands under its municipality (rule 11)."""

    municipality_id: int
    code: str
    district_code: str
    level: int


@dataclass(frozen=True, slots=True)
class ActivityRow:
    pk: int
    day: date
    kind: str
    hours: Decimal | None
    attendances: int | None
    assignment_id: int | None
    task: str
    themes: tuple[str, ...]
    places: tuple[Place, ...]
    # Led by another centre; this one has accepted that it took part (rule 18).
    is_shared: bool = False
    # Of the tiltak that it was done under.
    initiative_id: int | None = None
    role: str = ""
    phase: str = ""
    stage: str = ""
    # The row that it is linked to as the same event: at a centre an event counts once (rule 19).
    linked_to: int | None = None

    @property
    def event(self) -> int:
        return self.linked_to or self.pk


@dataclass(frozen=True, slots=True)
class RequestRow:
    pk: int
    day: date
    theme: str
    # The place that asked, and for a district its municipality too.
    codes: tuple[str, ...]
    days_to_answer: int | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What the coverage rows say of one municipality or district."""

    municipality_id: int
    code: str
    name: str
    county: str
    is_district: bool
    level: int
    activities: int
    # None where something was done and nobody gave the hours (rule 15).
    hours: Decimal | None
    attendances: int
    requests: int
    last_contact_on: date | None


@dataclass(frozen=True, slots=True)
class FundingRow:
    """The share of a tiltak, in per cent, that a budget line of the year's grants pays for."""

    assignment_id: int
    chapter: str
    item: str
    share: Decimal

    @property
    def code(self) -> str:
        return f"{self.chapter}-{self.item}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a tiltak or a satsing is in the year, as the leader has said it."""

    status: str
    change_text: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """An activity of this year or of one before, by the role that the centre worked in."""

    pk: int
    year: int
    role: str
    hours: Decimal | None


@dataclass(frozen=True, slots=True)
class AgreementRow:
    pk: int
    code: str
    # Signed by both in the year itself.
    is_new: bool


@dataclass(frozen=True, slots=True)
class NeedRow:
    pk: int
    theme: str
    county: str


@dataclass(frozen=True)
class Together:
    """Whom the year's activities were done with, and which of them heard those concerned."""

    # Activity ids, by the other centre's code and by the kind of the other party.
    centres: dict[str, list[int]] = field(default_factory=dict)
    parties: dict[str, list[int]] = field(default_factory=dict)
    # Service users and next of kin that were present, by activity.
    heard: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class GoalRow:
    """An indicator of a goal of a tiltak, and where it stood at the end of the year."""

    assignment: str
    goal: str
    indicator: str
    unit: str
    baseline: Decimal | None
    target: Decimal
    due_year: int
    result: Decimal | None


@dataclass(frozen=True)
class YearRows:
    centre: Centre
    year: int
    gathered_at: datetime
    # Those that the report must tell of; `running` is every tiltak that ran in the year.
    assignments: list[Assignment]
    activities: list[ActivityRow]
    requests: list[RequestRow]
    places: list[PlaceRow]
    # Ids of the municipalities in the catchment on 1 January; None when the centre has none.
    catchment: frozenset[int] | None
    by_assignment: dict[int, list[ActivityRow]] = field(default_factory=dict)
    running: list[Assignment] = field(default_factory=list)
    # Of earlier years, made since the report before.
    corrections: list[CorrectionRow] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)
    by_initiative: dict[int, list[ActivityRow]] = field(default_factory=dict)
    funding: list[FundingRow] = field(default_factory=list)
    # By `ReportEntry.subject_key`: what the leader has said; the rest is derived (rule 30).
    standings: dict[str, Standing] = field(default_factory=dict)
    previous: Previous | None = None
    agreements: list[AgreementRow] = field(default_factory=list)
    roles: list[RoleRow] = field(default_factory=list)
    together: Together = field(default_factory=Together)
    feedback: dict[str, Any] = field(default_factory=dict)
    rounds: int = 0
    informed: int = 0
    needs: list[NeedRow] = field(default_factory=list)
    # Answers to IS-24/8 up to the year, beside what the portal had counted when this was gathered.
    recognition: list[dict[str, Any]] = field(default_factory=list)
