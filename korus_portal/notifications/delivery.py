"""Sending letters: once each, again after a failure, given up after a day of failures."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from celery import current_app
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from korus_portal.notifications.models import Letter

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 12


def ask_for_delivery(letter_id: int) -> None:
    """Tell the workers. A deaf broker loses nothing: the sweep finds the letter."""
    try:
        current_app.send_task("notifications.deliver", args=[letter_id])
    except (OperationalError, OSError):
        logger.warning("broker did not take letter %s; the sweep will send it", letter_id)


def deliver(letter_id: int) -> None:
    """Send one letter. Safe to run twice: the row lock and `sent_at` see to it."""
    with transaction.atomic():
        due = Letter.objects.due().filter(pk=letter_id).select_for_update(skip_locked=True)
        letter = due.first()
        if letter is None:
            return
        letter.attempts += 1
        try:
            send_mail(letter.subject, letter.body, None, [letter.address])
        except (SMTPException, OSError) as error:
            postpone(letter, error)
        except Exception as error:
            # One letter that cannot be written, say for a line break in its subject, is no
            # reason to hold back the others.
            logger.exception("letter %s could not be made", letter.pk)
            postpone(letter, error)
        else:
            letter.sent_at, letter.last_error = timezone.now(), ""
        letter.save()


def postpone(letter: Letter, error: Exception) -> None:
    """Try again later, each time after a longer pause, up to about a day in all."""
    letter.last_error = f"{type(error).__name__}: {error}"[:300]
    letter.next_attempt_at = timezone.now() + timedelta(minutes=2 ** min(letter.attempts, 8))
    if letter.attempts >= MAX_ATTEMPTS:
        letter.given_up_at = timezone.now()


def sweep() -> int:
    """Send what is due and was missed. Returns how many letters were tried."""
    due = list(Letter.objects.due().order_by("pk").values_list("pk", flat=True)[:500])
    for letter_id in due:
        deliver(letter_id)
    return len(due)
