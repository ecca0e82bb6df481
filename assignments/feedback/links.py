"""The link of a form: whose it is, how often one may try, and that a double click counts once.

Nothing here is stored but in the shared cache, for minutes. The address of whoever answers is
there only as a keyed hash, without the form, and the number of a page as a hash too.
"""

from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from assignments.feedback import rules
from assignments.feedback.models import FeedbackForm
from korus_portal.accounts import limits

MINUTES_10 = 600
# A whole course answers from one address, at once.
ANSWERS = 600 if settings.DEMO_MODE else 120
WRONG_LINKS = 30


class WrongLinkError(Exception):
    """No form has this link."""


class EndedError(Exception):
    """The form is closed, or past its last day."""

    def __init__(self, form: FeedbackForm) -> None:
        super().__init__(form.pk)
        self.form = form


def find(text: str) -> FeedbackForm:
    """The form of a link, open or not. Raises WrongLinkError."""
    try:
        key = UUID(text)
    except ValueError:
        raise WrongLinkError from None
    found = FeedbackForm.objects.for_list().filter(key=key).first()
    if found is None:
        raise WrongLinkError
    return found


def find_open(text: str) -> FeedbackForm:
    """Raises WrongLinkError or EndedError."""
    found = find(text)
    if not rules.is_open(found, on=timezone.localdate()):
        raise EndedError(found)
    return found


def count_answer(request: HttpRequest) -> None:
    """Raises TooOftenError for who sends answers at random."""
    limits.count(f"feedback:answers:{hashed(request)}", ANSWERS, MINUTES_10)


def count_wrong(request: HttpRequest) -> None:
    """Raises TooOftenError for who tries links at random."""
    limits.count(f"feedback:wrong:{hashed(request)}", WRONG_LINKS, MINUTES_10)


def hashed(request: HttpRequest) -> str:
    return salted_hmac("feedback.address", limits.address_of(request)).hexdigest()[:32]


def is_first(page: UUID | None) -> bool:
    """Whether this page is sent for the first time; a page without a number always is."""
    return page is None or cache.add(name_of(page), 1, MINUTES_10)


def forget(page: UUID | None) -> None:
    """The answer was not stored after all: the page may be sent again."""
    if page is not None:
        cache.delete(name_of(page))


def name_of(page: UUID) -> str:
    return f"feedback:page:{salted_hmac('feedback.page', page.hex).hexdigest()[:32]}"
