"""The administrator reads words in the trail, not codes."""

import ast
from collections.abc import Iterator
from pathlib import Path

from korus_portal.audit import kinds

ROOT = Path(__file__).resolve().parent.parent.parent
PLACES = ["korus_portal", "municipalities", "centres", "assignments", "reporting"]


def recorded_kinds() -> Iterator[str]:
    """The first argument of every call of `record`, where it is written out."""
    for place in PLACES:
        for path in (ROOT / place).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                match node:
                    case ast.Call(func=ast.Name(id="record"), args=[ast.Constant(value=kind), *_]):
                        yield str(kind)


def test_every_kind_that_the_code_records_has_a_name() -> None:
    found = set(recorded_kinds())
    assert len(found) > 15
    assert found - set(kinds.TEXTS) == set()
