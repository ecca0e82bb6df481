"""Rows of a grant that a submitted report rests on: what was reported stays as it was read.

Reports lie above grants in the house: they are asked for through the relations that point here.
"""

from django.db.models import Q

from centres.grants.models import ApplicationLine, Grant, GrantItem, GrantLine

# From each kind of row to the day on which a report that points at it was submitted.
ANSWERED = "answers__report__submitted_at__isnull"
ACCOUNTED = "account_lines__account__report__submitted_at__isnull"
GRANT_ACCOUNTED = "accounts__report__submitted_at__isnull"


def held_items(grant: Grant) -> set[int]:
    rows = GrantItem.objects.filter(Q(**{ANSWERED: False}), grant=grant)
    return set(rows.values_list("pk", flat=True))


def held_application_lines(grant: Grant) -> set[int]:
    rows = ApplicationLine.objects.filter(Q(**{ACCOUNTED: False}), grant=grant)
    return set(rows.values_list("pk", flat=True))


def held_lines(grant: Grant) -> set[int]:
    """An account is for the whole letter: all of its lines, or none."""
    if not is_accounted_for(grant):
        return set()
    return set(GrantLine.objects.filter(grant=grant).values_list("pk", flat=True))


def is_accounted_for(grant: Grant) -> bool:
    return Grant.objects.filter(Q(**{GRANT_ACCOUNTED: False}), pk=grant.pk).exists()


def names_held(grant: Grant) -> list[str]:
    """The rows that can no longer be changed, as a page names them."""
    lines, items = held_lines(grant), held_items(grant)
    budget = held_application_lines(grant)
    return [
        *(str(row) for row in grant.lines.all() if row.pk in lines),
        *(str(row) for row in grant.items.all() if row.pk in items),
        *(str(row) for row in grant.application_lines.all() if row.pk in budget),
    ]
