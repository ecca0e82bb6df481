"""What makes two rows the same row: what they say, however it is written, and where they stand.

The same row in another file, in another format or with names for codes has the same fingerprint.
Rows of one file that say the same are the first, the second and so on: a file that holds a row
twice means two activities, and the same file again brings neither.
"""

import hashlib
import json
from collections import Counter
from typing import Any

from assignments.activities.values import ActivityValues
from centres.models import Centre


def said_by(centre: Centre, values: ActivityValues) -> list[Any]:
    tiltak, task = values.assignment, values.mandate_task
    places = {place.code: number for place, number in values.municipalities.items()}
    return [
        centre.code,
        values.starts_on.isoformat(),
        values.ends_on.isoformat() if values.ends_on else "",
        str(values.kind),
        values.title,
        tiltak.pk if tiltak else 0,
        [theme.code for theme in values.themes],
        sorted(places.items()),
        "" if values.hours is None else f"{values.hours:.2f}",
        values.attendances,
        values.is_national_event,
        str(values.form),
        values.note,
        sorted(row.pk for row in values.organisations),
        sorted(row.code for row in values.partners),
        task.code if task else "",
    ]


class Fingerprints:
    """Those of one file, in the order of its rows."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.times: Counter[bytes] = Counter()

    def of(self, values: ActivityValues) -> str:
        said = json.dumps(said_by(self.centre, values), ensure_ascii=False).encode()
        base = hashlib.sha256(said).digest()
        self.times[base] += 1
        return hashlib.sha256(base + str(self.times[base]).encode()).hexdigest()
