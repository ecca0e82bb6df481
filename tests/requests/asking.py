"""What people fill in when they ask, for the tests of each way of asking."""

from uuid import uuid4

from stdnum.no import fodselsnummer

from centres.models import Centre
from municipalities.models import Municipality, Theme
from tests.requests.conftest import TEXT

NEW = "/henvendelser/ny/"
GUEST = "/henvendelser/uten-konto/"


def filled_in(
    to: Centre, asked_theme: Theme | None = None, **changed: str | list[str]
) -> dict[str, str | list[str]]:
    return {
        "theme": asked_theme.code if asked_theme else "",
        "centre": to.code,
        "text": TEXT,
        "wished_form": "course",
        "urgency": "soon",
        "reach": "Ring 00 00 00 00",
        "language": "nb",
        "form_token": str(uuid4()),
        **changed,
    }


def as_guest(
    of: Municipality, to: Centre, **changed: str | list[str]
) -> dict[str, str | list[str]]:
    own: dict[str, str | list[str]] = {
        "name": "Gro Gjest",
        "email": "gro@alta.example",
        "municipality": of.code,
    }
    return {**filled_in(to), **own, **changed}


def identity_number() -> str:
    """A made-up number with right check digits."""
    for serial in range(100, 999):
        digits = f"010170{serial}"
        number = digits + fodselsnummer.calc_check_digit1(digits)
        number += fodselsnummer.calc_check_digit2(number)
        if fodselsnummer.is_valid(number):
            return number
    raise AssertionError
