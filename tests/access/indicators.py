"""Who may open and send what under the addresses of `indicators`."""

from collections.abc import Callable
from typing import Any

EVERYONE = [200] * 10
IMPORTERS = [302, 403, 403, 403, 403, 403, 403, 403, 403, 200]
# Somebody else's batch does not exist for those who may not import.
OWN_BATCH = [302, 404, 404, 404, 404, 404, 404, 404, 404, 200]

GET: dict[str, list[int]] = {
    "indicators:source_list": EVERYONE,
    "indicators:indicator_detail": EVERYONE,
    "indicators:indicator_export": EVERYONE,
    "indicators:batch_list": IMPORTERS,
    "indicators:batch_new": IMPORTERS,
    "indicators:batch_detail": [302, 404, 404, 404, 404, 404, 404, 404, 404, 302],
    "indicators:batch_detail#applied": OWN_BATCH,
    "indicators:batch_columns": OWN_BATCH,
    "indicators:batch_withdraw": [302, 404, 404, 404, 404, 404, 404, 404, 404, 302],
    "indicators:batch_withdraw#applied": OWN_BATCH,
    "indicators:opening_list": [302, 200, 200, 200, 200, 200, 200, 200, 200, 200],
    "indicators:opening_new": [302, 200, 200, 403, 403, 403, 403, 403, 403, 200],
}

POST: dict[str, list[int]] = {
    "indicators:batch_new": IMPORTERS,
    "indicators:batch_columns": OWN_BATCH,
    "indicators:batch_apply": [302, 404, 404, 404, 404, 404, 404, 404, 404, 302],
    "indicators:batch_discard": [302, 404, 404, 404, 404, 404, 404, 404, 404, 302],
    "indicators:batch_withdraw": [302, 404, 404, 404, 404, 404, 404, 404, 404, 302],
    "indicators:batch_withdraw#applied": OWN_BATCH,
    "indicators:opening_new": [302, 200, 200, 403, 403, 403, 403, 403, 403, 200],
    # Alta has opened its figures for KORUS Nord, which may see that and not close it.
    "indicators:opening_end": [302, 302, 404, 403, 403, 404, 404, 404, 404, 302],
}


def indicator(_world: Any) -> list[Any]:
    from tests.indicators.factories import IndicatorFactory  # noqa: PLC0415

    return [IndicatorFactory.create().code]


def batch(world: Any) -> list[Any]:
    """A file that has been read, uploaded by somebody who keeps no source any more."""
    from tests.indicators.factories import uploaded  # noqa: PLC0415

    return [uploaded(by=world.person).pk]


def applied(world: Any) -> list[Any]:
    from tests.indicators.factories import BatchFactory  # noqa: PLC0415

    return [BatchFactory.create(imported_by=world.person).pk]


def opening(world: Any) -> list[Any]:
    from tests.indicators.factories import OpeningFactory  # noqa: PLC0415

    row = OpeningFactory.create(
        municipality=world.municipality,
        receiver=world.centre.organisation,
        opened_by=world.person,
    )
    return [row.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "indicators:indicator_detail": indicator,
    "indicators:indicator_export": indicator,
    "indicators:": batch,
    "indicators:batch_detail#applied": applied,
    "indicators:batch_withdraw#applied": applied,
    "indicators:opening_end": opening,
}
