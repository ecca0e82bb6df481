"""Lines of the logs: they never hold the key of a personal link, which opens what it leads to."""

import logging
import re

# A long part of an address with a digit or a capital: so are keys, and names of pages are not.
KEY = re.compile(r"(?<=/)(?=[^/\s]*[\dA-Z])[\w.:=-]{28,}")


def without_keys(line: str) -> str:
    return KEY.sub("***", line)


class KeylessFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_keys(super().format(record))
