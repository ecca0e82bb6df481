"""Others' requests in one's reach: theme, state, centre, municipality and month, and no more."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.requests.actions import handing_over
from assignments.requests.models import HandOver, Note, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import (
    CatchmentFactory,
    CentreFactory,
    MunicipalityFactory,
    SupportRequestFactory,
    UserFactory,
)
from tests.requests.conftest import TEXT

LIST = "/henvendelser/omradet/"


@pytest.fixture
def neighbour(municipality: Municipality) -> User:
    """Leads another centre with the same catchment."""
    centre = CentreFactory.create(code="rvts-nord", short_name="RVTS Nord")
    CatchmentFactory.create(centre=centre, county=municipality.county)
    return UserFactory.create(role=(centre.organisation, "leader"))


def url(support_request: SupportRequest, name: str = "request_outline") -> str:
    return reverse(f"requests:{name}", args=[support_request.case_number])


@pytest.mark.parametrize("persona", ["neighbour", "governor"])
def test_neighbours_and_governors_know_of_a_request_and_read_nothing_of_it(
    client: Client,
    support_request: SupportRequest,
    adviser: User,
    persona: str,
    request: pytest.FixtureRequest,
) -> None:
    SupportRequest.objects.update(adviser=adviser)
    client.force_login(request.getfixturevalue(persona))
    for address in (LIST, url(support_request)):
        page = client.get(address).content.decode()
        assert support_request.case_number in page
        assert "KORUS Nord" in page
        for secret in (TEXT, support_request.reach, adviser.name, support_request.sender):
            assert secret not in page
    assert client.get(support_request.get_absolute_url()).status_code == 404


def test_one_s_own_stand_in_the_list_of_one_s_own_and_not_here(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    assert support_request.case_number not in as_adviser.get(LIST).content.decode()
    answer = as_adviser.get(url(support_request))
    assert answer["Location"] == support_request.get_absolute_url()


def test_what_is_not_confirmed_is_not_told_to_others(
    client: Client, support_request: SupportRequest, neighbour: User
) -> None:
    SupportRequest.objects.update(confirmed_at=None)
    client.force_login(neighbour)
    assert support_request.case_number not in client.get(LIST).content.decode()
    assert client.get(url(support_request)).status_code == 404


def test_the_list_narrows_by_theme_municipality_and_state(
    client: Client,
    centre: Centre,
    municipality: Municipality,
    contact: User,
    theme: Theme,
    neighbour: User,
) -> None:
    other = MunicipalityFactory.create(name="Hammerfest", county=municipality.county)
    rows = {
        "themed": SupportRequestFactory.create(
            centre=centre, municipality=municipality, submitted_by=contact, theme=theme
        ),
        "other": SupportRequestFactory.create(
            centre=centre, municipality=other, submitted_by=contact
        ),
    }
    client.force_login(neighbour)

    def found(**query: str) -> set[str]:
        return {row.case_number for row in client.get(LIST, query).context["page"]}

    assert found() == {row.case_number for row in rows.values()}
    assert found(theme=theme.code) == {rows["themed"].case_number}
    assert found(municipality=other.code) == {rows["other"].case_number}
    assert found(status="closed") == set()
    assert client.get(LIST, {"municipality": "nonsense", "page": "x"}).status_code == 200


def test_a_centre_asks_to_get_it_once_and_takes_the_question_back(
    client: Client, support_request: SupportRequest, neighbour: User
) -> None:
    client.force_login(neighbour)
    assert client.get(url(support_request)).context["can_ask"]
    assert client.post(url(support_request, "request_ask"), {"reason": ""}).status_code == 200
    sent = {"reason": "Vi er i Alta denne uken."}
    answer = client.post(url(support_request, "request_ask"), sent)
    assert answer["Location"] == url(support_request)
    row = HandOver.objects.get()
    assert (row.kind, row.to_centre.short_name, row.asked_by) == ("ask", "RVTS Nord", neighbour)
    page = client.get(url(support_request))
    assert not page.context["can_ask"]
    again = client.post(url(support_request, "request_ask"), sent)
    assert again["Location"] == url(support_request)
    assert HandOver.objects.count() == 1
    back = reverse("requests:hand_over_take_back", args=[support_request.case_number, row.pk])
    assert client.post(back)["Location"] == url(support_request)
    assert client.get(url(support_request)).context["can_ask"]


def test_a_governor_asks_for_none(
    client: Client, support_request: SupportRequest, governor: User
) -> None:
    client.force_login(governor)
    assert not client.get(url(support_request)).context["can_ask"]
    assert client.get(url(support_request, "request_ask")).status_code == 403


def test_a_centre_that_had_the_case_reads_its_own_notes_there_and_nobody_else_does(
    client: Client,
    support_request: SupportRequest,
    adviser: User,
    leader: User,
    neighbour: User,
    governor: User,
    centre: Centre,
) -> None:
    Note.objects.create(
        support_request=support_request, centre=centre, author=adviser, text="Bare for oss."
    )
    row = handing_over.offer(
        support_request=support_request,
        kind="transfer",
        to_centre=Centre.objects.get(code="rvts-nord"),
        reason="Deres felt.",
        by=leader,
    )
    handing_over.accept(hand_over=row, by=neighbour)
    client.force_login(adviser)
    assert "Bare for oss." in client.get(url(support_request)).content.decode()
    client.force_login(governor)
    assert "Bare for oss." not in client.get(url(support_request)).content.decode()
    client.force_login(neighbour)
    assert "Bare for oss." not in client.get(support_request.get_absolute_url()).content.decode()


def test_one_row_and_twenty_cost_the_same_number_of_queries(
    client: Client, centre: Centre, municipality: Municipality, contact: User, neighbour: User
) -> None:
    client.force_login(neighbour)
    counts = []
    for more in (2, 18):
        for _row in range(more):
            place = MunicipalityFactory.create(county=municipality.county)
            SupportRequestFactory.create(centre=centre, municipality=place, submitted_by=contact)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
