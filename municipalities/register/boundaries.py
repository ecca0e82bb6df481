"""Loading the borders of a structure: all of them, checked against the register, or none."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from municipalities.models import Municipality
from municipalities.register.geojson import BoundaryFileError, Shape, read_shapes
from municipalities.register.models import Boundary
from municipalities.register.outlines import Outline, drawn

SHOWN = 10


def load_boundaries(path: Path, *, structure: int) -> list[Outline]:
    """Replace the outlines of a structure. Raises BoundaryFileError before anything is written."""
    places = dict(Municipality.objects.in_force(on=date(structure, 1, 1)).values_list("code", "pk"))
    shapes = read_shapes(path)
    check_codes(shapes, set(places), structure)
    outlines = drawn(shapes)
    source = f"Kartverket: {path.name}"[:200]
    with transaction.atomic():
        Boundary.objects.filter(structure=structure).delete()
        Boundary.objects.bulk_create(
            row(outline, places[outline.code], structure, source) for outline in outlines
        )
    return outlines


def check_codes(shapes: list[Shape], wanted: set[str], structure: int) -> None:
    """Exactly the municipalities in force on 1 January of the structure, each once."""
    counted = Counter(shape.code for shape in shapes)
    for codes, what in (
        ({code for code, times in counted.items() if times > 1}, "more than once"),
        (counted.keys() - wanted, f"not a municipality on 1 January {structure}"),
        (wanted - counted.keys(), "not in the file"),
    ):
        if codes:
            more = f" and {len(codes) - SHOWN} more" if len(codes) > SHOWN else ""
            raise BoundaryFileError(f"{', '.join(sorted(codes)[:SHOWN])}{more}: {what}")


def row(outline: Outline, municipality: int, structure: int, source: str) -> Boundary:
    left, top, right, bottom = (Decimal(str(value)) for value in outline.box)
    x, y, radius = (Decimal(str(value)) for value in outline.mark)
    return Boundary(
        structure=structure,
        municipality_id=municipality,
        path=outline.path,
        county_border=outline.county_border,
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        mark_x=x,
        mark_y=y,
        mark_radius=radius,
        source=source,
    )
