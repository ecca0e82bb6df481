"""Sources and indicators for the administrator, who may correct them and say who imports what."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from municipalities.admin import SavedByHand
from municipalities.indicators.models import Indicator, Source


class Listed(SavedByHand):
    search_fields = ["code", "name_nb", "name_nn"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Files and addresses know a row by its code."""
        return ["code"] if obj else []


@admin.register(Source)
class SourceAdmin(Listed):
    list_display = ["name_nb", "code", "publisher", "publication", "is_verified", "retired_on"]
    list_filter = ["publication"]
    filter_horizontal = ["keepers"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Indicator)
class IndicatorAdmin(Listed):
    list_display = ["name_nb", "code", "source", "unit", "direction", "use", "retired_on"]
    list_filter = ["source", "use"]
    list_select_related = ["source"]
    filter_horizontal = ["themes"]
