"""`manage.py prepare` brings everything up to date and does nothing twice."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from municipalities.models import Municipality


def prepare(**options: object) -> str:
    said = StringIO()
    call_command("prepare", stdout=said, **options)
    return said.getvalue()


@pytest.mark.django_db
def test_the_second_time_nothing_is_left_to_do(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO_MODE = False
    settings.STATIC_ROOT = tmp_path / "static"
    first = prepare()
    assert [line.split("  ")[1] for line in first.splitlines()] == [
        "Database migrations",
        "Reference data",
        "Static files",
    ]
    assert (tmp_path / "static" / "css" / "base.css").exists()
    loaded = Municipality.objects.count()
    assert loaded > 0
    assert "Static files" not in prepare()
    assert Municipality.objects.count() == loaded


@pytest.mark.django_db
def test_a_changed_style_sheet_is_collected_again(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO_MODE = False
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "own"]
    (tmp_path / "own").mkdir()
    own = tmp_path / "own" / "own.css"
    own.write_text("a {}")
    prepare()
    own.write_text("a { color: red }")
    later = time.time() + 2  # Django compares whole seconds
    os.utime(own, (later, later))
    assert "Static files" in prepare()
    assert (tmp_path / "static" / "own.css").read_text() == "a { color: red }"


@pytest.mark.django_db
def test_accounts_are_written_only_where_there_are_any(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO_MODE = False
    settings.STATIC_ROOT = tmp_path / "static"
    prepare(accounts=tmp_path / "accounts.txt")
    assert (tmp_path / "accounts.txt").read_text() == ""
