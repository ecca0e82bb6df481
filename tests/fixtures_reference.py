"""Norway as it is: the project's own reference data, loaded once for all tests of a module."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from korus_portal.accounts.models import Organisation
from korus_portal.pages import reference
from municipalities.models import County, CountyChange, Theme


@pytest.fixture(scope="module")
def norway(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """All reference data. Tests still need `db` to ask, and roll their own changes back."""
    with django_db_blocker.unblock():
        reference.load()
    yield
    with django_db_blocker.unblock():
        empty()


def empty() -> None:
    """Everything hangs on these four, so that all of it goes."""
    models = (Organisation, County, CountyChange, Theme)
    tables = ", ".join(model._meta.db_table for model in models)
    lists = "centres_initiative, centres_mandatetask, indicators_source"
    # History refers to its rows without a constraint, so that it outlives them.
    history = (
        "municipalities_themehistory, centres_centrehistory, centres_catchmenthistory, "
        "indicators_sourcehistory, indicators_indicatorhistory"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}, {lists}, {history} CASCADE")


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A folder of one's own for changed files; what is not in it is taken from the project."""
    return tmp_path


def own_file(name: str) -> Path:
    return Path(settings.REFERENCE_DATA) / name
