"""Figures of the county governor, the directorate and the user organisations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.access import with_former
from assignments.feedback.models import FeedbackForm
from assignments.needs.counts import OPEN
from assignments.needs.models import Need
from assignments.plans.models import Statement
from centres.models import Centre
from korus_portal.accounts.models import Membership, User
from korus_portal.pages.key_figures import reached
from korus_portal.pages.key_figures.parts import KeyFigure, all_of, joined, part_of
from korus_portal.pages.key_figures.reached import Doing
from municipalities.models import County, Municipality
from reporting.dashboard import overtime, wording
from reporting.dashboard.forms import NEVER_OVER_TIME, USED_OVER_TIME
from reporting.dashboard.overtime import OverTime
from reporting.models import ReportObligation


def of_governor(user: User, counties: tuple[County, ...], doing: Doing) -> list[KeyFigure]:
    left = _("Kommuner som ingen sentre har gjort noe for i år.")
    return [in_county(doing), reached.not_used(doing, left), needs_in(user, counties)]


def in_county(doing: Doing) -> KeyFigure:
    """The county beside the country, where any centre counts (rule 9)."""
    country = reached.of_kind("", on=doing.choice.today, with_past=False).now
    own = reached.used(doing, _("Nådd: et senter har gjort noe for kommunen."))
    beside = _("Hele landet: %(share)s") % {"share": wording.per_cent(country.reach)}
    return replace(own, beside=beside, beside_href=country.places_used)


def needs_in(user: User, counties: tuple[County, ...]) -> KeyFigure:
    here = Municipality.objects.places_in_force(on=timezone.localdate()).filter(county__in=counties)
    places = with_former(set(here.order_by().values_list("pk", flat=True)))
    rows = Need.objects.visible_to(user).open().filter(municipality__in=places)
    found = (
        rows.order_by()
        .with_standing()
        .aggregate(
            all=Count("pk"),
            agreed=Count("pk", filter=Q(is_agreed=True, is_disputed=False)),
            disputed=Count("pk", filter=Q(is_disputed=True)),
        )
    )
    waiting = found["all"] - found["agreed"] - found["disputed"]
    words = {"agreed": found["agreed"], "disputed": found["disputed"], "waiting": waiting}
    return KeyFigure(
        label=_("Åpne behov nå"),
        value=wording.number(found["all"]),
        note=ngettext(
            "Meldt for kommuner i fylket og ikke avsluttet.",
            "Meldt for kommuner i fylkene og ikke avsluttet.",
            len(counties),
        ),
        href=rows_of_needs(counties),
        beside=_("Enighet: %(agreed)s. Uenighet: %(disputed)s. Venter på svar: %(waiting)s.")
        % words,
    )


def rows_of_needs(counties: tuple[County, ...]) -> str:
    if len(counties) == 1:
        query = urlencode({"fylke": counties[0].code})
        return f"{reverse('needs:county_list')}?{query}"
    return f"{reverse('needs:need_list')}?{urlencode({'status': OPEN})}"


def of_directorate(user: User, doing: Doing, years: OverTime) -> list[KeyFigure]:
    return [by_korus(doing), reports(user, doing.year - 1), never_over_time(doing, years)]


def by_korus(doing: Doing) -> KeyFigure:
    return reached.used(doing, _("Nådd: et KORUS har gjort noe for kommunen."))


def of_korus(*, on: date) -> Doing:
    """What the dashboard opens with (rule 9)."""
    return reached.of_kind(Centre.Kind.KORUS, on=on)


def reports(user: User, year: int) -> KeyFigure:
    """Handed in, of those that are owed."""
    owed = ReportObligation.objects.visible_to(user).filter(year=year)
    count, met = owed.count(), owed.met().count()
    late = owed.overdue(today=timezone.localdate()).count()
    text = ngettext("%(n)s er over fristen", "%(n)s er over fristen", late) % {"n": late}
    return KeyFigure(
        label=_("Rapporter mottatt for %(year)s") % {"year": year},
        value=part_of(met, count) if count else _("ingen frister"),
        note=_("Årsrapporter Helsedirektoratet har mottatt, av dem sentrene skal levere."),
        href=rows_of_reports(year, "mottatt") if count else reverse("reporting:obligation_list"),
        beside=reports_before(user, year - 1),
        beside_href=rows_of_reports(year - 1, "mottatt"),
        more=text if late else "",
        more_href=rows_of_reports(year, "forfalt"),
    )


def rows_of_reports(year: int, which: str) -> str:
    query = urlencode({"aar": year, which: "on"})
    return f"{reverse('reporting:obligation_list')}?{query}"


def reports_before(user: User, year: int) -> str:
    owed = ReportObligation.objects.visible_to(user).filter(year=year)
    count = owed.count()
    if not count:
        return ""
    words = {"year": year, "value": part_of(owed.met().count(), count)}
    return _("For %(year)s: %(value)s") % words


def over_time(doing: Doing) -> OverTime:
    return overtime.over_time(doing.now.summary, overtime.history_of(doing.choice))


def places_over_time(doing: Doing, level: str) -> str:
    query = doing.choice.query(niva=level)
    return f"{reverse('reporting:coverage_places')}?{query}"


def never_over_time(doing: Doing, years: OverTime) -> KeyFigure:
    """Rule 24. A year without anything registered says nothing of who was not reached."""
    silent = _("Uten data: %(years)s.") % {"years": ", ".join(map(str, years.silent))}
    definition = _("Kommuner som KORUS-sentrene ikke har gjort noe for i årene, av %(total)s.")
    beside = _("Nådd minst én gang: %(value)s")
    value = part_of(years.reach.used, years.reach.total)
    return KeyFigure(
        label=_("Aldri nådd i %(first)s–%(last)s") % {"first": years.first, "last": years.last},
        value=wording.number(years.never) if years.has_data else _("ingen data"),
        note=joined(
            definition % {"total": wording.number(years.reach.total)},
            silent if years.silent else "",
        ),
        href=places_over_time(doing, NEVER_OVER_TIME),
        beside=beside % {"value": value} if years.has_data else "",
        beside_href=places_over_time(doing, USED_OVER_TIME),
    )


def of_user_organisation(user: User, held: Membership, doing: Doing) -> list[KeyFigure]:
    return [statements(user, held), forms(user, held, on=doing.choice.today), by_korus(doing)]


def statements(user: User, held: Membership) -> KeyFigure:
    """What centres say of taking part together with the organisation."""
    found = statements_of(user, held).aggregate(
        all=Count("pk"), waiting=Count("pk", filter=Q(state=Statement.State.UNCONFIRMED))
    )
    return KeyFigure(
        label=_("Tiltak som sier at dere medvirker"),
        value=wording.number(found["all"]),
        note=_("Redegjørelser om brukermedvirkning der sentrene nevner organisasjonen deres."),
        href=reverse("plans:statement_list"),
        beside=_("Venter på svar fra dere: %(count)s") % {"count": found["waiting"]},
    )


def statements_of(user: User, held: Membership) -> QuerySet[Statement]:
    return Statement.objects.visible_to(user).filter(
        organisation=held.organisation_id, assignment__deleted_at=None
    )


def forms(user: User, held: Membership, *, on: date) -> KeyFigure:
    """Forms, not answers: fewer than three answers are nobody's to see (rule 31)."""
    own = FeedbackForm.objects.visible_to(user).filter(organisation=held.organisation_id)
    this_year, before = own.of_year(on.year).count(), own.of_year(on.year - 1).count()
    return KeyFigure(
        label=_("Tilbakemeldinger gjennom dere"),
        value=wording.number(own.count()),
        note=_(
            "Skjemaer til brukere og pårørende som går gjennom organisasjonen. Svarene vises når "
            "minst tre har svart."
        ),
        href=reverse("feedback:form_list"),
        beside=joined(
            _("I %(year)s: %(count)s.") % {"year": on.year, "count": this_year},
            all_of(on.year - 1, str(before)) + ".",
        ),
    )
