"""Keeping what is typed in a report's forms until it is saved, so that no text is lost."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.design.free_text import refuse_identity_numbers
from reporting import rules
from reporting.actions.errors import NotADraftError
from reporting.actions.locking import lock_report
from reporting.models import AnnualReport, TypedText
from reporting.targets import Part

# More than the fields of one form take together.
LONGEST = 60_000


class TooLongError(Exception):
    """More text than any form of the report takes."""

    def __str__(self) -> str:
        return _("Teksten er for lang til å bli tatt vare på. Lagre den i flere deler.")


@transaction.atomic
def keep_typed(
    *, report: AnnualReport, part: Part, fields: Mapping[str, str], version: int, by: User
) -> TypedText | None:
    """Keep the fields of one form for the person who types. None when they say what is stored.

    Raises PermissionDenied, NotADraftError, TooLongError, and ValidationError for a fødselsnummer:
    that is stored nowhere.
    """
    locked = lock_report(report.pk)
    if not rules.can_write_report(by, locked):
        raise PermissionDenied
    if not locked.is_draft:
        raise NotADraftError
    known = {name: fields[name].replace("\r\n", "\n") for name in part.labels if name in fields}
    if sum(len(text) for text in known.values()) > LONGEST:
        raise TooLongError
    for text in known.values():
        refuse_identity_numbers(text)
    part.row.refresh_from_db(fields=[*part.labels])
    stored = part.texts()
    if all(stored[name] == text for name, text in known.items()):
        forget_typed(report=locked, name=part.name, by=by)
        return None
    told = {"fields": known, "base_version": version, "typed_at": timezone.now()}
    kept, _created = TypedText.objects.update_or_create(
        report=locked, user=by, target=part.name, defaults=told
    )
    return kept


def forget_typed(*, report: AnnualReport, name: str, by: User) -> None:
    """What was typed is saved, or its writer does not want it."""
    TypedText.objects.filter(report=report, user=by, target=name).delete()
