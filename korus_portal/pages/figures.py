"""Numbers as Norwegians write them."""

from decimal import Decimal


def number(value: int | Decimal | None) -> str:
    """Thousands apart by a space that does not break; a dash for what is not known."""
    if value is None:
        return "–"
    shown = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return shown.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
