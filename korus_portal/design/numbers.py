"""Numbers as people write them: decimal comma, and no decimals that say nothing."""

from decimal import Decimal

from django.utils.formats import number_format


def shown_number(value: Decimal | int | None) -> str:
    """«7,5» and «7», not «7,50» and «7,00»; nothing for what is unknown."""
    if value is None:
        return ""
    return number_format(trimmed(Decimal(value)), force_grouping=True)


def trimmed(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
