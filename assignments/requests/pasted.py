"""Text as people paste it from Word and mail: readable, and without signs that do nothing."""

import re
import unicodedata

# Line breaks inside a paragraph, page breaks and Unicode's own separators.
BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
# Bullets of the fonts Symbol and Wingdings: no other font shows them.
BULLETS = dict.fromkeys([0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076, 0xF0A8], "•")
# Soft hyphens and marks of byte order are invisible and stop searches.
INVISIBLE = dict.fromkeys([0x00AD, 0xFEFF])


def readable(text: str) -> str:
    """The text with plain line breaks and bullets, composed letters and no control characters.

    Letters, emoji, quotes and the marks that right-to-left scripts need are left as they are.
    A null byte is left too: the field refuses it.
    """
    composed = unicodedata.normalize("NFC", BREAKS.sub("\n", text))
    plain = composed.translate(BULLETS).translate(INVISIBLE)
    return "".join(sign for sign in plain if sign in "\n\t\0" or not _is_control(sign))


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs"}
