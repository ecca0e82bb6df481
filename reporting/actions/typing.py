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

    Without the report's lock: it comes every few seconds, and nothing but its writer reads it.
    Raises PermissionDenied, NotADraftError, TooLongError, and ValidationError for a fødselsnummer:
    that is stored nowhere.
    """
    if not rules.can_write_report(by, report):
        raise PermissionDenied
    if not report.is_draft:
        raise NotADraftError
    known = {**typed_before(report, part, version, by), **given(part, fields)}
    if sum(len(text) for text in known.values()) > LONGEST:
        raise TooLongError
    for text in known.values():
        refuse_identity_numbers(text)
    stored = part.texts()
    if all(stored[name] == text for name, text in known.items()):
        forget_typed(report=report, name=part.name, by=by)
        return None
    told = {"fields": known, "base_version": version, "typed_at": timezone.now()}
    kept, _created = TypedText.objects.update_or_create(
        report=report, user=by, target=part.name, defaults=told
    )
    return kept


def typed_before(report: AnnualReport, part: Part, version: int, by: User) -> dict[str, str]:
    """Only what has changed is sent: the rest of the same form stands from the time before."""
    same = TypedText.objects.filter(report=report, user=by, target=part.name, base_version=version)
    return next(iter(same.values_list("fields", flat=True)), {})


def given(part: Part, fields: Mapping[str, str]) -> dict[str, str]:
    """Line ends are one character, as they are stored."""
    return {name: fields[name].replace("\r\n", "\n") for name in part.labels if name in fields}


def forget_typed(*, report: AnnualReport, name: str, by: User) -> None:
    """What was typed is saved, or its writer does not want it."""
    TypedText.objects.filter(report=report, user=by, target=name).delete()
