"""Builds the fonts of the PDF documents: `python -m korus_portal.design.pdf_fonts`.

npm ships Inter as woff2 with Latin and extended Latin apart; typst wants one file for each weight.
Without the layout tables the two merge cleanly, and Sámi letters are in the same font as the rest.
Runs after `npm ci`, before Django is there: standard library and fontTools only.
"""

from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "node_modules" / "@fontsource" / "inter" / "files"
TARGET = ROOT / "static" / "vendor" / "pdf-fonts"
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF")
FAMILY, SUBFAMILY, FULL_NAME, POSTSCRIPT_NAME = 1, 2, 4, 6
NAMES_OF_A_LARGER_FAMILY = (16, 17, 21, 22, 25)


def build() -> list[Path]:
    """One TTF for each weight."""
    TARGET.mkdir(parents=True, exist_ok=True)
    return [_build(weight, style) for weight, style in WEIGHTS.items()]


def _build(weight: int, style: str) -> Path:
    parts = [_part(weight, subset) for subset in ("latin", "latin-ext")]
    try:
        font = Merger().merge([str(part) for part in parts])
    finally:
        for part in parts:
            part.unlink()
    _name(font, style)
    font["OS/2"].usWeightClass = weight
    path = TARGET / f"Inter-{style}.ttf"
    font.save(path)
    return path


def _part(weight: int, subset: str) -> Path:
    font = TTFont(SOURCE / f"inter-{subset}-{weight}-normal.woff2")
    for table in LAYOUT_TABLES:
        if table in font:
            del font[table]
    font.flavor = None
    path = TARGET / f"part-{subset}-{weight}.ttf"
    font.save(path)
    return path


def _name(font: TTFont, style: str) -> None:
    """All weights in one family, so that typst finds them by weight."""
    names = font["name"]
    for number in NAMES_OF_A_LARGER_FAMILY:
        names.removeNames(nameID=number)
    family = "Inter" if style in {"Regular", "Bold"} else f"Inter {style}"
    texts = {FAMILY: family, SUBFAMILY: style if family == "Inter" else "Regular"}
    texts |= {FULL_NAME: f"Inter {style}", POSTSCRIPT_NAME: f"Inter-{style}"}
    if family != "Inter":
        texts |= {16: "Inter", 17: style}
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    for path in build():
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")  # noqa: T201
