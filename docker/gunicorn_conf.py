"""How the web server writes its access log: without the keys of personal links."""

from typing import Any

from gunicorn.glogging import Logger

from korus_portal.audit.lines import without_keys


class KeylessLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    def atoms(self, *args: Any) -> dict[str, Any]:
        """Address and referrer stand in several of them."""
        found = super().atoms(*args)
        lines = {
            name: without_keys(value) if isinstance(value, str) else value
            for name, value in found.items()
        }
        return without_sender(lines) if is_anonymous(lines) else lines


def is_anonymous(lines: dict[str, Any]) -> bool:
    """Feedback is given without a sender: who, when and with what is not written down."""
    return "***" in str(lines.get("U")) and str(lines["U"]).startswith("/tilbakemelding/")


def without_sender(lines: dict[str, Any]) -> dict[str, Any]:
    return {**lines, **dict.fromkeys(("h", "t", "f", "a", "u", "l"), "-")}


accesslog = "-"
logger_class = KeylessLogger
