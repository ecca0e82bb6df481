"""The outbox: letters stored with the change that caused them, sent afterwards. And what the
portal itself tells: notices, what each person chose about them, addresses that refuse letters."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.access import Viewer, is_administrator
from korus_portal.accounts.models import User
from korus_portal.notifications.kinds import Group


class State(models.TextChoices):
    """Where a letter is. The codes stand in the address of the operator's page."""

    GIVEN_UP = "oppgitt", _("Oppgitt")
    STOPPED = "stoppet", _("Stoppet")
    WAITING = "venter", _("Venter")
    SENT = "sendt", _("Sendt")


# A letter in none of these waits; the database holds it to one of them.
ENDED = {State.GIVEN_UP: "given_up_at", State.STOPPED: "stopped_at", State.SENT: "sent_at"}


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Where letters are is the operator's business; what they say is nobody's."""
        return self if is_administrator(viewer) else self.none()

    def waiting(self) -> Self:
        return self.filter(sent_at=None, given_up_at=None, stopped_at=None)

    def in_state(self, state: str) -> Self:
        column = ENDED.get(State(state))
        return self.filter(**{f"{column}__isnull": False}) if column else self.waiting()

    def due(self) -> Self:
        return self.waiting().filter(next_attempt_at__lte=timezone.now())


class Letter(models.Model):
    """One letter to one address, stored as rendered in the recipient's language.

    It waits until it is sent, given up after refusals, or stopped: never tried, because the
    address is known to refuse letters or the person's account is closed.
    """

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
    stopped_at = models.DateTimeField(_("stoppet"), null=True)
    last_error = models.CharField(_("siste feil"), max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notifications_letters_end_in_one_way",
                condition=Q(sent_at=None, given_up_at=None)
                | Q(sent_at=None, stopped_at=None)
                | Q(given_up_at=None, stopped_at=None),
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(sent_at=None, given_up_at=None, stopped_at=None),
                name="notifications_waiting_letters",
            ),
            models.Index(
                fields=["given_up_at"],
                condition=Q(given_up_at__isnull=False),
                name="notifications_given_up_letters",
            ),
            models.Index(
                fields=["stopped_at"],
                condition=Q(stopped_at__isnull=False),
                name="notifications_stopped_letters",
            ),
            models.Index(fields=["sent_at"], name="notifications_letters_sent_at"),
            models.Index(fields=["object_type", "object_id"], name="notifications_letter_object"),
        ]

    def __str__(self) -> str:
        """Without the subject: the operator's pages show no text of a letter."""
        return f"{self.kind} → {self.address}"

    @property
    def state(self) -> State:
        ended = [state for state, column in ENDED.items() if getattr(self, column)]
        return ended[0] if ended else State.WAITING


class Mode(models.TextChoices):
    """How a person wants to be told, besides the notice in the portal."""

    AT_ONCE = "at_once", _("E-post med en gang")
    DAILY = "daily", _("Én e-post om dagen")
    NONE = "none", _("Bare i portalen")


class NotificationChoice(models.Model):
    """How one person wants to be told of one group. Whoever has chosen nothing is told at once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notification_choices")
    group = models.CharField(_("hva"), max_length=20, choices=Group)
    mode = models.CharField(_("hvordan"), max_length=8, choices=Mode)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"], name="notifications_one_choice_for_each_group"
            ),
            models.CheckConstraint(
                name="notifications_choices_have_a_known_mode", condition=Q(mode__in=Mode.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.mode}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own. Nobody else's, whoever one is."""
        return self.filter(user=viewer.pk) if isinstance(viewer, User) else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def waiting(self, until: datetime) -> Self:
        """To be told in a daily letter. What was read in the portal meanwhile is known."""
        return self.unread().filter(mode=Mode.DAILY, told_at=None, created_at__lt=until)


class Notice(models.Model):
    """One thing that one person is told in the portal, in that person's language.

    `mode` is what the person had chosen when it happened; `told_at` and `letter` say when it was
    put in a letter too, and in which: its own, or that day's. So nothing is told twice, also
    when letters are no longer kept, and nothing is forgotten.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=200)
    path = models.CharField(max_length=200, blank=True)
    # The row that it tells about, so that a redaction there reaches the notice.
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    mode = models.CharField(max_length=8, choices=Mode)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="notices")
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notifications_who_chose_none_gets_no_letter",
                condition=~Q(mode=Mode.NONE) | Q(letter=None, told_at=None),
            ),
            models.CheckConstraint(
                name="notifications_notices_have_a_known_mode", condition=Q(mode__in=Mode.values)
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notifications_notices_of_user"),
            models.Index(
                fields=["user", "-created_at"],
                condition=Q(read_at=None),
                name="notifications_unread_notices",
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(mode=Mode.DAILY, told_at=None, read_at=None),
                name="notifications_untold_notices",
            ),
            models.Index(
                fields=["read_at"],
                condition=Q(read_at__isnull=False),
                name="notifications_read_notices",
            ),
            models.Index(fields=["object_type", "object_id"], name="notifications_notice_object"),
        ]

    def __str__(self) -> str:
        return self.text


class BouncingAddressQuerySet(models.QuerySet["BouncingAddress"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self if is_administrator(viewer) else self.none()


class BouncingAddress(models.Model):
    """An address whose mail server has said for good that it takes no letters from us.

    Letters to it are stopped until the operator clears the mark.
    """

    address = models.EmailField(_("adresse"), unique=True)
    since = models.DateTimeField(_("siden"), default=timezone.now)
    error = models.CharField(_("svar fra e-posttjeneren"), max_length=300)

    objects = BouncingAddressQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notifications_bouncing_addresses_are_in_lower_case",
                condition=Q(address=Lower("address")),
            )
        ]

    def __str__(self) -> str:
        return self.address
