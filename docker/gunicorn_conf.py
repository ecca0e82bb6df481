"""How the web server writes its access log: without the keys of personal links."""

from typing import Any

from gunicorn.glogging import Logger

from korus_portal.audit.lines import without_keys


class KeylessLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    def atoms(self, *args: Any) -> dict[str, Any]:
        """Address and referrer stand in several of them."""
        found = super().atoms(*args)
        return {
            name: without_keys(value) if isinstance(value, str) else value
            for name, value in found.items()
        }


accesslog = "-"
logger_class = KeylessLogger
