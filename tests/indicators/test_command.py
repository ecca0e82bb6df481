"""`manage.py import_indicators`: to its end, without a worker."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from korus_portal.accounts.models import User
from municipalities.indicators.models import Batch, Indicator, IndicatorValue
from municipalities.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path, municipality: Municipality) -> Path:
    path = tmp_path / "tall.csv"
    path.write_text("region;år;Noe\n5601;2025;7\n")
    return path


def run(file: Path, user: User, **options: Any) -> str:
    out = StringIO()
    given = {"source": "prove-kilde", "by": user.email, "column": ["Noe=value:prove-andel"]}
    call_command("import_indicators", str(file), stdout=out, **(given | options))
    return out.getvalue()


def test_a_file_waits_to_be_looked_through_unless_it_is_applied(
    file: Path, share: Indicator, keeper: User
) -> None:
    assert "1 values, 0 carried, 0 bad rows" in run(file, keeper)
    assert Batch.objects.get().state == Batch.State.PREVIEWED
    assert "applied" in run(file, keeper, apply=True)
    assert IndicatorValue.objects.get().value == 7


def test_a_file_with_errors_is_not_applied(file: Path, share: Indicator, keeper: User) -> None:
    file.write_text("region;år;Noe\n9999;2025;7\n5601;2025;8\n")
    with pytest.raises(CommandError, match="nothing was applied"):
        run(file, keeper, apply=True)
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"source": "finnes-ikke"}, "no such source"),
        ({"by": "ingen@prove.example"}, "no such user"),
        ({"column": ["Noe=tull"]}, "is not"),
        ({"column": ["Andre=value"]}, "no column Andre"),
        ({"column": []}, "Velg én kolonne med verdier"),
    ],
)
def test_what_is_wrong_with_the_call_is_said_in_one_line(
    file: Path, share: Indicator, keeper: User, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        run(file, keeper, **options)


def test_only_those_who_may_import_do(file: Path, share: Indicator, adviser: User) -> None:
    with pytest.raises(CommandError, match="may not import"):
        run(file, adviser)


def test_a_file_in_use_is_refused(file: Path, share: Indicator, keeper: User) -> None:
    run(file, keeper, apply=True)
    with pytest.raises(CommandError, match="already in use"):
        run(file, keeper, apply=True)


def test_a_file_that_is_not_there_is_said_so(
    tmp_path: Path, share: Indicator, keeper: User
) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "borte.csv", keeper)
