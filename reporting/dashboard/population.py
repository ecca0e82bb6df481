"""Which day's inhabitants the size of municipalities follows (rule 25). Reads only."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from reporting.dashboard.choice import Choice


def known_on(choice: Choice) -> tuple[date | None, date | None]:
    """The first and the last of the days that the register's numbers are from."""
    rows = Municipality.objects.in_force(on=choice.structure_day).filter(population__isnull=False)
    found = rows.order_by().aggregate(first=Min("population_date"), last=Max("population_date"))
    return found["first"], found["last"]


def sentence(choice: Choice) -> str:
    """Named beside every figure that size stands in; empty where no day is known."""
    first, last = known_on(choice)
    if first is None or last is None:
        return ""
    days = {"first": date_format(first, "j. F Y"), "last": date_format(last, "j. F Y")}
    if first == last:
        return _("Størrelse følger folketallet per %(first)s, den nærmeste datoen vi har.") % days
    text = _("Størrelse følger folketall fra %(first)s til %(last)s, de nærmeste datoene vi har.")
    return text % days
