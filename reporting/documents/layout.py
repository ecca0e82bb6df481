"""Which files decide how documents look: a change in one makes new documents of the same content.

The list is never written by hand. Everything beside this file counts, and every file of ours that
is imported from here and lies under the documents in the house (fonts' data, typesetting, marks).
"""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).parent
# What is read or counted is in the content already; these decide how it is set.
SETTING = ("korus_portal.design", "assignments.requests.noark", "assignments.agreements.archive")
LEFT_OUT = {".pyc"}


@cache
def layout_hash() -> str:
    digest = hashlib.sha256()
    for path in files():
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def files() -> list[Path]:
    own = {path for path in HERE.rglob("*") if path.is_file() and path.suffix not in LEFT_OUT}
    waiting = [path for path in own if path.suffix == ".py"]
    while waiting:
        for path in imported(waiting.pop()):
            if path not in own:
                own.add(path)
                waiting.append(path)
    return sorted(own)


def imported(path: Path) -> Iterator[Path]:
    """Files of ours that set documents, as this one imports them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(SETTING):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from filter(None, map(file_of, [node.module or "", *names]))


def file_of(module: str) -> Path | None:
    path = Path(settings.BASE_DIR, *module.split(".")).with_suffix(".py")
    return path if path.is_file() else None
