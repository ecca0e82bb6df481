"""What came of giving requests to somebody, said row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.requests.actions.assigning import Outcome
from assignments.requests.models import SupportRequest
from korus_portal.accounts.models import User


def given_words(outcome: Outcome, adviser: User) -> str:
    if not outcome.given:
        return ""
    words = ngettext(
        "%(adviser)s har nå saken %(cases)s.",
        "%(adviser)s har nå %(n)s saker: %(cases)s.",
        len(outcome.given),
    )
    cases = ", ".join(row.case_number for row in outcome.given)
    return words % {"adviser": adviser, "n": len(outcome.given), "cases": cases}


def refused_words(outcome: Outcome, missing: Iterable[str]) -> Iterator[str]:
    """Why some were not given away, one sentence for each."""
    for number in missing:
        yield _("%(case)s står ikke i køen lenger. Den ble ikke fordelt.") % {"case": number}
    for row in outcome.not_allowed:
        yield _(
            "%(case)s kan bare fordeles av lederen ved %(centre)s, eller av den som har den."
        ) % {
            "case": row.case_number,
            "centre": row.centre,
        }
    for row in outcome.out_of_step:
        yield _("%(case)s ble ikke fordelt. Status er nå: %(status)s.") % {
            "case": row.case_number,
            "status": capfirst(str(row.get_status_display())),
        }


def missing_of(numbers: Iterable[str], found: Iterable[SupportRequest]) -> list[str]:
    there = {row.case_number for row in found}
    return [number for number in numbers if number not in there]
