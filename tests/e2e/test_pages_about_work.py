"""The pages about tiltak, agreements, activities, rounds and feedback: axe, one h1, no overflow."""

import pytest

from tests.e2e.conftest import Desk, Portal
from tests.e2e.test_every_page import LOOKS, faults

pytestmark = pytest.mark.browser

ROLES = {
    "contact": ["/avtaler/", "/kommuner/5601/"],
    "adviser": [
        "/aktiviteter/",
        "/aktiviteter/?status=deleted",
        "/aktiviteter/ny/",
        "/aktiviteter/importer/",
        "/aktiviteter/kalender/",
        "/aktiviteter/samarbeid/",
        "/samordning/",
        "/informasjonsrunder/",
        "/informasjonsrunder/ny/",
        "/avtaler/ny/",
        "/tilbakemelding/",
        "/tilbakemelding/resultater/",
        "/tiltak/metoder/",
    ],
    "leader": ["/tiltak/", "/tiltak/ny/", "/avtaler/", "/avtaler/spredning/"],
    "governor": ["/avtaler/"],
    "userorg": ["/tiltak/uttalelser/", "/tilbakemelding/"],
    "directorate": ["/tiltak/", "/avtaler/", "/avtaler/spredning/", "/informasjonsrunder/"],
}
# A row of each kind at KORUS Nord.
FOUND = """
import json
from assignments.activities.models import Activity
from assignments.agreements.models import Agreement
from assignments.feedback.models import FeedbackForm
from assignments.plans.models import Assignment, Statement
from assignments.rounds.models import InformationRound
centre = {"centre__code": "korus-nord"}
agreements = Agreement.objects.filter(**centre).order_by("pk")
forms = FeedbackForm.objects.filter(**centre).order_by("pk")
print(json.dumps({
    "activity": Activity.objects.counting().filter(**centre).latest("starts_on", "pk").pk,
    "tiltak": Assignment.objects.filter(**centre).order_by("pk")[0].pk,
    "signed": agreements.filter(state="signed")[0].pk,
    "offered": agreements.filter(state="offered")[0].pk,
    "round": InformationRound.objects.filter(**centre).latest("day").pk,
    "form": forms[0].pk,
    "key": str(forms[0].key),
    "statement": Statement.objects.filter(kind="participation")[0].pk,
}))
"""


@pytest.fixture(scope="module")
def found(portal: Portal) -> dict[str, str]:
    answer: dict[str, str] = portal.ask(FOUND)
    return answer


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_pages_of_each_role(desk: Desk, role: str, viewport: dict[str, int], scheme: str) -> None:
    page = desk.person(role, viewport=viewport, color_scheme=scheme)
    assert [fault for path in ROLES[role] for fault in faults(page, path)] == []


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_one_of_each_and_what_can_be_done_with_it(
    desk: Desk, found: dict[str, str], viewport: dict[str, int], scheme: str
) -> None:
    page = desk.person("leader", viewport=viewport, color_scheme=scheme)
    tiltak, signed, told = (found[name] for name in ("tiltak", "signed", "round"))
    paths = [
        *(f"/aktiviteter/{found['activity']}/{step}" for step in ("", "endre/", "historikk/")),
        f"/aktiviteter/ny/?som={found['activity']}",
        *(f"/tiltak/{tiltak}/{step}" for step in ("", "endre/", "historikk/", "sentre/")),
        f"/tiltak/{tiltak}/implementering/",
        f"/tiltak/{tiltak}/redegjorelser/participation/",
        *(f"/avtaler/{signed}/{step}" for step in ("", "endring/", "mote/", "kontroll/")),
        *(f"/avtaler/{found['offered']}/{step}" for step in ("", "underskrift/")),
        *(f"/informasjonsrunder/{told}/{step}" for step in ("", "rett/", "mottakere/")),
        f"/tilbakemelding/skjema/{found['form']}/",
    ]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_what_visitors_open(
    desk: Desk, found: dict[str, str], viewport: dict[str, int], scheme: str
) -> None:
    page = desk.visitor(viewport=viewport, color_scheme=scheme)
    paths = [f"/tilbakemelding/{found['key']}/", "/avtaler/sjekk/"]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize(
    "path", ["/aktiviteter/ny/", "/avtaler/", "/tiltak/", "/informasjonsrunder/"]
)
def test_pages_in_nynorsk(desk: Desk, path: str) -> None:
    page = desk.person("leader", locale="nn-NO")
    page.get_by_role("button", name="Nynorsk").click()
    assert faults(page, path) == []
    assert page.locator("html").get_attribute("lang") == "nn"
