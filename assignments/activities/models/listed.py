"""What the list of activities is found by. Written by the database, from the activities."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from assignments.activities.models.activity import Activity


class ListedActivity(models.Model):
    """One activity by centre, day and words; triggers keep it, whichever way a row is written.

    A word stands for what a filter may ask for (`5.kcourse`: a course of centre 5) or for a word
    of the title, so that any set of filters is one search in one index.
    """

    activity = models.OneToOneField(
        Activity, models.CASCADE, primary_key=True, related_name="listed", editable=False
    )
    # The centre's number; negative for a deleted row, so that the two never stand together.
    shelf = models.BigIntegerField()
    starts_on = models.DateField()
    words = SearchVectorField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_on", "-activity_id"]
        indexes = [
            models.Index(fields=["shelf", "-starts_on", "-activity"], name="activities_shelf"),
            # Read far oftener than written: no list of what is not yet sorted in.
            GinIndex(fields=["words"], name="activities_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return str(self.activity_id)
