"""What differs between two texts: pieces that are the same, put in, or taken out. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, IN, OUT = "same", "in", "out"
# A word with the spaces behind it.
WORD = re.compile(r"\S+\s*|\s+")
PARAGRAPH = re.compile(r"[^\n]*\n+|[^\n]+")
# Longer texts are compared by paragraph: words would take a second and more.
MOST_WORDS = 2_000


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str


@dataclass(frozen=True)
class Sides:
    """Each text whole, with its own pieces marked."""

    old: list[Piece]
    new: list[Piece]


def of_texts(old: str, new: str) -> Sides:
    pieces = list(compare(plain(old), plain(new)))
    return Sides(
        old=[piece for piece in pieces if piece.kind != IN],
        new=[piece for piece in pieces if piece.kind != OUT],
    )


def plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def compare(old: str, new: str) -> Iterator[Piece]:
    before, after = parts(old, new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(before[start:end]))
            continue
        if end > start:
            yield Piece(OUT, "".join(before[start:end]))
        if new_end > new_start:
            yield Piece(IN, "".join(after[new_start:new_end]))


def parts(old: str, new: str) -> tuple[list[str], list[str]]:
    """Words, or paragraphs of what is long."""
    words = WORD.findall(old), WORD.findall(new)
    if max(map(len, words)) <= MOST_WORDS:
        return words
    return PARAGRAPH.findall(old), PARAGRAPH.findall(new)
