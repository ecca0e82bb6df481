"""Texts for translators: extract from the code, complete the catalogue, compile, check.

Runs in the virtual environment: `python -m dev.translations compile|update|check`.
Bokmål is the source language; `locale/nn` translates it, and what our libraries show on our
pages. `locale/nb` holds such texts of theirs only. No text is ever guessed (fuzzy).
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from dev import library_texts
from dev.paths import ROOT, site_packages

SOURCES = ["korus_portal", "municipalities", "centres", "assignments", "reporting", "templates"]
LANGUAGES = ("nb", "nn")
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


Text = tuple[int, str | tuple[str, ...], list[str], str | None]


def texts_in(path: Path) -> Iterator[Text]:
    """Every marked text of one file: line, text or texts, comments, context."""
    text = path.read_text()
    if path.suffix == ".py":
        yield from texts_in_f_strings(text)
    else:
        python_like = templatize(text, origin=str(path))
        text = "\n".join(line.strip() for line in python_like.splitlines())
    yield from extract("python", io.BytesIO(text.encode()), KEYWORDS, ["Translators:"])


def texts_in_f_strings(code: str) -> Iterator[Text]:
    """Before Python 3.12 an f-string is one token, and Babel does not look into it."""
    strings = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr)]
    for node in (inner for string in strings for inner in ast.walk(string)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in KEYWORDS:
            continue
        texts = tuple(str(one.value) for one in node.args if isinstance(one, ast.Constant))
        if texts:
            yield node.lineno, texts if len(texts) > 1 else texts[0], [], None


def own_texts() -> Catalog:
    """All texts in the code, with the files they come from."""
    return collected(sources(), ROOT)


def library_texts_shown() -> Catalog:
    """All texts of libraries that may reach a page, translated by them or not."""
    paths = (path for path in library_texts.files() if path.suffix in SUFFIXES)
    return collected(paths, site_packages())


def collected(paths: Iterable[Path], base: Path) -> Catalog:
    catalogue = Catalog(charset="utf-8")
    for path in paths:
        place = str(path.relative_to(base))
        for _line, text, comments, context in texts_in(path):
            catalogue.add(text, None, [(place, 0)], auto_comments=comments, context=context)
    return catalogue


def wanted(language: str) -> Catalog:
    """What must stand in the catalogue, and what already does of that which may."""
    catalogue = own_texts() if language == "nn" else Catalog(charset="utf-8")
    there = {(message.id, message.context) for message in stored(language)}
    known = library_texts.translated(language)
    for message in library_texts_shown():
        lacks = (library_texts.singular(message.id), message.context) not in known
        if message.id and (lacks or (message.id, message.context) in there):
            catalogue.add(message.id, None, message.locations, context=message.context)
    return catalogue


def path_of(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def stored(language: str) -> Catalog:
    if not path_of(language).exists():
        return Catalog(locale=language, charset="utf-8")
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> None:
    """Add new texts untranslated, drop those that are gone, keep every translation."""
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = stored(language)
    catalogue.update(wanted(language), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalogue, sort_output=True, width=100, include_lineno=False)
    missing = sum(not is_translated(message) for message in catalogue if message.id)
    print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {missing} to translate")


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


def problems(language: str) -> Iterator[str]:
    """What keeps the catalogue from being complete, one line each."""
    texts = {(message.id, message.context) for message in wanted(language) if message.id}
    for message in stored(language):
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
    found = [f"{language}: {problem}" for language in LANGUAGES for problem in problems(language)]
    for problem in found:
        print(problem)
    if found:
        print(f"{len(found)} texts to mend in locale/; `make messages` adds")
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
    if command == "compile":
        compile_all()
    for language in LANGUAGES if command == "update" else ():
        update(language)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
