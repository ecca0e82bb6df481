"""Texts for translators: extract from the code, complete the catalogue, compile, check.

Runs in the virtual environment: `python -m dev.translations compile|update|check`.
Bokmål is the source language; `locale/nn` translates it. No text is ever guessed (fuzzy).
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from dev.paths import ROOT

SOURCES = ["korus_portal", "municipalities", "centres", "assignments", "reporting", "templates"]
CATALOGUE = ROOT / "locale" / "nn" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)|%[sd]|\{\w*\}")
SUFFIXES = {".py", ".html", ".txt"}


def sources() -> Iterator[Path]:
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SUFFIXES and "migrations" not in path.parts:
                yield path


def texts_in(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """Every marked text of one file: line, text or texts, comments, context."""
    text = path.read_text()
    if path.suffix != ".py":
        python_like = templatize(text, origin=str(path))
        text = "\n".join(line.strip() for line in python_like.splitlines())
    return extract("python", io.BytesIO(text.encode()), KEYWORDS, ["Translators:"])


def wanted() -> Catalog:
    """All texts in the code, with the files they come from."""
    catalogue = Catalog(charset="utf-8")
    for path in sources():
        place = str(path.relative_to(ROOT))
        for _line, text, comments, context in texts_in(path):
            catalogue.add(text, None, [(place, 0)], auto_comments=comments, context=context)
    return catalogue


def stored() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="nn")


def update() -> None:
    """Add new texts untranslated, drop those that are gone, keep every translation."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue = stored() if CATALOGUE.exists() else Catalog(locale="nn", charset="utf-8")
    catalogue.update(wanted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, sort_output=True, width=100, include_lineno=False)
    missing = sum(not is_translated(message) for message in catalogue if message.id)
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(catalogue)} texts, {missing} to translate")


def is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(strings) and not message.fuzzy


def keeps_placeholders(message: Message) -> bool:
    """The same names in both languages; a plural form may say «one» instead of the number."""
    if not isinstance(message.id, str):
        known = placeholders(*message.id)
        return all(placeholders(text) <= known for text in message.string or ())
    return placeholders(message.id) == placeholders(str(message.string))


def placeholders(*texts: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(" ".join(texts))}


def problems() -> Iterator[str]:
    """What keeps the catalogue from being complete, one line each."""
    catalogue = stored() if CATALOGUE.exists() else Catalog(locale="nn")
    texts = {(message.id, message.context) for message in wanted() if message.id}
    for message in catalogue:
        if not message.id:
            continue
        if (message.id, message.context) not in texts:
            yield f"no longer in the code: {message.id!r}"
        elif not is_translated(message):
            yield f"{'fuzzy' if message.fuzzy else 'not translated'}: {message.id!r}"
        elif not keeps_placeholders(message):
            yield f"other placeholders: {message.id!r}"
        texts.discard((message.id, message.context))
    yield from (f"not in the catalogue: {text!r}" for text, _context in sorted(texts, key=str))


def check() -> int:
    found = list(problems())
    for problem in found:
        print(problem)
    if found:
        print(f"{len(found)} texts to mend in {CATALOGUE.relative_to(ROOT)}; `make messages` adds")
    return 1 if found else 0


def compile_all() -> None:
    """Compile every catalogue that is newer than its compiled form."""
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        unfinished = target.with_suffix(".mo.new")
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        unfinished.replace(target)


def main(command: str) -> int:
    from django.conf import settings  # noqa: PLC0415 - only templatize needs settings

    os.environ.setdefault("PYTHONUTF8", "1")
    settings.configure(USE_I18N=True)
    django.setup()
    if command == "check":
        return check()
    {"update": update, "compile": compile_all}[command]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
