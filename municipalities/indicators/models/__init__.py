"""Indicators from named sources: what is measured, by whom, with which right to be shown."""

from municipalities.indicators.models.batches import (
    Batch,
    BatchFile,
    ColumnMap,
    RowError,
    StagedValue,
)
from municipalities.indicators.models.marks import Mark
from municipalities.indicators.models.sources import Indicator, Opening, Source
from municipalities.indicators.models.values import IndicatorValue

__all__ = [
    "Batch",
    "BatchFile",
    "ColumnMap",
    "Indicator",
    "IndicatorValue",
    "Mark",
    "Opening",
    "RowError",
    "Source",
    "StagedValue",
]
