"""What an activity counts for, by the rules of counting. Reads the activity, writes nothing."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_DOWN, Decimal

from assignments.activities.models import Activity, ActivityMunicipality, ActivityPartner
from assignments.coverage.models import Fact, Level
from assignments.coverage.sides import sides_of
from municipalities import structure
from municipalities.models import Municipality

CENT = Decimal("0.01")

# Gatherings that anyone may join. Digital ones give use only where somebody took part (rule 20);
# guidance by video to a named municipality is not an event.
EVENT_KINDS = frozenset(
    {
        Activity.Kind.COURSE,
        Activity.Kind.PROFESSIONAL_DAY,
        Activity.Kind.SEMINAR,
        Activity.Kind.CONFERENCE,
        Activity.Kind.PRESENTATION,
        Activity.Kind.NETWORK_MEETING,
    }
)


def facts_of(activity: Activity) -> list[Fact]:
    """One fact for each centre that took part, municipality and theme; none for drafts, deleted
    rows (rule 1) and rows that a later one puts right (rule 30)."""
    if not activity.is_counting:
        return []
    named = list(activity.activity_municipalities.select_related("municipality"))
    themes = [row.theme_id for row in activity.activity_themes.order_by("position")]
    partners = activity.partners.filter(state=ActivityPartner.State.ACCEPTED)
    today = structure.place_today_ids(row.municipality.counts_as_id for row in named)
    kinds = list(activity.organisations.values_list("kind", flat=True))
    return build(
        activity, named, themes, today, list(partners.select_related("centre")), organisations=kinds
    )


def build(
    activity: Activity,
    named: Sequence[ActivityMunicipality],
    themes: Sequence[int],
    today: dict[int, int],
    partners: Sequence[ActivityPartner] = (),
    *,
    organisations: Iterable[str] = (),
) -> list[Fact]:
    """The same from rows already read, for bulk loads that may not ask once per activity.

    `partners` have accepted; their centres are read with them. `organisations` are the kinds of
    the other recipients.
    """
    named = sorted(named, key=lambda row: row.municipality.code)
    facts = facts_with(activity.hours, activity, named, themes, today)
    for partner in partners:
        own = facts_with(partner.hours, activity, named, themes, today)
        facts += as_partners(own, partner, has_places=bool(named))
    sides = sides_of(organisations, names_places=bool(named))
    for fact in facts:
        fact.sides = sides
    return facts


def as_partners(
    facts: Iterable[Fact], partner: ActivityPartner, *, has_places: bool
) -> Iterator[Fact]:
    """The level in each place and hours of its own; attendances stand with the lead (rule 18)."""
    for fact in facts:
        if fact.place_then_id is None and has_places:
            continue  # Attendances of no municipality, and nothing else.
        fact.centre, fact.attendances = partner.centre, None
        fact.centre_kind = partner.centre.kind
        yield fact


def facts_with(
    hours: Decimal | None,
    activity: Activity,
    named: Sequence[ActivityMunicipality],
    themes: Sequence[int],
    today: dict[int, int],
) -> list[Fact]:
    """What one centre gets, with the hours that are its own (rule 16)."""
    shares = hour_shares(hours, len(named))
    own = attendances_by_row(activity, named)
    facts = []
    for row, share, attendances in zip(named, shares, own, strict=False):
        facts += facts_at(
            activity,
            row.municipality,
            themes,
            today,
            level=level_at(activity, attendances),
            hours=share,
            attendances=attendances,
        )
    if not named:
        return facts_without_place(activity, themes, hours)
    return facts + undistributed_facts(activity, themes, own)


def facts_at(
    activity: Activity,
    municipality: Municipality,
    themes: Sequence[int],
    today: dict[int, int],
    *,
    level: Level,
    hours: Decimal | None,
    attendances: int | None,
) -> list[Fact]:
    """The main theme takes hours and attendances; further themes count the activity (rule 21)."""
    place = municipality.counts_as_id
    return [
        blank(
            activity,
            theme_id=theme,
            place_then_id=place,
            place_today_id=today[place],
            district_id=municipality.pk if municipality.is_district else None,
            level=level,
            hours=hours if position == 0 else None,
            attendances=attendances if position == 0 else None,
        )
        for position, theme in enumerate(themes or [None])
    ]


def facts_without_place(
    activity: Activity, themes: Sequence[int], hours: Decimal | None
) -> list[Fact]:
    """All of an activity that names no municipality."""
    rest = undistributed(activity, ())
    return [
        blank(
            activity,
            theme_id=theme,
            level=Level.UNKNOWN,
            hours=hours if position == 0 else None,
            attendances=rest if position == 0 else None,
        )
        for position, theme in enumerate(themes or [None])
    ]


def undistributed_facts(
    activity: Activity, themes: Sequence[int], own: Sequence[int | None]
) -> list[Fact]:
    """Attendances not recorded per municipality, «ufordelt»: in no municipality's row (rule 17)."""
    rest = undistributed(activity, own)
    if not rest:
        return []
    main = themes[0] if themes else None
    return [blank(activity, theme_id=main, level=Level.UNKNOWN, attendances=rest)]


def blank(activity: Activity, **values: object) -> Fact:
    assignment = activity.assignment
    return Fact(
        source_kind=Fact.Source.ACTIVITY,
        source_id=activity.pk,
        day=activity.starts_on,
        year=activity.year,
        centre_id=activity.centre_id,
        centre_kind=activity.centre.kind,
        initiative_id=assignment.initiative_id if assignment else None,
        mandate_task_id=activity.mandate_task_id,
        is_linked=activity.same_event_as_id is not None,
        linked_to=activity.same_event_as_id,
        course_phase=activity.course_phase,
        life_stage=activity.life_stage,
        **values,
    )


def level_at(activity: Activity, attendances: int | None) -> Level:
    """What a municipality that is named gets: kontakt (rule 6), brukt (rule 7) or nothing."""
    if activity.kind in Activity.CONTACT_KINDS:
        return Level.CONTACTED
    is_used = activity.is_delivering and is_taken_part_in(activity, attendances)
    return Level.USED if is_used else Level.UNKNOWN


def is_taken_part_in(activity: Activity, attendances: int | None) -> bool:
    """What is open to all is used only where somebody took part (rule 20)."""
    is_open_to_all = activity.is_national_event or (
        activity.kind in EVENT_KINDS and activity.form == Activity.Form.DIGITAL
    )
    return bool(attendances) or not is_open_to_all


def hour_shares(hours: Decimal | None, places: int) -> list[Decimal | None]:
    """Equal parts to two decimals; the remainder goes to the lowest code (rule 16)."""
    if not places:
        return []
    if hours is None:
        return [None] * places
    part = (Decimal(hours) / places).quantize(CENT, rounding=ROUND_DOWN)
    return [Decimal(hours) - part * (places - 1), *([part] * (places - 1))]


def attendances_by_row(
    activity: Activity, named: Sequence[ActivityMunicipality]
) -> list[int | None]:
    """With one municipality all attendances are its own; else only recorded numbers (rule 17)."""
    if len(named) == 1 and named[0].attendances is None:
        return [activity.attendances]
    return [row.attendances for row in named]


def undistributed(activity: Activity, own: Iterable[int | None]) -> int | None:
    """What is left of the attendances when each municipality has its own (rule 17)."""
    if activity.attendances is None:
        return None
    return max(0, activity.attendances - sum(number or 0 for number in own)) or None
