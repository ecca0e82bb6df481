"""The clock's own rows: who was reminded of which day, and the words of an interim reply."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.requests.models.request import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User


class RequestReminder(models.Model):
    """Somebody was reminded of a due date, or asked for feedback; never twice of the same."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("før fristen")
        AFTER = "after", _("etter fristen")
        LEADER = "leader", _("til lederen")
        FEEDBACK = "asked", _("spurt om tilbakemelding")

    support_request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=6, choices=Kind)
    due_on = models.DateField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["support_request", "kind", "due_on"], name="requests_reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.support_request_id} {self.kind} {self.due_on}"


class LetterTemplate(models.Model):
    """The words of the interim reply in one language: a centre's own, or everyone's when empty.

    Bokmål and nynorsk come with the portal. A Sámi text stands here only when people wrote it.
    """

    centre = models.ForeignKey(
        Centre, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("senter")
    )
    language = models.CharField(_("språk"), max_length=3, choices=SupportRequest.Language)
    subject = models.CharField(_("emne"), max_length=150)
    body = models.TextField(_("tekst"), max_length=4000)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "language"],
                nulls_distinct=False,
                name="requests_one_template_a_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.language}"
