"""What the figures are called, in sentences that follow what was chosen."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.coverage.models import is_reached
from centres.models import Centre
from reporting.dashboard.choice import SIZE_NAMES, Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.figures import Coverage, Place, Reach, Summary


def number(value: int | Decimal) -> str:
    return str(value) if 0 <= value < 1000 else number_format(value, 0, force_grouping=True)


def hours(found: Numbers) -> str:
    """Empty hours are unknown, not 0 (rule 15)."""
    if found.lacks_hours:
        return hours_unknown()
    return number(found.hours.quantize(Decimal(1), ROUND_HALF_UP))


def hours_unknown() -> str:
    return _("ikke oppgitt")


def total_name(found: Summary, country: Summary) -> str:
    """What the last row of a table is called: the country, or less than it."""
    return _("Hele landet") if country is found else _("I alt")


def used_of(reach: Reach) -> str:
    """«12 av 39»: what a share is a share of."""
    return _("%(used)s av %(total)s") % {
        "used": number(reach.used),
        "total": number(reach.total),
    }


def per_cent(reach: Reach) -> str:
    """The share as text, or why there is none."""
    if reach.share is not None:
        return f"{number_format(reach.share, 1)} %"
    return {
        "national": _("ingen andel"),
        "unknown": _("ikke kjent"),
        "no_data": _("ingen data"),
    }.get(reach.no_share, "–")


def doer(choice: Choice) -> str:
    if choice.centre is not None:
        return choice.centre.short_name
    return str(Centre.Kind(choice.kind).label) if choice.kind else _("Alle sentrene")


def heading(choice: Choice) -> str:
    """«KORUS i 2025», «KORUS Nord i 2025: Troms og Finnmark»."""
    text = _("%(doer)s i %(year)s") % {"doer": doer(choice), "year": choice.year}
    names = [county.name for county in choice.counties]
    if names:
        text = f"{text}: {_(' og ').join(names)}"
    return " · ".join([text, *cuts(choice)])


def cuts(choice: Choice) -> list[str]:
    """What the figures are cut by, in words."""
    chosen = [choice.theme, choice.initiative, choice.task]
    found = [str(row.name) for row in chosen if row is not None]
    if choice.size:
        found.append(str(dict(SIZE_NAMES)[choice.size]))
    if choice.centrality:
        numbers = ", ".join(map(str, choice.centrality))
        found.append(_("sentralitet %(classes)s") % {"classes": numbers})
    if choice.function:
        name = Centre.Function(choice.function).label
        found.append(_("sentrenes funksjon: %(name)s") % {"name": name})
    return found


def reach_sentence(found: Summary) -> str:
    """What the share is a share of (rules 10, 12 and 14)."""
    reach, choice = found.reach, found.choice
    numbers = {"used": number(reach.used), "total": number(reach.total)}
    if reach.no_share == "no_data":
        return _("Senteret har ingen bekreftede aktiviteter i året.")
    if reach.no_share == "national":
        return _("%(used)s kommuner er nådd. En nasjonal funksjon har ingen andel.") % numbers
    if reach.no_share == "unknown":
        return _("%(used)s kommuner er nådd. Senterets ansvarsområde er ikke kjent.") % numbers
    if choice.centre is not None:
        return _("%(used)s av %(total)s kommuner i ansvarsområdet") % numbers
    return _("%(used)s av %(total)s kommuner") % numbers


def outside_sentence(found: Summary) -> str:
    """Rule 13; empty when nothing was done outside."""
    if not found.outside:
        return ""
    text = ngettext(
        "%(count)s kommune utenfor ansvarsområdet er nådd. Den er ikke med i andelen.",
        "%(count)s kommuner utenfor ansvarsområdet er nådd. De er ikke med i andelen.",
        found.outside,
    )
    return text % {"count": found.outside}


def is_city_alone(found: Summary) -> bool:
    """A catchment of one municipality says little; its districts say more."""
    return found.choice.centre is not None and found.reach.total == 1


def district_sentences(found: Coverage) -> list[str]:
    """«12 av 15 bydeler i Oslo er nådd.»"""
    of_city: dict[str, list[Place]] = {}
    for place in found.districts:
        of_city.setdefault(place.city, []).append(place)
    return [
        _("%(used)s av %(total)s bydeler i %(city)s er nådd.")
        % {
            "used": sum(is_reached(place.numbers.level) for place in places),
            "total": len(places),
            "city": city,
        }
        for city, places in of_city.items()
    ]
