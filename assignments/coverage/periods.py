"""«Over time»: how many calendar years, and what is a majority of the municipalities (rule 24)."""

# Calendar years, the year shown included, unless another number is chosen.
YEARS = 3


def years_until(last: int, count: int = YEARS) -> range:
    """The calendar years that end with the year shown (rule 24)."""
    return range(last - count + 1, last + 1)


def is_majority(part: int, whole: int) -> bool:
    """More than half of the denominator of the year shown (rule 24)."""
    return part * 2 > whole
