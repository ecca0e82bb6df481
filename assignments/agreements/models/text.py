"""The written agreement: its versions, the documents, and who has signed which."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.agreements.models.agreement import Agreement, Commitment
from korus_portal.accounts.models import User
from korus_portal.files.models import StoredFile


@pghistory.track(model_name="AgreementTextHistory")
class AgreementText(models.Model):
    """One version of the written agreement. An amendment is a new one; the old ones stay.

    `content` is what the version says, as data; `documents` are its files, each with a hash.
    """

    class Origin(models.TextChoices):
        TEMPLATE = "template", _("laget i portalen")
        UPLOADED = "uploaded", _("lastet opp")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="texts")
    # 1 for the first, then one more for each amendment.
    number = models.PositiveSmallIntegerField(_("versjon"))
    origin = models.CharField(max_length=10, choices=Origin)
    content = models.JSONField(default=dict)
    change = models.CharField(_("hva er endret"), max_length=1000, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # When the second side signed it; a version that nobody signed is only a proposal.
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["agreement", "-number"]
        verbose_name = _("versjon av avtale")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="agreements_a_version_once"
            ),
            models.CheckConstraint(
                name="agreements_amendments_say_what_changed",
                condition=Q(number=1) | ~Q(change=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"


class AgreementDocument(models.Model):
    """A file of a version: made from the template, or the signed paper. Hash: `file.sha256`."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        SIGNED = "signed", _("signert dokument")

    text = models.ForeignKey(AgreementText, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=8, choices=Kind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "kind"],
                condition=Q(kind__in=["pdf", "docx"]),
                name="agreements_a_made_document_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.kind}"


@pghistory.track(model_name="SignatureHistory")
class Signature(models.Model):
    """That one side is bound: signed outside, or approved in the portal («godkjent i portalen»)."""

    class Way(models.TextChoices):
        OUTSIDE = "outside", _("signert utenfor portalen")
        PORTAL = "portal", _("godkjent i portalen")

    class Capacity(models.TextChoices):
        DIRECTOR = "director", _("kommunedirektør eller bydelsdirektør")
        DELEGATE = "delegate", _("på delegert myndighet")
        SIGNATORY = "signatory", _("vertsvirksomhetens signaturberettigede")

    text = models.ForeignKey(AgreementText, models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=12, choices=Commitment.Side)
    way = models.CharField(_("hvordan"), max_length=8, choices=Way)
    capacity = models.CharField(_("i hvilken rolle"), max_length=10, choices=Capacity)
    # Work title and name of who signed, as on the paper.
    signatory = models.CharField(_("hvem signerte"), max_length=200)
    # The decision that gave a delegate the right.
    delegation = models.CharField(_("delegasjonsvedtak"), max_length=200, blank=True)
    signed_on = models.DateField(_("dato"))
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)
    # SHA-256 of the document that was approved in the portal.
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["side"]
        verbose_name = _("underskrift")
        constraints = [
            models.UniqueConstraint(fields=["text", "side"], name="agreements_a_side_signs_once"),
            models.CheckConstraint(
                name="agreements_delegates_say_by_what",
                condition=~Q(capacity="delegate") | ~Q(delegation=""),
            ),
            models.CheckConstraint(
                name="agreements_sides_sign_in_their_own_capacity",
                condition=Q(side="centre", capacity="signatory")
                | Q(side="municipality", capacity__in=["director", "delegate"]),
            ),
            models.CheckConstraint(
                name="agreements_portal_approvals_keep_the_hash",
                condition=Q(way="outside") | ~Q(sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.side}"
