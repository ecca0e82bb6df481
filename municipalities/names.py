"""Norwegian alphabetical order as plain bytes, so that every server sorts alike.

The database compares `sort_key` columns byte by byte and needs no collation of its own. Capital
letters, spaces, hyphens and other marks do not count. Sámi and Kven letters stand with their base
letter and only break a tie. "aa" is two letters: Norwegian place names are written with å, and
where "aa" occurs (Aarborte, Raane) it is South Sámi (docs/adr/0008-register-over-time.md).
"""

import unicodedata

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzæøå"
# Letters that Unicode does not take apart, or whose place in Norwegian is another than their base.
STANDS_WITH = {
    "đ": "d",
    "ð": "d",
    "ŋ": "n",
    "ŧ": "t",
    "þ": "t",
    "ł": "l",
    "ı": "i",
    "ß": "s",
    "œ": "ø",
    "ü": "y",
    "ä": "æ",
    "ö": "ø",
}
FIRST = 0x10
AFTER_ALL = bytes([FIRST + len(ALPHABET)])
# Lower than every letter, so that a shorter name comes first.
END = b"\x00"
PLAIN, VARIANT = b"\x01", b"\x02"


def sort_key(name: str) -> bytes:
    """Bytes that sort `name` as Norwegian lists do: first by letters, then by their marks."""
    letters: list[bytes] = []
    marks: list[bytes] = []
    for letter in unicodedata.normalize("NFC", name).lower():
        place, mark = _place(letter)
        if place:
            letters.append(place)
            marks.append(mark)
    return b"".join(letters) + END + b"".join(marks).rstrip(PLAIN)


def _place(letter: str) -> tuple[bytes, bytes]:
    if letter in ALPHABET:
        return _byte(letter), PLAIN
    if not letter.isalnum():
        return b"", b""
    base = STANDS_WITH.get(letter) or unicodedata.normalize("NFD", letter)[0]
    if base in ALPHABET:
        return _byte(base), VARIANT + letter.encode()
    # Letters of other scripts: after å, among themselves by code point.
    return AFTER_ALL + letter.encode(), PLAIN


def _byte(letter: str) -> bytes:
    return bytes([FIRST + ALPHABET.index(letter)])
