"""A figure as a picture that can stand alone: title above it, definition, source and date below.

Looks are written into the elements: a picture that has left the portal has no style sheet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from textwrap import wrap

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korus_portal.design import printable
from korus_portal.design.typesetting import FONTS, DocumentError
from reporting.dashboard.exports.png_text import with_texts
from reporting.dashboard.exports.tables import About
from reporting.dashboard.exports.wording import moment

TEMPLATE = Path(__file__).with_name("picture.typ")
INK, QUIET, PAPER = "#1f2e33", "#4a5a60", "#ffffff"
WIDTH, MARGIN = 800, 32
TITLE, CHOICE, SMALL = 22, 15, 12
# The width of an ordinary letter as a part of its height.
LETTER = 0.55
LEADING = 1.4
PIXELS_PER_INCH = 144


@dataclass(frozen=True)
class Drawing:
    """What is drawn, in a box of the picture's width, and what it says in words."""

    body: str
    height: float
    alt: str
    # How to read the drawing, and whose work it stands on.
    note: str = ""


def svg(about: About, drawing: Drawing) -> str:
    head, top = lines(above(about), MARGIN)
    foot, bottom = lines(below(about, drawing.note), top + drawing.height + SMALL)
    height = round(bottom + MARGIN)
    language = get_language() or "nb"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
        f' lang="{language}" xml:lang="{language}"'
        f' viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="navn beskrivelse"'
        f' font-family="Inter, sans-serif" fill="{INK}">'
        f'<title id="navn">{shown(about.heading)}</title>'
        f'<desc id="beskrivelse">{shown(drawing.alt)}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
        f'{head}<g transform="translate(0 {top:.1f})">{drawing.body}</g>{foot}</svg>'
    )


def above(about: About) -> list[tuple[str, int, str]]:
    return [(about.title, TITLE, INK), (about.choice, CHOICE, QUIET)]


def below(about: About, note: str) -> list[tuple[str, int, str]]:
    """In the order in which a reader asks."""
    at = moment(about.at)
    source = _("Kilde: %(source)s, %(at)s.") % {"source": about.source, "at": at}
    told = [about.definition, note, *about.notes, source]
    return [(text, SMALL, QUIET) for text in told if text]


def lines(texts: Iterable[tuple[str, int, str]], top: float) -> tuple[str, float]:
    """Text broken into lines, and where the next thing may begin."""
    drawn = []
    for text, size, colour in texts:
        weight = "600" if size == TITLE else "400"
        for line in wrap(text, int((WIDTH - 2 * MARGIN) / (LETTER * size))):
            top += size * LEADING
            drawn.append(write(MARGIN, top, line, size=size, fill=colour, weight=weight))
        top += size * 0.4
    return "".join(drawn), top


def write(
    x: float,
    y: float,
    text: str,
    *,
    size: int = SMALL,
    fill: str = INK,
    weight: str = "400",
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}"'
        f' font-weight="{weight}" text-anchor="{anchor}">{shown(text)}</text>'
    )


def shown(text: str) -> str:
    return escape(printable.text(text))


def png(about: About, picture: str) -> bytes:
    """The same picture in dots, for programs that take no SVG, and what it is as text."""
    texts = {
        "Title": about.heading,
        "Description": "\n".join([about.definition, *about.notes]),
        "Source": about.source,
        "Creation Time": about.at.isoformat(timespec="seconds"),
    }
    return with_texts(dots(picture), texts)


def dots(picture: str) -> bytes:
    try:
        made = typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"svg": picture},
            format="png",
            ppi=PIXELS_PER_INCH,
        )
    except typst.TypstError as error:
        raise DocumentError(f"{error.message} {error.hints}") from error
    if not isinstance(made, bytes):
        raise DocumentError("typst gave no picture")
    return made
