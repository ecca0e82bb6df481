"""What every template may ask about sign-in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from korus_portal.accounts.demo import demo_accounts


def demo(request: HttpRequest) -> dict[str, Any]:
    """The demo mark for every page, and the accounts where a visitor may need them."""
    if not settings.DEMO_MODE:
        return {"demo_mode": False}
    return {"demo_mode": True, "demo_accounts": demo_accounts}
