"""What is missing for a municipality, in plain words, and what a reader can do about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.coverage.models import is_reached
from assignments.coverage.periods import YEARS
from assignments.surveys.listing import SurveyHere
from korus_portal.accounts.access import Viewer, holds, parties
from korus_portal.accounts.models import Role
from korus_portal.pages import links
from korus_portal.pages.municipality.work import Needs, listed
from korus_portal.pages.reach import YearHere
from municipalities.models import Municipality


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence, and where to do something about it."""

    text: str
    href: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    href: str


def of_reach(years: Sequence[YearHere], *, on: date) -> list[Gap]:
    """Public: whether anybody has been here, this year and lately."""
    found = []
    this_year = next((row for row in years if row.year == on.year), None)
    if this_year is None or not is_reached(this_year.level):
        text = _("Ingen senter har gitt kommunen et tilbud i %(year)d.") % {"year": on.year}
        found.append(Gap(text))
    days = [row.last_contact_on for row in years if row.last_contact_on]
    last = max(days, default=None)
    if last is None:
        found.append(Gap(_("Ingen kontakt med noe senter er registrert.")))
    elif on.year - last.year >= YEARS:
        text = _("Ingen kontakt med noe senter siden %(day)s.") % {
            "day": date_format(last, "j. F Y")
        }
        found.append(Gap(text))
    return found


def of_surveys(
    surveys: Iterable[SurveyHere], municipality: Municipality, *, on: date, may_register: bool
) -> list[Gap]:
    """A survey that is overdue, or that nobody has told of."""
    found = []
    for one in surveys:
        url = listed("surveys:round_new", municipality, undersokelse=one.survey)
        action = (url, _("Registrer runde")) if may_register and url else ("", "")
        if one.is_overdue(on) and one.last is not None:
            text = _("%(survey)s er forfalt: sist gjennomført i %(year)d, ingen ny er planlagt.")
            found.append(Gap(text % {"survey": one.label, "year": one.last.year}, *action))
        elif not one.rounds:
            text = _("Det er ikke kjent når %(survey)s sist ble gjennomført.")
            found.append(Gap(text % {"survey": one.label}, *action))
    return found


def of_needs(needs: Needs) -> list[Gap]:
    if not needs.unanswered:
        return []
    text = ngettext(
        "%(n)d åpent behov venter på svar fra senter eller statsforvalter.",
        "%(n)d åpne behov venter på svar fra senter eller statsforvalter.",
        needs.unanswered,
    )
    return [Gap(text % {"n": needs.unanswered}, needs.href, _("Se behovene"))]


def of_knowledge(*, has_centres: bool, has_charts: bool, is_mapped: bool | None) -> list[Gap]:
    """`is_mapped` is None for who may not know."""
    found = []
    if not has_centres:
        found.append(Gap(_("Ingen senter har registrert ansvar her.")))
    if not has_charts:
        found.append(Gap(_("Ingen tall om kommunen er åpne for deg ennå.")))
    if is_mapped is False:
        found.append(Gap(_("Kompetansen i kommunens tjenester er ikke kartlagt.")))
    return found


def steps_of(viewer: Viewer, municipality: Municipality, *, is_in_reach: bool) -> list[Step]:
    """What the reader can do next here, by role; pages that do not exist are left out."""
    if not is_in_reach:
        return []
    found: list[Step] = []
    if is_own(viewer, municipality):
        found += [
            Step(_("Be om støtte"), links.to("requests:request_new")),
            Step(_("Registrer et behov"), listed("needs:need_new", municipality)),
        ]
    elif holds(viewer, Role.ADVISER, Role.LEADER):
        found += _of_centre(viewer, municipality)
    elif holds(viewer, Role.GOVERNOR):
        found += [
            Step(_("Pek på et behov"), listed("needs:need_new", municipality)),
            Step(_("Grunner til å kontakte"), links.to("outreach:call_detail", municipality.code)),
        ]
    return [step for step in found if step.href]


def _of_centre(viewer: Viewer, municipality: Municipality) -> list[Step]:
    activity = links.to("activities:activity_new")
    found = [
        Step(_("Ny aktivitet her"), f"{activity}?municipality={municipality.code}"),
        Step(_("Registrer et behov"), listed("needs:need_new", municipality)),
        Step(_("Grunner til å kontakte"), links.to("outreach:call_detail", municipality.code)),
    ]
    if holds(viewer, Role.LEADER):
        found.insert(2, Step(_("Nytt tiltak"), links.to("plans:assignment_new")))
    return found


def is_own(viewer: Viewer, municipality: Municipality) -> bool:
    """Whether the reader is the municipality's own contact."""
    held = parties(viewer, Role.CONTACT)
    return municipality.organisation_id in held
