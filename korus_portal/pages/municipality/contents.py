"""The page's list of contents: the sections that this reader's page has."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from korus_portal.pages.municipality.page import MunicipalityPage


@dataclass(frozen=True, slots=True)
class Section:
    anchor: str
    label: str


def sections_of(shown: MunicipalityPage, *, has_districts: bool) -> list[Section]:
    """In the order of the page."""
    candidates = [
        ("mangler", _("Hva som mangler"), bool(shown.gaps)),
        ("ansvar", _("Hvem som har ansvar her"), shown.services is not None),
        ("tall", _("Tall om kommunen"), True),
        ("kartlegging", _("Kartlegginger"), bool(shown.mapped) or shown.shows_work),
        ("behov", _("Behov"), shown.needs is not None),
        ("henvendelser", _("Henvendelser"), shows_requests(shown)),
        ("tiltak", _("Tiltak"), bool(shown.tiltak)),
        ("avtaler", _("Avtaler"), bool(shown.agreements)),
        ("informert", _("Hva kommunen er informert om"), bool(shown.told)),
        ("faatt", _("Hva kommunen har fått"), True),
        ("andre", _("Hvem som arbeider her"), bool(shown.others)),
        ("aktiviteter", _("Aktiviteter"), True),
        ("undersokelser", _("Undersøkelser"), bool(shown.surveys)),
        ("bydeler", _("Bydeler"), has_districts),
        ("historie", _("Historie"), bool(shown.history)),
    ]
    return [Section(anchor, label) for anchor, label, is_there in candidates if is_there]


def shows_requests(shown: MunicipalityPage) -> bool:
    return shown.shows_work or bool(shown.requests and shown.requests.rows)
