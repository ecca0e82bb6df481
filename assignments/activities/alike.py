"""What a half-written form looks like among the rows that are there."""

from collections.abc import Sequence
from datetime import date

from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date

from assignments.activities.models import Activity
from assignments.activities.overlaps import Lookalike, lookalikes
from assignments.plans.rules import own_centres
from assignments.plans.years import FIRST_YEAR
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme

LONGEST_NUMBER = 18
Sent = MultiValueDict[str, str]


def rows_like(sent: Sent, user: User) -> Sequence[Lookalike]:
    """Nothing until kind, date and municipality are chosen."""
    centre, day = centre_in(sent, user), day_in(sent)
    kind, codes = sent.get("kind", ""), known(sent.getlist("municipalities"))
    if centre is None or day is None or kind not in Activity.Kind.values or not codes:
        return []
    places = Municipality.objects.filter(code__in=codes).values_list("pk", flat=True)
    names = known([*sent.getlist("main_theme"), *sent.getlist("other_themes")])
    themes = Theme.objects.filter(code__in=names).values_list("pk", flat=True)
    number = sent.get("activity", "")
    exclude = int(number) if number.isdecimal() and len(number) <= LONGEST_NUMBER else None
    return lookalikes(centre, day, list(places), list(themes), kind, exclude=exclude)


def centre_in(sent: Sent, user: User) -> Centre | None:
    centres = list(own_centres(user))
    chosen = [centre for centre in centres if centre.code == sent.get("centre")]
    return next(iter(chosen or centres), None)


def day_in(sent: Sent) -> date | None:
    try:
        day = parse_date(sent.get("starts_on", ""))
    except ValueError:
        return None
    return day if day and day.year >= FIRST_YEAR else None


def known(texts: Sequence[str]) -> list[str]:
    """PostgreSQL cannot be asked for a text with a null byte."""
    return [text for text in texts if text and "\x00" not in text]
