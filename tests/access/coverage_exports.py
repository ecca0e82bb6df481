"""Who may fetch the figures of coverage: everyone. What a visitor may not see is left empty."""

from collections.abc import Callable
from typing import Any

EVERYONE = [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]

GET: dict[str, list[int]] = {
    "reporting:coverage_file": EVERYONE,
    "reporting:coverage_data": EVERYONE,
    "reporting:coverage_catalogue": EVERYONE,
}

POST: dict[str, list[int]] = {}

ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "reporting:coverage_file": lambda w: ["fylker", "csv"],
}
