"""The number of questions to the database is the same for one invitation and for three hundred."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assignments.mapping.models import Answer, Campaign, Invitation, Question
from assignments.mapping.results import needs_by_place, profile
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.factories import MunicipalityFactory
from tests.mapping.factories import answered


def queries(work: object) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()  # type: ignore[operator]
    return len(captured)


def ask_three_hundred(campaign: Campaign, place: Municipality, level: Question) -> None:
    """In fifty municipalities, six in each."""
    places = [
        MunicipalityFactory.create(code=f"{6000 + n}", county=place.county) for n in range(50)
    ]
    rows = Invitation.objects.bulk_create(
        Invitation(
            campaign=campaign,
            municipality=places[n % 50],
            service=f"Tjeneste {n % 3}",
            email=f"mange{n}@prove.example",
            sent_at=timezone.now(),
            submitted_at=timezone.now(),
        )
        for n in range(300)
    )
    Answer.objects.bulk_create(
        Answer(invitation=row, question=level, level=1 + row.pk % 5) for row in rows
    )


PAGES = [
    "campaign_list",
    "campaign_detail",
    "invitation_list",
    "campaign_invite",
    "results",
    "results_csv",
    "results_json",
]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_more_with_three_hundred(
    client: Client,
    opened: Campaign,
    adviser: User,
    municipality: Municipality,
    level: Question,
    name: str,
) -> None:
    answered(opened, municipality, level=3)
    client.force_login(adviser)
    address = reverse(f"mapping:{name}", args=[] if name == "campaign_list" else [opened.pk])
    client.get(address)
    one = queries(lambda: client.get(address))
    ask_three_hundred(opened, municipality, level)
    client.get(address)
    assert queries(lambda: client.get(address)) == one
    assert one < 25


def test_what_other_parts_call_asks_no_more_with_three_hundred(
    opened: Campaign, adviser: User, municipality: Municipality, level: Question
) -> None:
    answered(opened, municipality, level=3)
    works = [lambda: profile(municipality, adviser), lambda: needs_by_place(adviser)]
    before = [(work(), queries(work))[1] for work in works]
    ask_three_hundred(opened, municipality, level)
    assert [(work(), queries(work))[1] for work in works] == before
    assert max(before) < 15
    assert len(needs_by_place(adviser)) == 51
