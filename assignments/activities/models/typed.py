"""What somebody is writing and has not sent: kept as typed, outside the history."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User


class TypedFormQuerySet(models.QuerySet["TypedForm"]):
    def visible_to(self, user: Viewer) -> Self:
        """Whose it is alone."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()


class TypedForm(models.Model):
    """An activity form as typed. Its token is the form's: when that is sent, this is gone."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # {field name: [values as sent]}
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = TypedFormQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-saved_at"]

    def __str__(self) -> str:
        return str(self.token)


class FeedKey(models.Model):
    """The secret address of a calendar: an adviser's own, or a centre's. Ended when replaced."""

    # SHA-256 of the key; the key itself is shown once.
    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # Empty for the adviser's own activities.
    centre = models.ForeignKey(
        "centres.Centre", models.CASCADE, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    last_read_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "centre"], nulls_distinct=False, name="activities_one_feed_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.centre_id or ''}"
