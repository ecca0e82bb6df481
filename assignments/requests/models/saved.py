"""What people make of a centre's queue: named filters, and long lists as files."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
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

    def get_absolute_url(self) -> str:
        """An address that stays when the filter is changed."""
        return reverse("requests:filter_open", args=[self.pk])


class QueueExportQuerySet(models.QuerySet["QueueExport"]):
    def visible_to(self, user: Viewer) -> Self:
        """Whoever asked for it, while they work at the centre."""
        at = parties(user, Role.ADVISER, Role.LEADER)
        return self.filter(made_by=user.pk, centre__organisation__in=at)


class QueueExport(models.Model):
    """A queue as a file that was too long to wait for. Made by a job, and gone after a week."""

    class Format(models.TextChoices):
        EXCEL = "xlsx", _("Excel-fil")
        SEMICOLON = "excel", _("CSV for Excel (semikolon)")
        PLAIN = "csv", _("CSV (komma)")

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="+")
    query = models.CharField(max_length=500, blank=True)
    format = models.CharField(max_length=5, choices=Format)
    language = models.CharField(max_length=2, choices=User.Language)
    made_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    content = models.BinaryField(null=True, blank=True)

    objects = QueueExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("requests:queue_file", args=[self.pk])
