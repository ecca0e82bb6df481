"""What a municipality has asked for, what is planned for it, and what it was mapped as."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from assignments.mapping import results
from assignments.mapping.models import Answer, Campaign
from assignments.mapping.results import ThemeResult
from assignments.needs import summaries
from assignments.needs.models import Need
from assignments.needs.standing import TONES, Standing, standing_of
from assignments.plans.models import Assignment
from assignments.requests.models import PartnerMunicipality, SupportRequest
from korus_portal.accounts.access import Viewer
from korus_portal.pages import links
from municipalities.models import Municipality

SHOWN = 8
SHOWN_CAMPAIGNS = 3


@dataclass(frozen=True, slots=True)
class NeedRow:
    theme: str
    href: str
    severity: str
    status: str
    standing: str
    tone: str
    registered_by: str
    day: object
    is_open: bool
    is_unanswered: bool

    @classmethod
    def of(cls, need: Need) -> NeedRow:
        standing = standing_of(need)
        return cls(
            theme=str(need.theme),
            href=links.to("needs:need_detail", need.pk),
            severity=str(need.get_severity_display()),
            status=str(need.get_status_display()),
            standing=str(standing.label),
            tone=TONES[standing],
            registered_by=need.registered_for.name,
            day=need.registered_at,
            is_open=need.is_open,
            is_unanswered=need.is_open and standing == Standing.UNANSWERED,
        )


@dataclass(frozen=True, slots=True)
class Needs:
    open: list[NeedRow]
    closed: int
    href: str

    @property
    def shown(self) -> list[NeedRow]:
        return self.open[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.open) - SHOWN)

    @property
    def unanswered(self) -> int:
        return sum(row.is_unanswered for row in self.open)


def needs_of(municipality: Municipality, viewer: Viewer) -> Needs:
    rows = [NeedRow.of(need) for need in summaries.of_municipality(municipality, viewer)]
    own = [row for row in rows if row.is_open]
    return Needs(own, len(rows) - len(own), listed("needs:need_list", municipality))


@dataclass(frozen=True, slots=True)
class RequestRow:
    """What everybody who may know of it sees; number and day only for who may read it whole."""

    theme: str
    state: str
    centre: str
    is_open: bool
    case_number: str = ""
    href: str = ""
    day: object = None


@dataclass(frozen=True, slots=True)
class Requests:
    rows: list[RequestRow]

    @property
    def shown(self) -> list[RequestRow]:
        return self.rows[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - SHOWN)

    @property
    def open(self) -> list[RequestRow]:
        return [row for row in self.rows if row.is_open]


def requests_of(places: set[int], viewer: Viewer, *, is_in_reach: bool) -> Requests:
    """Rules.md: one's own whole; of others' in one's reach only theme, state and centre."""
    visible = SupportRequest.objects.visible_to(viewer)
    named = PartnerMunicipality.objects.named().filter(municipality__in=places)
    asked = Q(municipality__in=places) | Q(pk__in=named.values("support_request"))
    rows = SupportRequest.objects.filter(asked).annotate(
        is_whole=Exists(visible.filter(pk=OuterRef("pk")))
    )
    if not is_in_reach:
        rows = rows.filter(pk__in=visible.values("pk"))
    listed_rows = rows.select_related("theme", "centre").in_inbox_order()
    return Requests([_request_row(row) for row in listed_rows])


def _request_row(row: SupportRequest) -> RequestRow:
    theme = str(row.theme) if row.theme else _("vet ikke")
    known = (theme, str(row.get_status_display()), row.centre.short_name, row.is_open)
    if not vars(row)["is_whole"]:
        return RequestRow(*known)
    return RequestRow(*known, row.case_number, row.get_absolute_url(), row.submitted_at)


@dataclass(frozen=True, slots=True)
class TiltakRow:
    title: str
    href: str
    centre: str
    starts_on: object
    ends_on: object


def tiltak_of(places: set[int], viewer: Viewer) -> list[TiltakRow]:
    """Tiltak that name the municipality, newest first, of those the viewer may see."""
    visible = Assignment.objects.visible_to(viewer).kept()
    rows = visible.filter(municipalities__in=places).distinct()
    return [
        TiltakRow(
            row.title, row.get_absolute_url(), row.centre.short_name, row.starts_on, row.ends_on
        )
        for row in rows.select_related("centre").order_by("-starts_on", "pk")
    ]


@dataclass(frozen=True, slots=True)
class MappedTheme:
    theme: str
    own: str
    county: str
    country: str
    answers: str
    wishes: str
    # Neither hidden nor missing.
    has_level: bool
    need_url: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """One campaign as it went here."""

    campaign: Campaign
    # Other than the page's municipality when it has been merged since.
    place: Municipality
    themes: list[MappedTheme]


def mapped(municipality: Municipality, viewer: Viewer, *, may_register: bool) -> list[Mapped]:
    """The newest campaigns first, with all suppression that mapping applies."""
    found: dict[tuple[int, int], Mapped] = {}
    for one in results.profile(municipality, viewer):
        key = (one.campaign.pk, one.place.pk)
        held = found.setdefault(key, Mapped(one.campaign, one.place, []))
        url = _need_url(municipality, one) if may_register and one.mean is not None else ""
        held.themes.append(_mapped_theme(one, url))
    return list(found.values())[:SHOWN_CAMPAIGNS]


def _mapped_theme(one: ThemeResult, need_url: str) -> MappedTheme:
    wishes = [
        f"{Answer.Wish(wish).label} ({count})"
        for wish, count in one.wishes.items()
        if count and wish != Answer.Wish.NONE
    ]
    return MappedTheme(
        theme=str(one.theme),
        own=_("skjult") if one.is_suppressed else _mean(one.mean),
        county=_("skjult") if one.is_county_hidden else _mean(one.county_mean),
        country=_("skjult") if one.is_country_hidden else _mean(one.country_mean),
        answers=_("skjult") if one.answers is None else str(one.answers),
        wishes=", ".join(wishes) or _no_wishes(one),
        has_level=one.mean is not None,
        need_url=need_url,
    )


def _no_wishes(one: ThemeResult) -> str:
    """Wishes that are hidden are not the same as none."""
    return _("skjult") if None in one.wishes.values() else ""


def _mean(value: Decimal | None) -> str:
    return "–" if value is None else f"{value:.1f}".replace(".", ",")


def _need_url(municipality: Municipality, one: ThemeResult) -> str:
    return listed(
        "needs:need_new", municipality, tema=one.theme.code, kartlegging=str(one.campaign.pk)
    )


def listed(name: str, municipality: Municipality, **more: str) -> str:
    """A page about the municipality, empty when there is no such page."""
    address = links.to(name)
    return f"{address}?{urlencode({'kommune': municipality.code, **more})}" if address else ""
