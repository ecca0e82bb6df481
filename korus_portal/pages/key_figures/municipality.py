"""Figures of a municipality's contact: what came, what was asked for, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.access import with_own_past
from assignments.coverage.models import CoverageRow
from assignments.needs.counts import OPEN
from assignments.needs.models import Need
from assignments.needs.summaries import places_of
from assignments.requests.filters import OPEN_ONES
from assignments.requests.models import (
    PartnerMunicipality,
    SupportRequest,
    SupportRequestQuerySet,
)
from korus_portal.accounts.models import User
from korus_portal.pages import reach
from korus_portal.pages.key_figures.parts import KeyFigure, all_of
from municipalities.models import Municipality
from reporting.dashboard.choice import Choice
from reporting.dashboard.wording import number


@dataclass(frozen=True)
class Here:
    """A municipality or district as its contact sees it."""

    user: User
    municipality: Municipality
    on: date

    @cached_property
    def requests(self) -> SupportRequestQuerySet:
        """What was asked from here, also by another on its behalf, also under an earlier number."""
        places = with_own_past({self.municipality.pk})
        named = PartnerMunicipality.objects.named().filter(municipality__in=places)
        asked = Q(municipality__in=places) | Q(pk__in=named.values("support_request"))
        return SupportRequest.objects.asked_by(self.user).filter(asked)

    @cached_property
    def activities(self) -> dict[int, int]:
        """By year, this one and the last: two summary rows."""
        rows = CoverageRow.objects.whole().by().filter(place=self.municipality)
        rows = rows.filter(structure=self.choice.structure)
        rows = rows.filter(year__in=[self.on.year, self.on.year - 1])
        return dict(rows.values_list("year", "activities"))

    @property
    def choice(self) -> Choice:
        structure = reach.structure_of(self.municipality, on=self.on)
        return Choice(year=self.on.year, structure=structure, today=self.on)

    def narrowed(self, page: str, place: str, **chosen: str) -> str:
        """Whoever has several roles finds the rows of this municipality among the others'."""
        if len(self.user.current_memberships) > 1:
            chosen[place] = self.municipality.code
        return f"{reverse(page)}?{urlencode(chosen)}"


def of_contact(here: Here) -> list[KeyFigure]:
    return [received(here), asked(here), needs(here)]


def received(here: Here) -> KeyFigure:
    year, code = here.on.year, here.municipality.code
    page, before = reverse("reporting:coverage_rows"), replace(here.choice, year=year - 1)
    return KeyFigure(
        label=_("Aktiviteter hos dere i %(year)s") % {"year": year},
        value=number(here.activities.get(year, 0)),
        note=_("Bekreftede aktiviteter som nevner dere, fra alle sentrene. Hver teller én gang."),
        href=f"{page}?{here.choice.query(kommune=code)}",
        beside=all_of(year - 1, number(here.activities.get(year - 1, 0))),
        beside_href=f"{page}?{before.query(kommune=code)}",
    )


def asked(here: Here) -> KeyFigure:
    found = here.requests.aggregate(
        open=Count("pk", filter=Q(status__in=SupportRequest.OPEN)),
        sent=Count("pk", filter=Q(submitted_at__year=here.on.year)),
    )
    words = {"year": here.on.year, "count": number(found["sent"])}
    return KeyFigure(
        label=_("Åpne henvendelser nå"),
        value=number(found["open"]),
        note=_("Ikke avsluttet eller trukket, og senteret har ikke sagt at det ikke kan bistå."),
        href=here.narrowed("requests:request_list", "municipality", status=OPEN_ONES),
        beside=_("Sendt i %(year)s: %(count)s") % words,
    )


def needs(here: Here) -> KeyFigure:
    """The municipality's, its districts' and those of what it came from."""
    rows = Need.objects.visible_to(here.user)
    rows = rows.filter(municipality__in=places_of([here.municipality]))
    found = rows.order_by().aggregate(
        open=Count("pk", filter=Q(status__in=Need.OPEN)),
        made=Count("pk", filter=Q(registered_at__year=here.on.year)),
    )
    words = {"year": here.on.year, "count": number(found["made"])}
    return KeyFigure(
        label=_("Åpne behov nå"),
        value=number(found["open"]),
        note=_("Meldt om dere av dere selv, et senter eller statsforvalteren. Ikke avsluttet."),
        href=here.narrowed("needs:need_list", "kommune", status=OPEN),
        beside=_("Registrert i %(year)s: %(count)s") % words,
    )
