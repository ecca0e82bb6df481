"""Who may see and fetch coverage: everyone. What a visitor may not see is left empty."""

from collections.abc import Callable
from typing import Any

EVERYONE = [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]

# With the opening choice in the address.
OPENS = [302, 302, 302, 302, 302, 302, 302, 302, 302, 302]

GET: dict[str, list[int]] = {
    "reporting:coverage_years": OPENS,
    "reporting:coverage_evenness": OPENS,
    "reporting:coverage_work": OPENS,
    "reporting:coverage_stages": OPENS,
    "reporting:coverage_unreached": OPENS,
    "reporting:coverage_meeting": OPENS,
    "reporting:coverage_rules": EVERYONE,
    # Agreements are not public: sign-in.
    "reporting:coverage_focus": [302, 200, 200, 200, 200, 200, 200, 200, 200, 200],
    "reporting:coverage_file": EVERYONE,
    # Those who see the money, and the focus municipalities, on the page.
    "reporting:coverage_file#midler": [404, 404, 404, 200, 200, 200, 404, 404, 200, 200],
    "reporting:coverage_file#innsatskommuner": [404, *EVERYONE[1:]],
    "reporting:coverage_rows_file": EVERYONE,
    # Requests are for those who are signed in, each with what they may see.
    "reporting:coverage_rows_file#henvendelser": [404, *EVERYONE[1:]],
    "reporting:coverage_places_file": EVERYONE,
    "reporting:coverage_data": EVERYONE,
    "reporting:coverage_catalogue": EVERYONE,
}

POST: dict[str, list[int]] = {}

ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "reporting:coverage_file": lambda w: ["fylker", "csv"],
    "reporting:coverage_file#midler": lambda w: ["midler", "csv"],
    "reporting:coverage_file#innsatskommuner": lambda w: ["innsatskommuner", "csv"],
    "reporting:coverage_rows_file": lambda w: ["aktiviteter", "csv"],
    "reporting:coverage_rows_file#henvendelser": lambda w: ["henvendelser", "csv"],
    "reporting:coverage_places_file": lambda w: ["csv"],
}
