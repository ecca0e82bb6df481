"""The administrator looks after the reference data, and the loader respects it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from centres import reference
from centres.grants.models import Grant
from centres.models import Catchment, Centre, Initiative
from korus_portal.accounts.models import Role, User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from municipalities.actions import save_by_hand
from municipalities.models import Municipality, Theme
from tests.factories import CentreFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
LISTS = [
    "municipalities_county",
    "municipalities_countychange",
    "municipalities_municipality",
    "municipalities_municipalitychange",
    "municipalities_countygovernor",
    "municipalities_theme",
    "centres_centre",
    "centres_catchment",
    "centres_initiative",
    "centres_mandatetask",
    "grants_grant",
]
GROWING = [
    "municipalities_theme",
    "centres_catchment",
    "centres_initiative",
    "centres_mandatetask",
    "grants_grant",
]


@pytest.fixture
def admin_page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_for_the_administrator(norway: None, admin_page: Client, name: str) -> None:
    assert admin_page.get(reverse(f"admin:{name}_changelist")).status_code == 200
    added = admin_page.get(reverse(f"admin:{name}_add")).status_code
    assert added == (200 if name in GROWING else 403)


@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_deleted(norway: None, admin_page: Client, name: str) -> None:
    page = admin_page.get(reverse(f"admin:{name}_changelist")).content.decode()
    assert "delete_selected" not in page
    assert admin_page.get(reverse(f"admin:{name}_delete", args=[1])).status_code in {302, 403}


@pytest.mark.parametrize("name", LISTS)
def test_staff_without_the_role_are_refused(client: Client, name: str) -> None:
    leader = UserFactory.create(role=(OrganisationFactory.create(), Role.LEADER))
    User.objects.filter(pk=leader.pk).update(is_staff=True)
    client.force_login(leader)
    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403


def test_a_municipality_is_only_looked_at(norway: None, admin_page: Client) -> None:
    alta = Municipality.objects.get(code="5601")
    path = reverse("admin:municipalities_municipality_change", args=[alta.pk])
    assert admin_page.get(path).status_code == 200
    assert admin_page.post(path, {"name": "x"}).status_code == 403


def test_a_renamed_theme_keeps_its_name(norway: None, admin_page: Client) -> None:
    theme = Theme.objects.get(code="doping")
    path = reverse("admin:municipalities_theme_change", args=[theme.pk])
    form = {
        "parent": theme.parent_id,
        "name_nb": "Dopingmidler",
        "name_nn": "Doping",
        "position": theme.position,
        "retired_on": "",
    }
    assert admin_page.post(path, form).status_code == 302
    reference.load()
    theme.refresh_from_db()
    assert (theme.name_nb, theme.entered) == ("Dopingmidler", ["name_nb"])
    assert Event.objects.get(kind="municipalities.theme_saved").details == {"columns": ["name_nb"]}


def test_a_new_initiative_outlives_the_next_load(norway: None, admin_page: Client) -> None:
    form = {
        "code": "ny_satsing",
        "name_nb": "Ny satsing",
        "name_nn": "Ny satsing",
        "kind": "programme",
        "source": "",
        "position": "99",
        "is_verified": "on",
        "retired_on": "",
    }
    assert admin_page.post(reverse("admin:centres_initiative_add"), form).status_code == 302
    reference.load()
    initiative = Initiative.objects.get(code="ny_satsing")
    assert (initiative.is_made_here, initiative.retired_on) == (True, None)


def test_a_confirmed_catchment_stays_confirmed(norway: None, admin_page: Client) -> None:
    row = Catchment.objects.get(centre__code="korus-ost", county__code="34")
    path = reverse("admin:centres_catchment_change", args=[row.pk])
    form = {"valid_from": "2024-01-01", "valid_to": "", "source": "unverified", "is_verified": "on"}
    assert admin_page.post(path, form).status_code == 302
    reference.load()
    row.refresh_from_db()
    assert row.is_verified


def test_a_centres_fields_are_put_in_order_by_hand(norway: None, admin_page: Client) -> None:
    centre = Centre.objects.get(code="korus-nord")
    fields = list(centre.centre_fields.all())
    path = reverse("admin:centres_centre_change", args=[centre.pk])
    initial = admin_page.get(path).context["adminform"].form.initial
    form = {name: "" if value is None else value for name, value in initial.items()}
    form |= {
        "centre_fields-TOTAL_FORMS": len(fields),
        "centre_fields-INITIAL_FORMS": len(fields),
        "host_organisation": "Et annet sykehus",
    }
    for number, row in enumerate(fields):
        form |= {
            f"centre_fields-{number}-id": row.pk,
            f"centre_fields-{number}-centre": centre.pk,
            f"centre_fields-{number}-theme": row.theme_id,
            f"centre_fields-{number}-position": row.position + 1,
            f"centre_fields-{number}-is_verified": "on",
        }
    response = admin_page.post(path, form)
    assert response.status_code == 302, response.context["errors"]
    reference.load()
    centre.refresh_from_db()
    assert centre.host_organisation == "Et annet sykehus"
    assert set(centre.entered) == {"fields", "host_organisation"}
    assert [row.position for row in centre.centre_fields.all()] == [1, 2, 3]


def test_the_action_asks_for_itself(norway: None) -> None:
    theme = Theme.objects.get(code="doping")
    with pytest.raises(PermissionDenied):
        save_by_hand(row=theme, changed=["name_nb"], by=UserFactory.create())


def test_only_what_was_changed_by_hand_is_written(theme: Theme, administrator: User) -> None:
    mine = Theme.objects.get(pk=theme.pk)
    Theme.objects.filter(pk=theme.pk).update(name_nn="Nytt namn", entered=["name_nn"])
    mine.name_nb = "Nytt navn"
    save_by_hand(row=mine, changed=["name_nb"], by=administrator)
    theme.refresh_from_db()
    assert (theme.name_nb, theme.name_nn) == ("Nytt navn", "Nytt namn")
    assert theme.entered == ["name_nb", "name_nn"]


def test_a_grant_is_entered_with_its_rows(admin_page: Client) -> None:
    centre = CentreFactory.create()
    leader = UserFactory.create(role=(centre.organisation, Role.LEADER))
    lines = {
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-chapter": "765",
        "lines-0-item": "75",
        "lines-0-amount": "12000000",
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-kind": "goal",
        "items-0-number": "1",
        "items-0-text": "Flere kommuner får hjelp.",
        "items-0-position": "0",
        "application_lines-TOTAL_FORMS": "0",
        "application_lines-INITIAL_FORMS": "0",
    }
    sent = {"centre": centre.pk, "scheme": "Tilskudd til kompetansesentre", "year": "2026"}
    sent |= {"report_channel": "portal", "auditor_from": "200000"}
    admin_page.post(reverse("admin:grants_grant_add"), {**sent, **lines})
    grant = Grant.objects.get()
    assert [(line.chapter, line.item, line.amount) for line in grant.lines.all()] == [
        ("765", "75", 12_000_000)
    ]
    assert [str(item) for item in grant.items.all()] == ["1 Flere kommuner får hjelp."]
    assert Letter.objects.get().to == leader
    told = Event.objects.filter(kind__startswith="grants.").values_list("kind", flat=True)
    assert sorted(told) == ["grants.grant_saved", "grants.lines_saved"]
