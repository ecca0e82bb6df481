"""Who may open and send what under the addresses of requests: dialogue."""

from collections.abc import Callable
from typing import Any

GET: dict[str, list[int]] = {}

POST: dict[str, list[int]] = {}

ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {}
