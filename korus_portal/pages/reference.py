"""Loading all reference data: the parts' own loaders, from the ground up, in one transaction."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assignments.feedback import reference as feedback
from assignments.mapping import reference as questions
from assignments.requests import reference as replies
from centres import reference as centres
from municipalities.csvfile import Source
from municipalities.sync import Tally


@transaction.atomic
def load(folder: Path | None = None) -> dict[str, Tally]:
    """Everything or nothing. Raises DataFileError."""
    tallies = centres.load(folder)
    own = Path(settings.REFERENCE_DATA)
    source = Source(folder or own, own)
    bank, words = questions.read(source), replies.read(source)
    opinions, today = feedback.read(source), timezone.localdate()
    tallies |= questions.write(bank, today=today)
    tallies |= feedback.write(opinions, today=today)
    return tallies | replies.write(words)
