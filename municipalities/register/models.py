"""Next year's register before it is applied, and the borders of a geographic map."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.access import Viewer, is_administrator
from korus_portal.accounts.models import User
from municipalities.models import Municipality


class RegisterUpdateQuerySet(models.QuerySet["RegisterUpdate"]):
    def visible_to(self, user: Viewer) -> Self:
        """The administrator's work alone; what comes of it is public."""
        return self if is_administrator(user) else self.none()


class RegisterUpdate(models.Model):
    """SSB's code list and change list of one date, read and checked, waiting for a decision."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("til gjennomsyn")
        APPLIED = "applied", _("tatt i bruk")
        DISCARDED = "discarded", _("forkastet")

    # The day from which the new list is in force.
    valid_from = models.DateField(_("gjelder fra"))
    codes_name = models.CharField(_("kodeliste"), max_length=200)
    codes_sha256 = models.CharField(max_length=64)
    changes_name = models.CharField(_("endringsliste"), max_length=200)
    changes_sha256 = models.CharField(max_length=64)
    # The rows as read, each with its line in the file: {"codes": [[line, code, name], …],
    # "counties": the same, "changes": [[line, old code, name, new code, name], …]}.
    # When applied, "done" holds what was written (see writing.py).
    content = models.JSONField(default=dict)
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.PREVIEWED)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("lastet opp"), default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("avgjort"), null=True)

    objects = RegisterUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("registeroppdatering")
        constraints = [
            models.CheckConstraint(
                name="register_decided_updates_say_by_whom",
                condition=Q(state="previewed", decided_by=None, decided_at=None)
                | Q(
                    state__in=["applied", "discarded"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.codes_name} ({self.valid_from})"

    def get_absolute_url(self) -> str:
        return reverse("register:update_detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.PREVIEWED


class Boundary(models.Model):
    """The outline of a municipality on the geographic map of a structure, ready to draw.

    `path` is SVG path data in the map's own units (x rightwards, y downwards); all rows of a
    structure share one view box. A picture, not a survey: simplified, and never measured from.
    """

    structure = models.PositiveSmallIntegerField(_("kommunestruktur"))
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="boundaries")
    path = models.TextField()
    # Where the outline is shared with a municipality of another county, told by one of the two:
    # a line of text for each, the neighbour's county number and the path.
    county_border = models.TextField(blank=True)
    # The rectangle around the outline.
    left = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    top = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    right = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    bottom = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    # Where a mark of the level is drawn: the largest circle inside the largest part.
    mark_x = models.DecimalField(max_digits=7, decimal_places=2)
    mark_y = models.DecimalField(max_digits=7, decimal_places=2)
    mark_radius = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    source = models.CharField(_("kilde"), max_length=200)

    class Meta:
        ordering = ["structure", "municipality"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "municipality"], name="register_one_outline_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.structure} {self.municipality_id}"
