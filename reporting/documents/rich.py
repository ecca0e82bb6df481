"""Written text as blocks with a heading level, so that no document skips a level."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from korus_portal.design import rich_text
from korus_portal.design.rich_text import Block, Cell
from reporting.documents.parts import Rich

# Longer addresses than this are refused by PDF readers.
LONGEST_LINK = 2000


@dataclass(frozen=True)
class Placed:
    """A block; `level` is that of a heading in the whole document."""

    block: Block
    level: int


def blocks(part: Rich) -> Iterator[Placed]:
    """«###» without «##» above it stands where «##» would have stood."""
    has_upper = False
    for block in rich_text.parse(part.source):
        level = 0
        if isinstance(block, rich_text.Heading):
            is_lower = block.level > 2 and has_upper
            has_upper = has_upper or block.level == 2
            level = part.under + (2 if is_lower else 1)
        yield Placed(block, level)


def address(href: str) -> str:
    """The whole address of a link; a path leads into the portal."""
    whole = f"{settings.SITE_URL}{href}" if href.startswith("/") else href
    return whole if len(whole) <= LONGEST_LINK else ""


def is_empty(cell: Cell) -> bool:
    return not rich_text.line_plain(cell).strip()
