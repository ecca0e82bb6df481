"""What is a small municipality, and what is a remote one (rule 25). None is not known."""

from municipalities.models import SMALL

# The two least central of Statistics Norway's six classes.
REMOTE = frozenset({5, 6})


def is_small(population: int | None) -> bool | None:
    """Under Statistics Norway's limit, by the nearest date known (rule 25)."""
    return None if population is None else population < SMALL


def is_remote(centrality_class: int | None) -> bool | None:
    """Of the least central classes (rule 25)."""
    return None if centrality_class is None else centrality_class in REMOTE
