"""When a figure is so far from last year's that somebody should look at it."""

from decimal import Decimal

# Ours to set: less than half of last year's, or more than double.
FACTOR = 2


def is_unlike(earlier: Decimal | int, now: Decimal | int) -> bool:
    """Nothing to compare with when last year had none."""
    return earlier > 0 and (now * FACTOR < earlier or now > earlier * FACTOR)
