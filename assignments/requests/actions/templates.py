"""A centre's own words of the interim reply. Without them everyone's stand."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.plans.conflicts import StaleVersionError
from assignments.requests import rules
from assignments.requests.models import LetterTemplate
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    body: str


@transaction.atomic
def save_template(
    *, centre: Centre, language: str, words: Words, version: int, by: User
) -> LetterTemplate:
    """Store the centre's words. `version` is the one that was opened; 0 when it had none.

    Raises StaleVersionError when a colleague saved or reset them meanwhile. The same words once
    more change nothing.
    """
    found = _hold(centre, language, by)
    if found is not None and (found.subject, found.body) == (words.subject, words.body):
        return found
    if (found.version if found else 0) != version:
        raise StaleVersionError
    found = found or LetterTemplate(centre=centre, language=language, version=0)
    found.subject, found.body = words.subject, words.body
    found.version += 1
    found.changed_at, found.changed_by = timezone.now(), by
    found.save()
    record("requests.template_saved", centre, by=by, details={"language": language})
    return found


@transaction.atomic
def reset_template(*, centre: Centre, language: str, version: int, by: User) -> None:
    """Go back to everyone's words. Raises StaleVersionError when a colleague wrote meanwhile."""
    found = _hold(centre, language, by)
    if found is None:
        return
    if found.version != version:
        raise StaleVersionError
    found.delete()
    record("requests.template_reset", centre, by=by, details={"language": language})


def _hold(centre: Centre, language: str, by: User) -> LetterTemplate | None:
    """The centre is the lock: there may be no row of words yet."""
    locked = Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    if not rules.leads(by, locked):
        raise PermissionDenied
    return LetterTemplate.objects.filter(centre=locked, language=language).first()
