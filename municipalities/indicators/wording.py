"""Figures as texts: decimal comma, a thin line between thousands, and what the signs mean."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.indicators.carrying import Shown
from municipalities.indicators.models import Indicator, Mark

UNITS = {Indicator.Unit.PERCENT: "\N{NO-BREAK SPACE}%"}


def number(value: Decimal, decimals: int) -> str:
    """12 345,6"""
    return f"{value:,.{decimals}f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def figure(shown: Shown | None, indicator: Indicator) -> str:
    """The value with its unit, or the words for the sign in its place."""
    if shown is None:
        return _("ingen tall")
    if shown.value is None:
        return f"{shown.mark} {Mark(shown.mark).label}"
    return number(shown.value, indicator.decimals) + UNITS.get(Indicator.Unit(indicator.unit), "")


def day(moment: datetime | None) -> str:
    """12.3.2025"""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local.day}.{local.month}.{local.year}"


def iso_day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""
