"""Text as the PDF's fonts can show it.

PDF/UA-1 refuses a document with a character that no font has: one emoji in a text must not stop
it. The ranges are those that Inter and the fonts inside typst cover between them.
"""

import re
import unicodedata
from typing import Any

REPLACEMENT = "\N{WHITE SQUARE}"
SHOWN = re.compile(
    "[\n -~\u00a0-\u024f\u0259\u02b0-\u036f\u0384-\u038a\u038e-\u03a1\u03a3-\u03ff\u0400-\u045f"
    "\u1e00-\u1eff\u2010-\u2027\u202f-\u2040\u20a0-\u20bf\u2190-\u22ff\u25a0-\u25ff]"
)
INVISIBLE = {"Cc", "Cf", "Cs", "Mn"}


def text(value: str) -> str:
    """Composed letters, without control characters; what cannot be shown becomes a square."""
    composed = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\t", " ")
    return "".join(shown(character) for character in composed)


def shown(character: str) -> str:
    if SHOWN.match(character):
        return character
    return "" if unicodedata.category(character) in INVISIBLE else REPLACEMENT


def everywhere(data: Any) -> Any:
    """The same structure with every text in it made printable."""
    match data:
        case str():
            return text(data)
        case dict():
            return {key: everywhere(value) for key, value in data.items()}
        case list() | tuple():
            return [everywhere(value) for value in data]
    return data
