"""What the coverage rests on in the register: when it changes, everything is counted anew.

Facts hold the kind of a centre, today's municipality and the sides of the recipients as these were
when the source was written. Reference data may change them for very many sources at once, so the
new count is a job of its own, stored with the change and sent when that has been committed.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from centres.models import Centre
from korus_portal.accounts.models import Organisation
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from municipalities.models import Municipality, MunicipalityChange

Basis = dict[tuple[str, int], tuple[Any, ...]]
COLUMNS = {
    Centre: ("kind",),
    Organisation: ("kind",),
    Municipality: ("code", "county", "parent", "valid_from", "valid_to"),
}
CHANGES = ("changes", 0)


def basis() -> Basis:
    """Few questions: the register is small."""
    found: Basis = {}
    for model, columns in COLUMNS.items():
        for pk, *values in model._base_manager.order_by("pk").values_list("pk", *columns):
            found[model._meta.label, pk] = tuple(values)
    if found:
        moves = MunicipalityChange.objects.order_by("date", "pk")
        found[CHANGES] = tuple(moves.values_list("date", "change_type", "old", "new"))
    return found


def count_anew(before: Basis) -> Job | None:
    """Ask for a new count where something that stood already is another now. What is new has no
    facts yet."""
    after = basis()
    changed = {key: after.get(key) for key, was in before.items() if after.get(key) != was}
    return start(hashlib.sha256(repr(changed).encode()).hexdigest()) if changed else None


def start(name: str) -> Job:
    """A key of its own for each change: a count under way may have read before it."""
    return jobs.start(
        "reporting.rebuild_coverage",
        key=f"rebuild_coverage:{name}",
        label=_("Ny telling av dekningen etter endring i registrene"),
        by=None,
    )
