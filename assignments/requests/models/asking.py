"""Before a request is sent: drafts, employees without an account, and their municipality's mail."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from assignments.requests.models.request import SupportRequest
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User
from municipalities.models import Municipality


class RequestDraftQuerySet(models.QuerySet["RequestDraft"]):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(user=user.pk) if user.pk else self.none()


class RequestDraft(models.Model):
    """A form as it was typed, until it is sent or thrown away. Only its writer sees it; no history.

    `form_token` is that of the form: what is sent from it takes the draft away.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    form_token = models.UUIDField(unique=True)
    # Field name → what was typed, unchecked.
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = RequestDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return str(self.form_token)

    @property
    def opening(self) -> str:
        """The first words, by which its writer knows it again."""
        return Truncator(" ".join(str(self.typed.get("text", "")).split())).chars(70)


class GuestAsk(models.Model):
    """What an employee without an account has written, until the address is confirmed by e-mail.

    Becomes a SupportRequest when the link is opened and answered yes; forgotten after 30 days.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    name = models.CharField(_("navn"), max_length=150)
    email = models.EmailField(_("e-post"))
    # Checked values of the form, by name.
    asked = models.JSONField()
    language = models.CharField(max_length=2, choices=User.Language)
    key_hash = models.CharField(max_length=64, unique=True)
    written_at = models.DateTimeField(default=timezone.now)
    # The link works until then; a new one can be asked for.
    valid_until = models.DateTimeField()
    support_request = models.OneToOneField(
        SupportRequest, models.CASCADE, null=True, blank=True, related_name="guest_ask"
    )
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return str(self.pk)


class MailDomain(models.Model):
    """A mail domain of a municipality: whoever confirms an address in it is employed there.

    Entered by the operator, with where it was found.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="mail_domains", verbose_name=_("kommune")
    )
    domain = models.CharField(_("domene"), max_length=120)
    source = models.CharField(_("kilde"), max_length=200)

    class Meta:
        ordering = ["domain"]
        verbose_name = _("e-postdomene")
        verbose_name_plural = _("e-postdomener")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "domain"], name="requests_a_domain_once"
            ),
            models.CheckConstraint(
                name="requests_domains_are_lower_case",
                condition=Q(domain__regex=r"^[a-z0-9.-]+[.][a-z]{2,}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.domain
