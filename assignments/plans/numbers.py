"""The name by which the work of the centres knows `korus_portal.design.numbers`."""

from korus_portal.design.numbers import shown_number, trimmed

__all__ = ["shown_number", "trimmed"]
