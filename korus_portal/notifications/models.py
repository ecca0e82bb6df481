"""The outbox: letters stored with the change that caused them, sent afterwards."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.models import User


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self) -> Self:
        return self.filter(sent_at=None, given_up_at=None, next_attempt_at__lte=timezone.now())


class Letter(models.Model):
    """One letter to one address, stored as rendered in the recipient's language."""

    kind = models.CharField(_("type"), max_length=60)
    to = models.ForeignKey(User, models.PROTECT, null=True, related_name="letters")
    address = models.EmailField(_("til"))
    language = models.CharField(_("språk"), max_length=2)
    subject = models.CharField(_("emne"), max_length=200)
    body = models.TextField(_("tekst"))
    path = models.CharField(_("side"), max_length=200, blank=True)
    # The row that the letter tells about, so that a redaction there reaches the letter.
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("skrevet"), default=timezone.now)
    sent_at = models.DateTimeField(_("sendt"), null=True)
    attempts = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    given_up_at = models.DateTimeField(_("oppgitt"), null=True)
    last_error = models.CharField(_("siste feil"), max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notifications_sent_letters_are_not_given_up",
                condition=Q(sent_at=None) | Q(given_up_at=None),
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(sent_at=None, given_up_at=None),
                name="notifications_unsent_letters",
            ),
            models.Index(fields=["object_type", "object_id"], name="notifications_letter_object"),
        ]

    def __str__(self) -> str:
        """Without the subject: the operator's pages show no text of a letter."""
        return f"{self.kind} → {self.address}"
