"""Filters that a leader has named."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role, User


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, user: Viewer) -> Self:
        """One's own, and those that colleagues at the centre share."""
        if not user.pk:
            return self.none()
        at = parties(user, Role.ADVISER, Role.LEADER)
        return self.filter(centre__organisation__in=at).filter(Q(owner=user.pk) | Q(is_shared=True))


class SavedFilter(models.Model):
    """A named choice of requests: the query of an address, for one centre."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(_("navn"), max_length=80)
    query = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField(_("del med kollegaer"), default=False)
    # Those who get the choice by mail once a week, and the Monday it was last written for.
    subscribers: models.ManyToManyField[User, models.Model] = models.ManyToManyField(
        User, blank=True, related_name="+"
    )
    digested_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "owner", "name"], name="requests_a_filter_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
