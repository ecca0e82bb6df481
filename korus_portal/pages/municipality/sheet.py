"""The municipality on one sheet of paper: what its page tells this reader, cut to fit.

Lists are shortened until the sheet is one page; each says how many it leaves out.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korus_portal.design import typesetting
from korus_portal.pages.municipality.charts import Chart
from korus_portal.pages.municipality.page import MunicipalityPage
from korus_portal.pages.municipality.work import MappedTheme
from korus_portal.pages.serving import Serving

TEMPLATE = Path(__file__).with_name("sheet.typ")
# How many rows a list may have, tried in turn until all fits.
ROOM = (10, 8, 6, 5, 4, 3, 2, 1)
TOO_LONG = "more than one page"


def make(page: MunicipalityPage) -> bytes:
    """One page with as much as there is room for. Two, when even one row in each list is more."""
    at = timezone.now().replace(microsecond=0)
    for room in ROOM:
        try:
            return typesetting.typeset(TEMPLATE, payload(page, room), at=at)
        except typesetting.DocumentError as error:
            if TOO_LONG not in str(error):
                raise
    return typesetting.typeset(TEMPLATE, payload(page, ROOM[-1], may_run_over=True), at=at)


def payload(page: MunicipalityPage, room: int, *, may_run_over: bool = False) -> dict[str, Any]:
    """What the template sets, with every value written out."""
    return {
        "may_run_over": may_run_over,
        "language": "nn" if get_language() == "nn" else "nb",
        "title": page.heading,
        "lead": page.lead,
        "mark": _("DEMO: oppdiktede tall") if settings.DEMO_MODE else "",
        "source": _("KORUS-portalen, %(day)s") % {"day": _day(page.moment.today)},
        "facts": facts(page),
        "key": key_figures(page),
        "numbers": numbers([one for group in page.chart_groups for one in group.charts], room),
        "halves": halves([one for one in lists(page, room) if one["rows"]]),
        "note": _(
            "Nivå: det høyeste fra noe senter i året. «–» betyr at tallet ikke finnes i portalen."
        ),
    }


def facts(page: MunicipalityPage) -> list[tuple[str, str]]:
    place = page.municipality
    found = [(_("Nummer"), place.code), (_("Fylke"), str(place.county))]
    if page.governors:
        found.append((_("Statsforvalter"), ", ".join(page.governors)))
    if place.centrality_class:
        text = _("klasse %(n)d av 6 (SSB)") % {"n": place.centrality_class}
        found.append((_("Sentralitet"), text))
    if place.language_form:
        found.append((_("Målform"), str(place.get_language_form_display())))
    if place.sami_admin_area:
        found.append((_("Samisk forvaltningsområde"), _("ja")))
    return found


def key_figures(page: MunicipalityPage) -> list[tuple[str, str, str]]:
    found = [
        (_("Innbyggere"), page.population, page.population_note),
        (page.level_label, page.level, ""),
        (_("Siste kontakt"), page.last_contact, ""),
    ]
    if page.needs is not None:
        found.append((_("Åpne behov"), str(len(page.needs.open)), ""))
    return found


def numbers(charts: Sequence[Chart], room: int) -> dict[str, Any]:
    """The indicators as a table, those that tell of need first."""
    shown = charts[: room + 2]
    rows = [
        [
            f"{one.indicator}{measured(one)} ({one.year})",
            one.own,
            one.county or "–",
            one.country or "–",
            one.indicator.source.name,
        ]
        for one in shown
    ]
    return {
        "title": _("Tall om kommunen"),
        "columns": [_("Tall (år)"), _("Kommunen"), _("Fylket"), _("Landet"), _("Kilde")],
        "rows": rows,
        "more": more(len(charts), len(shown)),
    }


def measured(chart: Chart) -> str:
    """The unit beside the name, so that figures stay short."""
    return f",{unit}" if (unit := chart.unit) else ""


def halves(sections: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Two columns of about the same height, read from top to bottom."""
    heights = [2 + sum(1 + len(row) // 55 for row in one["rows"]) for one in sections]
    best = min(
        range(len(sections) + 1),
        key=lambda cut: abs(sum(heights[:cut]) - sum(heights[cut:])),
    )
    return [list(sections[:best]), list(sections[best:])]


def lists(page: MunicipalityPage, room: int) -> list[dict[str, Any]]:
    """Every other part of the page, as short lines."""
    return [
        section(_("Hva som mangler"), [gap.text for gap in page.gaps], room),
        section(_("Behov"), needs(page), room),
        section(_("Kartlegginger"), mapped(page), room),
        section(_("Henvendelser"), requests(page), room),
        section(_("Undersøkelser"), surveys(page), room),
        section(_("Hvem som har ansvar her"), serving(page), room),
        section(_("Hva kommunen har fått"), received(page), min(room, 5)),
        section(_("Tiltak"), [f"{one.title} ({one.centre})" for one in page.tiltak], room),
    ]


def section(title: str, rows: Sequence[str], room: int) -> dict[str, Any]:
    return {"title": title, "rows": rows[:room], "more": more(len(rows), min(len(rows), room))}


def more(total: int, shown: int) -> str:
    return _("og %(n)d til") % {"n": total - shown} if total > shown else ""


def needs(page: MunicipalityPage) -> list[str]:
    rows = page.needs.open if page.needs else []
    return [f"{row.theme}: {row.severity}, {row.status} ({row.standing})" for row in rows]


def mapped(page: MunicipalityPage) -> list[str]:
    """The newest mapping alone."""
    newest = page.mapped[0] if page.mapped else None
    if newest is None:
        return []
    return [mapped_theme(row) for row in newest.themes]


def mapped_theme(row: MappedTheme) -> str:
    """What is hidden or missing is not «av 5»."""
    if not row.has_level:
        return f"{row.theme}: {row.own}"
    text = _("%(theme)s: %(own)s av 5 (fylket %(county)s)")
    return text % {"theme": row.theme, "own": row.own, "county": row.county}


def requests(page: MunicipalityPage) -> list[str]:
    rows = page.requests.rows if page.requests else []
    return [f"{row.theme}: {row.state}, {row.centre}" for row in rows]


def surveys(page: MunicipalityPage) -> list[str]:
    found = []
    for row in page.survey_rows:
        last = str(row.last.year) if row.last else _("ikke kjent")
        following = str(row.following.year) if row.following else _("ikke planlagt")
        if row.is_overdue:
            following = _("forfalt")
        text = _("%(survey)s: sist %(last)s, neste %(next)s")
        found.append(text % {"survey": row.label, "last": last, "next": following})
    return found


def serving(page: MunicipalityPage) -> list[str]:
    rows = page.services.regional if page.services else []
    return [" · ".join(reached_by(one)) for one in rows]


def reached_by(one: Serving) -> Iterable[str]:
    yield str(one.centre)
    for person in one.people:
        yield from (text for text in (person.user.name, person.user.email) if text)
    yield from (text for text in (one.centre.email, one.centre.phone) if text)
    if not one.centre.email and one.centre.website:
        yield one.centre.website


def received(page: MunicipalityPage) -> list[str]:
    return [
        _("%(year)d: %(level)s, %(n)d aktiviteter")
        % {"year": one.year, "level": one.level.label, "n": one.activities}
        for one in page.years
    ]


def _day(day: Any) -> str:
    return date_format(day, "j. F Y")
