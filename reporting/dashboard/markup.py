"""Rows of the dashboard's own tables, and the bars in them, as ready markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Reach


@dataclass(frozen=True, slots=True)
class Cell:
    """A number with the way to what it counted, and a bar that says the same."""

    text: str
    href: str = ""
    bar: str = ""
    note: str = ""

    @property
    def inner(self) -> str:
        text = escape(self.text)
        if self.href:
            text = f'<a href="{escape(self.href)}">{text}</a>'
        if self.bar:
            text = f'<span class="bar-number">{text}</span>'
        note = f' <small class="cell-note">{escape(self.note)}</small>' if self.note else ""
        return f"{self.bar}{text}{note}"


def body(rows: Iterable[tuple[Cell, Sequence[Cell]]]) -> SafeString:
    """A heading and its numbers on each row."""
    return mark_safe("".join(row(head, cells) for head, cells in rows))  # noqa: S308 - escaped


def row(head: Cell, cells: Sequence[Cell]) -> str:
    numbers = "".join(f'<td class="number">{cell.inner}</td>' for cell in cells)
    return f'<tr><th scope="row">{head.inner}</th>{numbers}</tr>'


def address(choice: Choice, name: str, **more: str) -> str:
    return f"{reverse(f'reporting:{name}')}?{choice.query(**more)}"


def bar(part: Decimal | int | None, whole: Decimal | int = 100) -> str:
    """`part` of `whole` as a bar; nothing where there is none to draw."""
    if part is None or not whole:
        return ""
    width = (Decimal(100) * Decimal(part) / Decimal(whole)).quantize(Decimal("0.1"))
    return (
        '<svg class="row-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="row-bar__part" width="{width}" height="1"/></svg>'
    )


def levels(reach: Reach) -> str:
    """Brukt within kontakt within kjent, as parts of all municipalities."""
    if reach.no_share or not reach.total:
        return ""
    steps = [("kjent", reach.known), ("kontakt", reach.contacted), ("brukt", reach.used)]
    parts = "".join(
        f'<rect class="level-bar__part level-bar__part--{level}" width="{width}" height="1"/>'
        for level, width in steps
    )
    return (
        f'<svg class="row-bar row-bar--levels" viewBox="0 0 {reach.total} 1"'
        f' preserveAspectRatio="none" aria-hidden="true">{parts}</svg>'
    )
