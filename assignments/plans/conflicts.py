"""The name by which the work of the centres knows `korus_portal.design.conflicts`."""

from korus_portal.design.conflicts import (
    AlreadySentError,
    Difference,
    StaleVersionError,
    as_text,
    build_on,
    differences,
    differing,
    entry,
    shown,
)

__all__ = [
    "AlreadySentError",
    "Difference",
    "StaleVersionError",
    "as_text",
    "build_on",
    "differences",
    "differing",
    "entry",
    "shown",
]
