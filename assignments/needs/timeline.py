"""What has happened with a need, step by step, with the words that stood before a change."""

from dataclasses import dataclass
from typing import Any

from assignments.needs.models import Need, NeedEvent
from korus_portal.notifications.redaction import history_models


@dataclass(frozen=True)
class Step:
    event: NeedEvent
    status: str
    # What stood before a change: severity and text.
    severity_before: str = ""
    text_before: str = ""


def steps_of(need: Need) -> list[Step]:
    """Every step in order, by two queries."""
    events = list(need.events.select_related("by", "organisation"))
    before = _versions(need, {event.before for event in events if event.before})
    return [_step(event, before.get(event.before or 0)) for event in events]


def _step(event: NeedEvent, before: tuple[str, int] | None) -> Step:
    status = str(event.get_status_display()) if event.kind == NeedEvent.Kind.STATUS else ""
    if before is None:
        return Step(event, status)
    text, severity = before
    return Step(event, status, str(Need.Severity(severity).label), text)


def _versions(need: Need, wanted: set[int]) -> dict[int, tuple[str, int]]:
    """Text and severity of the versions that were replaced, as the history keeps them."""
    if not wanted:
        return {}
    (history,) = history_models(Need)
    kept: Any = history._base_manager.filter(pgh_obj_id=need.pk, version__in=wanted)
    rows = kept.order_by("pgh_id").values_list("version", "text", "severity")
    return {version: (text, severity) for version, text, severity in rows}
