"""What an activity counts for, by the rules of counting. Reads the activity, writes nothing."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, Decimal

from assignments.activities.models import Activity, ActivityMunicipality
from assignments.coverage.models import Fact, Level
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
    """One fact for each municipality and theme; none for drafts and deleted rows (rule 1)."""
    if not activity.is_counting:
        return []
    named = list(activity.activity_municipalities.select_related("municipality"))
    themes = [row.theme_id for row in activity.activity_themes.order_by("position")]
    today = structure.place_today_ids(place_id(row.municipality) for row in named)
    return build(activity, named, themes, today)


def build(
    activity: Activity,
    named: Sequence[ActivityMunicipality],
    themes: Sequence[int],
    today: dict[int, int],
) -> list[Fact]:
    """The same from rows already read, for bulk loads that may not ask once per activity."""
    named = sorted(named, key=lambda row: row.municipality.code)
    shares = hour_shares(activity.hours, len(named))
    own = attendances_by_row(activity, named)
    facts = []
    for row, hours, attendances in zip(named, shares, own, strict=False):
        facts += facts_at(
            activity,
            row.municipality,
            themes,
            today,
            level=level_at(activity, attendances),
            hours=hours,
            attendances=attendances,
        )
    return facts + facts_without_place(activity, named, themes, own)


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
    place = place_id(municipality)
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
    activity: Activity,
    named: Sequence[ActivityMunicipality],
    themes: Sequence[int],
    own: Sequence[int | None],
) -> list[Fact]:
    """What belongs to no municipality's row: all of a placeless activity, or the attendances
    that were not recorded per municipality, «ufordelt» (rule 17)."""
    rest = undistributed(activity, own)
    if not named:
        return [
            blank(
                activity,
                theme_id=theme,
                level=Level.UNKNOWN,
                hours=activity.hours if position == 0 else None,
                attendances=rest if position == 0 else None,
            )
            for position, theme in enumerate(themes or [None])
        ]
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
        **values,
    )


def place_id(municipality: Municipality) -> int:
    """A row on a district gives its municipality the same level (rule 11)."""
    return municipality.parent_id or municipality.pk


def level_at(activity: Activity, attendances: int | None) -> Level:
    """Rules 6, 7 and 20."""
    if activity.kind in Activity.CONTACT_KINDS:
        return Level.CONTACTED
    if activity.kind in Activity.NOT_DELIVERING:
        return Level.UNKNOWN
    open_to_all = activity.is_national_event or (
        activity.kind in EVENT_KINDS and activity.form == Activity.Form.DIGITAL
    )
    return Level.UNKNOWN if open_to_all and not attendances else Level.USED


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
    if activity.attendances is None:
        return None
    return max(0, activity.attendances - sum(number or 0 for number in own)) or None
