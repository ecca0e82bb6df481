"""The reference files do not know what was applied here; a load must not take it back."""

from datetime import date
from pathlib import Path

import pytest

from centres import reference
from korus_portal.accounts.models import Organisation, User
from municipalities.models import County, Municipality, MunicipalityChange
from municipalities.register import actions
from municipalities.register.snapshot import register_around
from tests.fixtures_reference import own_file
from tests.register.factories import DAY, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def party(norway: None, administrator: User) -> Organisation:
    """Alta has got a new number and Oslo a new name; the party is that of Alta."""
    found = Municipality.objects.get(code="5601").organisation
    assert found is not None
    codes = [row for row in register_around(DAY).before.items() if row[0] not in ("5601", "0301")]
    update = waiting(
        [*codes, ("5699", "Alta"), ("0301", "Oslo - Oslove - Osloby")],
        [
            ("5601", "Alta", "5699", "Alta"),
            ("0301", "Oslo - Oslove", "0301", "Oslo - Oslove - Osloby"),
        ],
        by=administrator,
    )
    actions.apply_update(update=update, by=administrator)
    return found


def test_a_load_finds_nothing_to_change(party: Organisation) -> None:
    before = everything()
    tallies = reference.load()
    assert {kind: tally.written for kind, tally in tallies.items() if tally.written} == {}
    assert {kind: tally.absent for kind, tally in tallies.items() if tally.absent} == {}
    assert everything() == before
    assert Municipality.objects.get(code="5699").organisation == party


def test_files_that_have_caught_up_have_the_word(party: Organisation, data_folder: Path) -> None:
    """The next release's files bring the new number's facts; row and party are the same."""
    places = own_file("municipalities.csv").read_text(encoding="utf-8")
    line = next(row for row in places.splitlines() if row.startswith("5601,"))
    old, new = line.split(","), line.split(",")
    old[6] = "2026-05-31"
    new[0], new[5], new[10] = "5699", "2026-06-01", "22222"
    both = f"{','.join(old)}\n{','.join(new)}"
    (data_folder / "municipalities.csv").write_text(places.replace(line, both), encoding="utf-8")
    reference.load(data_folder)
    row = Municipality.objects.get(code="5699")
    assert (row.population, row.organisation) == (22222, party)
    assert Municipality.objects.get(code="5601").valid_to == date(2026, 5, 31)
    assert Municipality.objects.get(code="0301").official_name == "Oslo - Oslove - Osloby"


def everything() -> dict[str, list[object]]:
    return {
        "places": list(Municipality.objects.order_by("pk").values()),
        "changes": list(MunicipalityChange.objects.order_by("pk").values()),
        "counties": list(County.objects.order_by("pk").values()),
        "parties": list(Organisation.objects.order_by("pk").values()),
    }
