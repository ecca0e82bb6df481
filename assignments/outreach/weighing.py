"""A centre's own weights: set and reset by its leader, all nine at once, kept in the history."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.outreach import rules
from assignments.outreach.gathering import weights_of
from assignments.outreach.models import Component, Weight
from assignments.outreach.score import NATIONAL, WHOLE, Weights
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


class WeightsMovedError(Exception):
    """Somebody else has set the weights since the form was opened."""


class NotWholeError(Exception):
    """The weights do not add up to one hundred."""


def stamp(weights: Weights) -> str:
    """What a form says that it has seen."""
    return "-".join(str(weights[component]) for component in Component)


@transaction.atomic
def set_weights(*, centre: Centre, weights: Weights, seen: str, by: User) -> None:
    """Let the centre weigh in its own way. The same again changes nothing."""
    _lock(centre, by)
    if set(weights) != set(Component) or sum(weights.values()) != WHOLE:
        raise NotWholeError
    before = weights_of(centre)
    if before == weights:
        return
    if stamp(before) != seen:
        raise WeightsMovedError
    now = timezone.now()
    for component, weight in weights.items():
        Weight.objects.update_or_create(
            centre=centre,
            component=component,
            defaults={"weight": weight, "set_by": by, "set_at": now},
        )
    record("outreach.weights_set", centre, by=by, details=changed(before, weights))


@transaction.atomic
def reset_weights(*, centre: Centre, by: User) -> None:
    """Back to the national weights. Safe to repeat."""
    _lock(centre, by)
    before = weights_of(centre)
    gone, _models = Weight.objects.filter(centre=centre).delete()
    if gone:
        record("outreach.weights_reset", centre, by=by, details=changed(before, NATIONAL))


def changed(before: Weights, after: Weights) -> dict[str, str]:
    return {
        str(component): f"{before[component]} → {after[component]}"
        for component in Component
        if before[component] != after[component]
    }


def _lock(centre: Centre, by: User) -> None:
    """Two leaders meet in the centre's row, so that no weights are half of each."""
    if not rules.leads(by, centre):
        raise PermissionDenied
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
