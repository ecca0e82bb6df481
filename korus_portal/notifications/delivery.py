"""Sending letters: once each, again after a failure, given up after a day of failures.

A server that refuses for good is not asked again: the letter is given up at once, and when it is
the recipient that was refused, later letters to that address are stopped before they are tried.
"""

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from kombu.exceptions import OperationalError

from korus_portal.notifications.models import BouncingAddress, Letter

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 12
LONGEST_ERROR = 300
CLOSED_ACCOUNT = gettext_noop("Kontoen er deaktivert.")


def ask_for_delivery(*letter_ids: int) -> None:
    """Tell the workers. A deaf broker loses nothing: the sweep finds the letters."""
    for letter_id in letter_ids:
        try:
            current_app.send_task("notifications.deliver", args=[letter_id])
        except (OperationalError, OSError):
            logger.warning("broker did not take letter %s; the sweep will send it", letter_id)
            return


def deliver(letter_id: int) -> None:
    """Send one letter. Safe to run twice: the row lock and `sent_at` see to it."""
    with transaction.atomic():
        due = Letter.objects.due().filter(pk=letter_id).select_for_update(skip_locked=True)
        letter = due.first()
        if letter is None:
            return
        if reason := reason_to_stop(letter):
            letter.stopped_at, letter.last_error = timezone.now(), reason
        else:
            attempt(letter)
        letter.save()


def reason_to_stop(letter: Letter) -> str:
    """Why the letter is not even tried; empty when it is."""
    if letter.to and not letter.to.is_active:
        return CLOSED_ACCOUNT
    marked = BouncingAddress.objects.filter(address=letter.address.lower()).first()
    return marked.error if marked else ""


def attempt(letter: Letter) -> None:
    letter.attempts += 1
    try:
        message(letter).send()
    except (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError) as error:
        refused(letter, error)
    except (SMTPException, OSError) as error:
        postpone(letter, f"{type(error).__name__}: {error}")
    except Exception as error:
        # One letter that cannot be written, say for a line break in its subject, is no
        # reason to hold back the others.
        logger.exception("letter %s could not be made", letter.pk)
        postpone(letter, f"{type(error).__name__}: {error}")
    else:
        letter.sent_at, letter.last_error = timezone.now(), ""


def message(letter: Letter) -> EmailMessage:
    reply_to = [settings.REPLY_TO_EMAIL] if settings.REPLY_TO_EMAIL else None
    return EmailMessage(
        letter.subject,
        letter.body,
        None,
        [letter.address],
        reply_to=reply_to,
        headers=settings.MAIL_HEADERS,
    )


def refused(
    letter: Letter, error: SMTPRecipientsRefused | SMTPSenderRefused | SMTPDataError
) -> None:
    """A yes-or-later is tried again; a no is taken as a no."""
    if isinstance(error, SMTPRecipientsRefused):
        code, said_by_server = next(iter(error.recipients.values()))
    else:
        code, said_by_server = error.smtp_code, _as_bytes(error.smtp_error)
    answer = said_by_server.decode(errors="replace")
    said = f"{code} {' '.join(answer.split())}"[:LONGEST_ERROR]
    # A full mailbox (5.2.2) is a no for today, whatever the server calls it.
    if not 500 <= code < 600 or answer.startswith("5.2.2"):
        postpone(letter, said)
        return
    letter.given_up_at, letter.last_error = timezone.now(), said
    # 5.7 is about us, not about the mailbox: it says nothing of the next letter's fate.
    if isinstance(error, SMTPRecipientsRefused) and not answer.startswith("5.7"):
        mark(letter.address, said)


def _as_bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


def mark(address: str, error: str) -> None:
    """Remember that the address refuses letters. Two workers may learn it at once."""
    found = BouncingAddress(address=address.lower(), error=error)
    BouncingAddress.objects.bulk_create([found], ignore_conflicts=True)


def postpone(letter: Letter, error: str) -> None:
    """Try again later, each time after a longer pause, up to about a day in all."""
    letter.last_error = error[:LONGEST_ERROR]
    letter.next_attempt_at = timezone.now() + timedelta(minutes=2 ** min(letter.attempts, 8))
    if letter.attempts >= MAX_ATTEMPTS:
        letter.given_up_at = timezone.now()


def sweep() -> int:
    """Send what is due and was missed. Returns how many letters were tried."""
    due = list(Letter.objects.due().order_by("pk").values_list("pk", flat=True)[:500])
    for letter_id in due:
        deliver(letter_id)
    return len(due)
