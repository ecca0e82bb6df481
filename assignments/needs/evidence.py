"""What a need may rest on, and how it is shown to whoever may see it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.mapping.models import Campaign
from assignments.mapping.results import profile
from assignments.needs.models import Evidence, Need
from assignments.needs.places import former_and_now
from assignments.needs.values import Cited
from assignments.requests.models import SupportRequest, SupportRequestQuerySet
from korus_portal.accounts.access import Viewer
from municipalities.indicators.models import Batch, IndicatorValue
from municipalities.indicators.models.values import IndicatorValueQuerySet
from municipalities.models import Municipality

YEARS_BACK = 3


def values_on_offer(
    user: Viewer, municipality: Municipality, *, also: str = ""
) -> IndicatorValueQuerySet:
    """The figures of the municipality that the person sees: of each indicator the last years,
    and the one with the id `also`, however old."""
    places = former_and_now(municipality)
    visible = IndicatorValue.objects.visible_to(user).current()
    given = visible.filter(municipality__in=places, value__isnull=False)
    newest = given.filter(indicator=OuterRef("indicator")).order_by().values("indicator")
    recent = given.annotate(newest=Subquery(newest.annotate(last=Max("year")).values("last")))
    asked = Q(pk=int(also)) if also.isdecimal() else Q(pk__in=[])
    recent = recent.filter(Q(year__gt=F("newest") - YEARS_BACK) | asked)
    ordered = recent.order_by("indicator__position", "indicator__code", "-year")
    return ordered.select_related("indicator__source", "batch")


def requests_on_offer(user: Viewer, municipality: Municipality) -> SupportRequestQuerySet:
    """One's own requests there: those one may read."""
    visible = SupportRequest.objects.visible_to(user)
    return visible.filter(municipality__in=former_and_now(municipality)).for_list()


def campaigns_on_offer(user: Viewer, municipality: Municipality) -> list[Campaign]:
    """Mappings with a result there that the person may see."""
    shown = [result for result in profile(municipality, user) if result.mean is not None]
    return list({result.campaign.pk: result.campaign for result in shown}.values())


def may_cite(user: Viewer, municipality: Municipality, cited: Cited) -> bool:
    """Whether the row is one that the person sees, about this municipality."""
    if cited.indicator_value is not None:
        rows = IndicatorValue.objects.visible_to(user).filter(pk=cited.indicator_value.pk)
        return rows.filter(municipality__in=former_and_now(municipality)).exists()
    if cited.support_request is not None:
        offered = requests_on_offer(user, municipality)
        return offered.filter(pk=cited.support_request.pk).exists()
    if cited.campaign is not None:
        return cited.campaign in campaigns_on_offer(user, municipality)
    return bool(cited.text) and cited.day is not None


@dataclass(frozen=True)
class Shown:
    """One piece of evidence as this reader may see it."""

    kind: str
    text: str
    href: str
    note: str


def shown_evidence(need: Need, viewer: Viewer) -> list[Shown]:
    """Everything the need rests on, by a bounded number of queries."""
    rows = list(
        need.evidence.select_related(
            "organisation",
            "campaign__centre",
            "support_request__theme",
            "support_request__centre",
            "indicator_value__batch",
            "indicator_value__municipality",
            "indicator_value__indicator__source",
        )
    )
    seen = Seen(need, rows, viewer)
    return [seen.show(row) for row in rows]


class Seen:
    """Which of the rows behind a need's evidence the viewer may open."""

    def __init__(self, need: Need, rows: list[Evidence], viewer: Viewer) -> None:
        self.need = need
        values = [row.indicator_value_id for row in rows if row.indicator_value_id]
        requests = [row.support_request_id for row in rows if row.support_request_id]
        self.values = _ids(IndicatorValue.objects.visible_to(viewer), values)
        self.requests = _ids(SupportRequest.objects.visible_to(viewer), requests)
        has_campaigns = any(row.campaign_id for row in rows)
        found = profile(need.municipality, viewer) if has_campaigns else []
        self.results = [result for result in found if result.mean is not None]

    def show(self, row: Evidence) -> Shown:
        text, href = self._described(row)
        named = {
            "who": row.organisation.name,
            "day": date_format(timezone.localtime(row.added_at), "j. F Y"),
        }
        note = _("Lagt til av %(who)s %(day)s") % named
        return Shown(capfirst(str(row.get_kind_display())), text, href, note)

    def _described(self, row: Evidence) -> tuple[str, str]:
        if row.indicator_value is not None:
            value = row.indicator_value
            href = address("indicators:indicator_detail", value.indicator.code)
            return text_of_value(value, is_visible=value.pk in self.values), href
        if row.support_request is not None:
            return self._request(row.support_request)
        if row.campaign is not None:
            return self._campaign(row.campaign)
        day = date_format(row.day, "j. F Y") if row.day else ""
        return f"{day}: {row.text}", ""

    def _request(self, found: SupportRequest) -> tuple[str, str]:
        """Others' requests: theme, state and centre, and no more (rules.md)."""
        known = {
            "theme": found.theme or _("tema ikke valgt"),
            "state": found.get_status_display(),
            "centre": found.centre.short_name,
        }
        text = _("Henvendelse til %(centre)s, %(theme)s (%(state)s)") % known
        return text, found.get_absolute_url() if found.pk in self.requests else ""

    def _campaign(self, found: Campaign) -> tuple[str, str]:
        """The level is told for the need's own theme, as far as the reader may see it."""
        text = f"{found.title} ({found.centre.short_name})"
        results = [result for result in self.results if result.campaign == found]
        means = [row.mean for row in results if row.theme == self.need.theme and row.mean]
        if means:
            level = number_format(means[0], decimal_pos=1)
            text = _("%(text)s: nivå %(level)s av 5") % {"text": text, "level": level}
        return text, address("mapping:results", found.pk) if results else ""


def text_of_value(value: IndicatorValue, *, is_visible: bool) -> str:
    """«Drukket seg beruset: 12,3 prosent (2024, Ungdata)», or why there is no figure."""
    name = value.indicator.name
    if not is_visible:
        return _("%(name)s: tallet er ikke åpnet for deg") % {"name": name}
    if value.batch.state == Batch.State.WITHDRAWN:
        return _("%(name)s: tallet er trukket tilbake") % {"name": name}
    text = _("%(name)s: %(value)s (%(year)s, %(source)s)") % {
        "name": name,
        "value": shown_value(value),
        "year": value.year,
        "source": value.indicator.source.name,
    }
    return text if value.is_current else _("%(text)s. Tallet er endret siden.") % {"text": text}


def shown_value(value: IndicatorValue) -> str:
    """The number with its unit, or what SSB's sign means."""
    if value.value is None:
        return str(value.get_mark_display())
    number = number_format(value.value, decimal_pos=value.indicator.decimals, force_grouping=True)
    return f"{number} {value.indicator.get_unit_display()}"


def address(name: str, *arguments: object) -> str:
    """The address of a page of another part; nothing where the page is not there."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _ids(visible: QuerySet[Any], wanted: list[int]) -> set[int]:
    return set(visible.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
