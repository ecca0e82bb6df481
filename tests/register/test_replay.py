"""The reforms of 2020 and 2024 again, from SSB's lists: the register becomes what it became."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job
from municipalities.models import County, Municipality
from municipalities.register.actions import apply_update
from municipalities.register.models import RegisterUpdate
from municipalities.register.snapshot import comparison_of
from municipalities.structure import current_chain
from tests.register.conftest import (
    Lists,
    build_register,
    chain_in_files,
    chain_of,
    codes_in_files,
    codes_on,
    eve,
    lists_of,
)

pytestmark = pytest.mark.django_db
REFORMS = [date(2018, 1, 1), date(2020, 1, 1), date(2024, 1, 1), date(2026, 1, 1)]


def upload(client: Client, day: date, lists: Lists) -> RegisterUpdate:
    answer = client.post(
        "/kommuner/register/",
        {
            "valid_from": day.isoformat(),
            "codes": SimpleUploadedFile("kommuner.csv", lists.codes),
            "changes": SimpleUploadedFile("endringer.csv", lists.changes),
        },
    )
    shown = answer.context["form"].errors if answer.context else ""
    assert answer.status_code == 302, shown
    return RegisterUpdate.objects.latest("pk")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1"])
@pytest.mark.parametrize("day", REFORMS)
def test_a_reform_read_from_lists_gives_the_codes_and_the_chain_of_the_reference_data(
    client: Client, administrator: User, day: date, encoding: str
) -> None:
    build_register(eve(day))
    client.force_login(administrator)
    update = upload(client, day, lists_of(day, encoding=encoding))
    assert codes_on(day) == codes_in_files(eve(day))
    preview = comparison_of(update)
    apply_update(update=update, by=administrator)
    assert codes_on(day) == codes_in_files(day) == set(preview.after)
    assert codes_on(eve(day)) == codes_in_files(eve(day)) == set(preview.before)
    assert chain_of(day) == chain_in_files(day)
    assert {(one.kind, one.old, one.new) for one in preview.changes} == chain_of(day)


def test_two_reforms_after_each_other_carry_a_code_all_the_way(
    client: Client, administrator: User
) -> None:
    build_register(date(2019, 12, 31))
    client.force_login(administrator)
    for day in (date(2020, 1, 1), date(2024, 1, 1)):
        apply_update(update=upload(client, day, lists_of(day)), by=administrator)
    assert codes_on(date(2024, 1, 1)) == codes_in_files(date(2024, 1, 1))
    carried = current_chain().carry("2012", on=date(2019, 1, 1), to=date(2024, 1, 1))
    assert (carried.codes, carried.is_split) == (("5601",), False)
    in_force = County.objects.in_force(on=date(2024, 1, 1))
    assert set(in_force.values_list("code", flat=True)) == {
        code[:2] for code in codes_in_files(date(2024, 1, 1))
    }


def test_names_are_read_from_what_ssb_writes(client: Client, administrator: User) -> None:
    build_register(date(2019, 12, 31))
    client.force_login(administrator)
    day = date(2020, 1, 1)
    apply_update(update=upload(client, day, lists_of(day)), by=administrator)
    names = dict(Municipality.objects.filter(valid_from=day).values_list("code", "name"))
    assert names["3020"] == "Nordre Follo"
    assert names["3419"] == "Våler"
    party = Municipality.objects.get(code="3419").organisation
    assert party is not None
    assert party.name == "Våler kommune (Innlandet)"


def test_the_coverage_is_counted_anew(client: Client, administrator: User) -> None:
    build_register(date(2023, 12, 31))
    client.force_login(administrator)
    day = date(2024, 1, 1)
    apply_update(update=upload(client, day, lists_of(day)), by=administrator)
    job = Job.objects.get()
    assert (job.task, job.started_by) == ("reporting.rebuild_coverage", administrator)
