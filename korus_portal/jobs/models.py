"""Long work as rows: what was asked, how far it has come, and who holds it now."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.access import Viewer, is_administrator
from korus_portal.accounts.models import User


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Viewer) -> Self:
        """One's own jobs; the administrator sees all."""
        if is_administrator(user):
            return self
        return self.filter(started_by=user.pk) if user.pk else self.none()

    def unfinished(self) -> Self:
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def abandoned(self) -> Self:
        """Running without a living worker, or queued without anybody having taken it."""
        now = timezone.now()
        queued_too_long = now - timedelta(seconds=settings.JOB_LEASE_SECONDS)
        return self.filter(
            Q(state=Job.State.RUNNING, lease_until__lt=now)
            | Q(state=Job.State.QUEUED, queued_at__lt=queued_too_long)
        )


class Job(models.Model):
    """One piece of long work. Only `jobs.work` and `jobs.actions` change it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("i kø")
        RUNNING = "running", _("pågår")
        DONE = "done", _("ferdig")
        FAILED = "failed", _("feilet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(_("oppgave"), max_length=80)
    label = models.CharField(_("tittel"), max_length=200)
    arguments = models.JSONField(_("argumenter"), default=dict)
    # One unfinished job per key: a double click asks for the same work once.
    key = models.CharField(_("nøkkel"), max_length=120)
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(_("utført"), default=0)
    total = models.PositiveIntegerField(_("av"), default=0)
    attempts = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    lease = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(_("siste livstegn"), null=True)
    error = models.TextField(_("feil"), blank=True)
    return_path = models.CharField(_("tilbake til"), max_length=200, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("bestilt"), default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(_("ferdig"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["queued", "running"]),
                name="jobs_one_unfinished_job_per_key",
            ),
            models.CheckConstraint(
                name="jobs_running_jobs_are_leased",
                condition=~Q(state="running") | Q(lease__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="jobs_finished_jobs_say_when",
                condition=Q(state__in=["queued", "running"], finished_at=None)
                | Q(state__in=["done", "failed"], finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("jobs:job_detail", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def percent(self) -> int:
        if self.state == self.State.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0


class WorkerHeartbeat(models.Model):
    """The last sign of life of the workers as a whole; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="jobs_one_heartbeat_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
