"""What came of giving requests to somebody, said row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.requests.actions.assigning import Outcome
from assignments.requests.models import SupportRequest
from assignments.requests.wording import FIRST_WORDS
from korus_portal.accounts.models import User


def given_words(outcome: Outcome, adviser: User) -> str:
    if not outcome.given:
        return ""
    words = ngettext(
        "%(adviser)s har nå saken %(cases)s.",
        "%(adviser)s har nå %(n)s saker: %(cases)s.",
        len(outcome.given),
    )
    return words % {"adviser": adviser, "n": len(outcome.given), "cases": listed(outcome.given)}


def refused_words(outcome: Outcome, adviser: User, missing: Iterable[str]) -> Iterator[str]:
    """Why some were not given away, one sentence for each."""
    for number in missing:
        yield _("%(case)s står ikke i køen lenger. Den ble ikke fordelt.") % {"case": number}
    for row in outcome.had:
        words = {"adviser": adviser, "case": row.case_number}
        yield _("%(adviser)s hadde allerede saken %(case)s.") % words
    for row in outcome.not_allowed:
        words = {"case": row.case_number, "centre": row.centre}
        yield (
            _("%(case)s kan bare fordeles av lederen ved %(centre)s eller av den som har saken.")
            % words
        )
    for error in outcome.too_late:
        why = next(words for kind, words in FIRST_WORDS if isinstance(error, kind))
        words = {"case": error.support_request.case_number, "why": why}
        yield _("%(case)s ble ikke fordelt. %(why)s") % words


def missing_of(numbers: Iterable[str], found: Iterable[SupportRequest]) -> list[str]:
    there = {row.case_number for row in found}
    return [number for number in numbers if number not in there]


def listed(rows: Iterable[SupportRequest]) -> str:
    return ", ".join(row.case_number for row in rows)
