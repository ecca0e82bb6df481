"""Who should help a municipality with a theme (rules.md, 29)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from centres.models import Catchment, Centre, CentreField
from korus_portal.accounts.models import Membership, Role
from municipalities.models import Municipality, Theme

Function = Centre.Function


@dataclass(frozen=True)
class Suggestion:
    """A centre that may help, and why it is suggested."""

    centre: Centre
    municipality: Municipality
    # The field of the centre that the theme belongs to; None when no theme was given.
    field: CentreField | None
    # Gives advice to other centres and services; is not asked by municipalities.
    is_adviser_only: bool
    # Somebody there can answer in the portal.
    can_be_asked: bool
    # False when the catchment was only guessed from the name of the region.
    is_verified: bool

    @property
    def is_main_field(self) -> bool:
        return self.field is not None and self.field.position == 0

    @property
    def reason(self) -> str:
        """Why, in the language of the page."""
        if self.field is None:
            return _("Har ansvar for %(place)s.") % {"place": self.municipality.name}
        named = {"place": self.municipality.name, "field": self.field.theme.name}
        if self.is_adviser_only:
            return _(
                "Arbeider nasjonalt med feltet «%(field)s» og gir råd. "
                "Kommuner sender henvendelser til det regionale senteret."
            ) % {"field": named["field"]}
        if self.is_main_field:
            return _("Har ansvar for %(place)s, og hovedfeltet er «%(field)s».") % named
        return _("Har ansvar for %(place)s og arbeider med feltet «%(field)s».") % named


def responsible_centres(
    municipality: Municipality, theme: Theme | None, *, on: date
) -> list[Suggestion]:
    """Centres for the theme in the municipality on a day, the most fitting first (rule 29).

    Regional centres whose fields hold the theme or its parent, main field first, then national
    services as advisers. Without a theme: the KORUS of the catchment. Three queries.
    """
    themes = {theme.pk, theme.parent_id} if theme else set()
    found = []
    for centre in _candidates(municipality, themes, on=on):
        fields = [row for row in centre.centre_fields.all() if row.theme_id in themes]
        if theme is None or fields:
            found.append(_suggestion(centre, municipality, fields[0] if fields else None))
    return sorted(found, key=_fitness)


def _fitness(suggestion: Suggestion) -> tuple[bool, int, str]:
    position = suggestion.field.position if suggestion.field else 0
    return suggestion.is_adviser_only, position, suggestion.centre.short_name


def _candidates(
    municipality: Municipality, themes: set[int | None], *, on: date
) -> Iterable[Centre]:
    """Centres that serve the place, and for a theme also those with a national function."""
    here = Catchment.objects.in_force(on=on).covering(municipality)
    here = here.filter(Q(theme=None) | Q(theme__in=themes), centre=OuterRef("pk"))
    leaders = Membership.objects.with_role(Role.LEADER)
    centres = (
        Centre.objects.active(on=on)
        .with_fields()
        .annotate(
            serves=Exists(here),
            serves_for_certain=Exists(here.filter(is_verified=True)),
            has_leader=Exists(leaders.filter(organisation=OuterRef("organisation"))),
        )
    )
    if not themes:
        return centres.filter(serves=True, kind=Centre.Kind.KORUS)
    national = Q(function__in=[Function.NATIONAL, Function.BOTH])
    return centres.filter(Q(serves=True) | national)


def _suggestion(
    centre: Centre, municipality: Municipality, field: CentreField | None
) -> Suggestion:
    """A national function, and a centre with both kinds outside its region, only advise."""
    marks = vars(centre)
    is_adviser_only = centre.is_national_only or not marks["serves"]
    return Suggestion(
        centre=centre,
        municipality=municipality,
        field=field,
        is_adviser_only=is_adviser_only,
        can_be_asked=marks["has_leader"] and not is_adviser_only,
        is_verified=marks["serves_for_certain"] or is_adviser_only,
    )
