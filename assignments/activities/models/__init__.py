"""Activities, what hangs on them, and what becomes activities."""

from assignments.activities.models.activity import Activity, ActivityQuerySet
from assignments.activities.models.importing import ImportBatch, ImportRow
from assignments.activities.models.listed import ListedActivity
from assignments.activities.models.rows import (
    ActivityMunicipality,
    ActivityTheme,
    AdviserHours,
    HeadCount,
)
from assignments.activities.models.sharing import ActivityPartner, Overlap
from assignments.activities.models.typed import FeedKey, TypedForm

__all__ = [
    "Activity",
    "ActivityMunicipality",
    "ActivityPartner",
    "ActivityQuerySet",
    "ActivityTheme",
    "AdviserHours",
    "FeedKey",
    "HeadCount",
    "ImportBatch",
    "ImportRow",
    "ListedActivity",
    "Overlap",
    "TypedForm",
]
