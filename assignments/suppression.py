"""Few people are never told: one limit for answers, users and next of kin (rule 31).

How a second figure is hidden, so that nobody can subtract, stands with each kind of figure: see
`mapping.suppression`, `feedback.pooling` and `activities.page`.
"""

# Fewer people than this are nowhere told.
LEAST = 3


def is_too_few(people: int) -> bool:
    """Somebody, but fewer than may be told (rule 31). Nobody is no secret of anyone's."""
    return 0 < people < LEAST
