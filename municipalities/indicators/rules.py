"""Who may do what with figures. Pure questions: no writes, no HTTP."""

from collections.abc import Iterable

from django.utils import timezone

from korus_portal.accounts.access import Viewer, holds, is_administrator, parties
from korus_portal.accounts.models import Organisation, Role
from municipalities.indicators.models import Batch, Opening, Source
from municipalities.indicators.models.sources import owned_ids
from municipalities.models import Municipality

Kind = Organisation.Kind
RECEIVER_KINDS = (Kind.CENTRE, Kind.COUNTY_GOVERNOR, Kind.DIRECTORATE)


def can_import_some(viewer: Viewer) -> bool:
    return is_administrator(viewer) or Source.objects.importable_by(viewer).exists()


def can_import(viewer: Viewer, source: Source) -> bool:
    """The administrator, and those who keep the source."""
    return Source.objects.importable_by(viewer).filter(pk=source.pk).exists()


def can_handle_batch(viewer: Viewer, batch: Batch) -> bool:
    """As `can_import`. Under embargo the importer alone."""
    return Batch.objects.visible_to(viewer).filter(pk=batch.pk).exists()


def is_under_embargo(batch: Batch) -> bool:
    return batch.embargo_until is not None and batch.embargo_until > timezone.localdate()


def keeps_openings(viewer: Viewer) -> bool:
    """Whether the person may have anything to open: they keep a source, or are a contact."""
    return can_import_some(viewer) or holds(viewer, Role.CONTACT)


def can_open(viewer: Viewer, source: Source, municipality: Municipality | None) -> bool:
    """Keepers open any figures; a municipality's contact those of the municipality."""
    if can_import(viewer, source):
        return True
    own = owned_ids(parties(viewer, Role.CONTACT))
    return municipality is not None and municipality.pk in own


def can_end(viewer: Viewer, opening: Opening) -> bool:
    """Whoever could have opened it may close it."""
    return can_open(viewer, opening.source, opening.municipality)


def can_follow_openings(viewer: Viewer) -> bool:
    """Everyone who stands for a party that figures can be opened by or for."""
    return is_administrator(viewer) or bool(parties(viewer))


def endable(viewer: Viewer, openings: Iterable[Opening]) -> set[int]:
    """Ids of those in force that the viewer may close. A few queries for a whole page."""
    kept = set(Source.objects.importable_by(viewer).values_list("pk", flat=True))
    own = owned_ids(parties(viewer, Role.CONTACT))
    return {
        opening.pk
        for opening in openings
        if opening.ended_at is None
        and (opening.source_id in kept or opening.municipality_id in own)
    }
